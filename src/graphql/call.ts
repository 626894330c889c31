import DataLoader from "dataloader";
import { GraphQLError } from "graphql";
import { createOutcomes } from "../dialect/outcomes.ts";
import { membersOf } from "../model/concrete.ts";
import { giveWay, inSlices, type Slices } from "../slices.ts";
import type { Inventory, Query, Selection } from "../types.ts";
import { connectorsIn } from "./connectors.ts";
import { createGapKeeper, type GapKeeper } from "./gaps.ts";
import { RowRef } from "./nodes.ts";

/** What one operation may cost. Nothing is bounded where a member is left out. */
export interface Allowance {
  /** Objects in the answer, of every level. */
  readonly rows?: number;
  /** Links that are followed, whatever is then left of the rows they lead to; and collections that are looked through. */
  readonly links?: number;
  /** Rows of sorted root lists, whatever a limit leaves of them; once for each key. */
  readonly sorted?: number;
  /** Patterns in all filters together; each is held against every distinct value. */
  readonly patterns?: number;
  /** Characters of all patterns together, with counted repeats written out. */
  readonly patternSize?: number;
  /** Ends the operation when it is aborted. */
  readonly signal?: AbortSignal;
}

/** One operation while it is answered: whom it asks and what it may still cost. */
export interface Call {
  readonly inventory: Inventory;
  /** Aborted when the operation ends before its time; its reason is a `Stopped`. */
  readonly signal: AbortSignal | undefined;
  /**
   * Selections that are asked for in the same turn go to the inventory as one suite. What may be missing of one that is told of, under
   * the root field `key`, is noted.
   */
  select(query: Query, key?: string): Promise<Selection>;
  /** What is missing in the answer. */
  readonly gaps: GapKeeper;
  /** The row of an asset by its id; ids that are asked for in the same turn go to the inventory together. */
  find(type: string, id: string): Promise<RowRef | null>;
  /** Whether there is a number of rows or links that it may not pass. */
  readonly isBounded: boolean;
  /**
   * Accounts for objects about to be read, of the inventory or of the schema's own description, or for patterns about to be
   * matched. @throws Stopped when they are more than the operation may have
   */
  spend(objects: number, what?: Spent): void;
  /** Does work that gives way to other work. @throws Stopped once the signal is aborted */
  work<T>(work: Slices<T>): Promise<T>;
  /** Gives way to other work. @throws Stopped once the signal is aborted */
  yieldToEventLoop(): Promise<void>;
  /** How many mistakes have been found in its filters so far. */
  mistakes: number;
  /** The sorts that have been accounted for, by what is sorted how. */
  readonly sorts: Set<string>;
  /** Something the author should know of a `where` that was answered all the same. */
  warn(message: string): void;
  readonly warnings: readonly string[];
}

/** Takes what a root field asked for, where missing data leaves some of it open. */
export type OnUndecided = (query: Query, selection: Selection) => void;

/** What an operation may have only so much of. */
export type Spent =
  "rows" | "described" | "links" | "sorted" | "descriptions" | "patterns" | "patternSize";

/** The operation as a whole ends here: it asked for more than it may have, or took too long. */
export class Stopped extends GraphQLError {}

/** Begins an operation over `all` assets. */
export function createCall(
  all: Inventory,
  allowance: Allowance = {},
  onUndecided?: OnUndecided,
): Call {
  const { signal } = allowance;
  const ending = signal && endingAs(signal);
  const inventory = ending ? all.until(ending) : all;
  const selections = new DataLoader<Query, Selection>((queries) => inventory.select(queries), {
    cache: false,
  });
  const finders = new Map<string, DataLoader<string, RowRef | null>>();
  const warnings: string[] = [];
  const gaps = createGapKeeper(inventory);
  return {
    inventory,
    signal: ending,
    warnings,
    mistakes: 0,
    sorts: new Set(),
    isBounded: (allowance.rows ?? allowance.links) !== undefined,
    gaps,
    async select(query, key) {
      const selection = await selections.load(query);
      if (key !== undefined) await noteSelection(inventory, gaps, query, key);
      if (selection.undecided > 0) {
        if (key !== undefined) gaps.noteUndecided([key], selection.undecided);
        onUndecided?.(query, selection);
      }
      return selection;
    },
    find(type, id) {
      const finder = finders.get(type) ?? createFinder(inventory, type);
      finders.set(type, finder);
      return finder.load(id);
    },
    spend: createSpender(allowance),
    work: (work) => inSlices(work, ending),
    async yieldToEventLoop() {
      await giveWay();
      ending?.throwIfAborted();
    },
    warn(message) {
      if (!warnings.includes(message)) warnings.push(message);
    },
  };
}

/** Accounts for what an operation may have only so much of. */
export function createSpender(allowance: Allowance): Call["spend"] {
  const left: Record<Spent, number> = {
    rows: allowance.rows ?? Number.POSITIVE_INFINITY,
    // Each of them is an object of the answer, too, once it is there.
    described: allowance.rows ?? Number.POSITIVE_INFINITY,
    links: allowance.links ?? Number.POSITIVE_INFINITY,
    sorted: allowance.sorted ?? Number.POSITIVE_INFINITY,
    patterns: allowance.patterns ?? Number.POSITIVE_INFINITY,
    patternSize: allowance.patternSize ?? Number.POSITIVE_INFINITY,
    descriptions: MOST_DESCRIPTIONS,
  };
  return (objects, what = "rows") => {
    left[what] -= objects;
    if (left[what] < 0) throw tooMany(what, allowance);
  };
}

async function noteSelection(
  inventory: Inventory,
  gaps: GapKeeper,
  query: Query,
  key: string,
): Promise<void> {
  const { model } = inventory;
  const outcomes = createOutcomes(model);
  const types = membersOf(model, query.type).filter(
    (type) => outcomes.of(type, query.where).canHold,
  );
  if ((await inventory.countIncomplete(types)) === 0) return;
  await gaps.noteRoot(key, types, await connectorsIn(inventory, query));
}

function createFinder(inventory: Inventory, type: string): DataLoader<string, RowRef | null> {
  return new DataLoader(async (ids) => {
    const rows = await inventory.find(type, ids);
    return rows.map((row) => (row === undefined ? null : new RowRef(type, row)));
  });
}

/** The whole of a large schema has some 70,000. */
const MOST_DESCRIPTIONS = 300_000;

function tooMany(what: Spent, allowance: Allowance): Stopped {
  const { rows, links, sorted, patterns, patternSize } = allowance;
  if (what === "rows" || what === "described")
    return new Stopped(
      `The answer has more than ${rows} objects. Ask for fewer with "limit" and "offset", or count them with an "Aggregate" field.`,
      { extensions: { code: "TOO_MANY_ROWS" } },
    );
  if (what === "links")
    return new Stopped(
      `The query follows more than ${links} links. Ask for fewer assets above them with "limit" and "where".`,
      { extensions: { code: "TOO_MANY_ROWS" } },
    );
  if (what === "sorted")
    return new Stopped(
      `The query sorts more than ${sorted} rows. Sort fewer with "where", by fewer keys, or under fewer aliases.`,
      { extensions: { code: "TOO_MANY_ROWS" } },
    );
  const messages = {
    patterns: `The query has more than ${patterns} patterns.`,
    patternSize: `The query's patterns are larger than ${patternSize} characters, with repeats such as "{1,100}" written out.`,
    descriptions: "The query asks for the schema's description too many times over.",
  };
  return new Stopped(messages[what], { extensions: { code: "QUERY_TOO_LARGE" } });
}

/** The same signal, as what the operation's errors are. */
function endingAs(signal: AbortSignal): AbortSignal {
  const controller = new AbortController();
  const end = () => controller.abort(stoppedBy(signal));
  if (signal.aborted) end();
  else signal.addEventListener("abort", end, { once: true });
  return controller.signal;
}

function stoppedBy({ reason }: AbortSignal): Stopped {
  const timedOut = reason instanceof Error && reason.name === "TimeoutError";
  return timedOut
    ? new Stopped("The query took longer than it may.", { extensions: { code: "TIMEOUT" } })
    : new Stopped("The query was abandoned.", { extensions: { code: "ABANDONED" } });
}
