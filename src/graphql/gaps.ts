import { compareText } from "../dialect/values.ts";
import type { Collection, Filter, Inventory, MissingEvidence, Rows } from "../types.ts";
import { nameConnectors } from "./connectors.ts";

/** One place of an answer where a value, a list or a row of one may be missing, and what is in the way. */
export interface Gap {
  /** From the root of `data`. */
  readonly path: readonly (string | number)[];
  /** The asset type that was not read; the type of the asset itself where it is a value of it that could not be learnt. */
  readonly type: string;
  /** Where it was not read. */
  readonly connector: string;
  readonly connectorName: string | null;
  /** What became of reading it, as `coverage` writes it: `DENIED`. */
  readonly status?: string;
  /** One sentence for people. */
  readonly cause: string;
  /** The permission that would mend it. */
  readonly permission?: string;
}

/** Rows that an answer leaves out because it cannot be told whether a `where` holds for them. */
export interface UndecidedRows {
  /** Keys from the root of `data`, without positions in lists. */
  readonly path: readonly string[];
  readonly count: number;
}

/** What an answer says about itself: nothing where all of it is known. */
export interface ToldGaps {
  readonly missing?: readonly Gap[];
  /** Places in all, of which `missing` tells the first. */
  readonly missingCount?: number;
  readonly undecided?: readonly UndecidedRows[];
}

/** Gathers what is missing while an answer is made. Bounded, however much there is. */
export interface GapKeeper {
  /** Values of `name`, or what it leads to, that are missing in those of `rows` at `places`; `pathOf` a place leads to it. */
  noteField(
    rows: Rows,
    places: Uint32Array,
    name: string,
    pathOf: (place: number) => readonly (string | number)[],
  ): void;
  /** A root field whose rows may be hidden by what was not read of these types: everywhere, or in these connectors. */
  noteRoot(
    key: string,
    types: readonly string[],
    connectors: readonly string[] | undefined,
  ): Promise<void>;
  noteUndecided(path: readonly string[], count: number): void;
  tell(): Promise<ToldGaps>;
}

/** Gaps that are told; all are counted. */
const MOST_TOLD = 100;

/** A place that is explained when it is told. */
interface Place {
  readonly path: Gap["path"];
  explain(): Promise<readonly Gap[]>;
}

/** The places of one field of the answer. */
interface FieldGaps {
  count: number;
  readonly kept: Place[];
}

export function createGapKeeper(inventory: Inventory): GapKeeper {
  const fields = new Map<string, FieldGaps>();
  const undecided = new Map<string, { path: readonly string[]; count: number }>();
  const gapsAt = (path: readonly (string | number)[]) => {
    const key = JSON.stringify(keysOf(path));
    const gaps = fields.get(key) ?? { count: 0, kept: [] };
    fields.set(key, gaps);
    return gaps;
  };

  return {
    noteField(rows, places, name, pathOf) {
      if (places.length === 0) return;
      const gaps = gapsAt(pathOf(places[0]!));
      gaps.count += places.length;
      for (const place of places) {
        const path = pathOf(place);
        const one: Rows = { type: rows.type, rows: rows.rows.slice(place, place + 1) };
        const explain = () => explainField(inventory, one, name, path);
        // Places rise, and so do their paths.
        if (!keepFirst(gaps.kept, { path, explain })) break;
      }
    },
    async noteRoot(key, types, connectors) {
      const found = connectors
        ? await inventory.collections({ types, incomplete: true, connectors })
        : await firstOf(inventory, types);
      if (found.length === 0) return;
      const count = connectors ? found.length : await inventory.countIncomplete(types);
      const gaps = gapsAt([key]);
      gaps.count += count;
      for (const collection of found.slice(0, Math.max(0, MOST_TOLD - gaps.kept.length)))
        gaps.kept.push({
          path: [key],
          explain: async () => [gapOf([key], { collection }, collection.type, "")],
        });
    },
    noteUndecided(path, count) {
      const key = JSON.stringify(path);
      const known = undecided.get(key) ?? { path, count: 0 };
      undecided.set(key, { path, count: known.count + count });
    },
    async tell() {
      const all = inOrder(fields);
      const told: Gap[] = [];
      for (const place of chooseFairly(all)) {
        told.push(...(await place.explain()));
        if (told.length >= MOST_TOLD) break;
      }
      const named = await nameConnectors(inventory, told.slice(0, MOST_TOLD));
      const missingCount = all.reduce((sum, { count }) => sum + count, 0);
      return {
        ...(undecided.size > 0 ? { undecided: inOrder(undecided) } : {}),
        ...(missingCount > 0 ? { missing: named.sort(byPath), missingCount } : {}),
      };
    },
  };
}

/** As many collections as may be told: there may be far more. */
async function firstOf(
  inventory: Inventory,
  types: readonly string[],
): Promise<readonly Collection[]> {
  const found: Collection[] = [];
  for (const type of types) {
    const limit = MOST_TOLD - found.length;
    if (limit === 0) break;
    found.push(...(await inventory.collections({ types: [type], incomplete: true, limit })));
  }
  return found;
}

/** Adds a place to those that are told, which are the first of the answer whoever comes to them first; false where it is none of them. */
function keepFirst(kept: Place[], place: Place): boolean {
  let at = kept.length;
  while (at > 0 && byPath(kept[at - 1]!, place) > 0) at--;
  if (at === MOST_TOLD) return false;
  kept.splice(at, 0, place);
  kept.length = Math.min(kept.length, MOST_TOLD);
  return true;
}

/** Values by the keys that lead to them, outer ones first: who answers level by level comes to them in another order than who follows each field. */
function inOrder<T>(byKeys: ReadonlyMap<string, T>): readonly T[] {
  const depthOf = (keys: string) => (JSON.parse(keys) as readonly string[]).length;
  return [...byKeys]
    .sort(([a], [b]) => depthOf(a) - depthOf(b) || compareText(a, b))
    .map(([, value]) => value);
}

/** The first place of each field, then the second of each and so on: none drowns another. */
function* chooseFairly(fields: readonly FieldGaps[]): Generator<Place> {
  for (let i = 0; i < MOST_TOLD; i++)
    for (const { kept } of fields) if (i < kept.length) yield kept[i]!;
}

/** The keys of a path, without positions in lists. */
export function keysOf(path: readonly (string | number)[]): readonly string[] {
  return path.filter((step) => typeof step === "string");
}

async function explainField(
  inventory: Inventory,
  rows: Rows,
  name: string,
  path: Gap["path"],
): Promise<readonly Gap[]> {
  // What a condition waits for that depends on nothing else.
  const where: Filter = inventory.model.types.get(rows.type)!.relations.has(name)
    ? { kind: "quantify", relation: name, quantifier: "ALL" }
    : { kind: "null", field: name };
  const [evidence] = await inventory.explainMissing(rows, where);
  const [connector] = await inventory.connectorsOf(rows);
  const found = evidence!.length > 0 ? evidence! : [{ path: name }];
  return found.slice(0, MOST_TOLD).map((one) => gapOf(path, one, rows.type, connector!));
}

function gapOf(
  path: Gap["path"],
  { collection, id, reason }: Omit<MissingEvidence, "path">,
  type: string,
  connector: string,
): Gap {
  if (!collection) {
    const toNothing = id === undefined ? undefined : `It leads to "${id}", which was not found.`;
    const cause = reason ?? toNothing ?? "It is not known from what was read.";
    return { path, type, connector, connectorName: null, cause };
  }
  const { status, cause = `Its status is ${status}.`, permission } = collection;
  return {
    path,
    type: collection.type,
    connector: collection.connector,
    connectorName: null,
    status: constantName(status),
    cause,
    ...(permission === undefined ? {} : { permission }),
  };
}

/** `notApplicable` as an enum writes it: `NOT_APPLICABLE`. */
export function constantName(word: string): string {
  return word.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}

/** In the order of the answer's positions; keys by their letters. */
function byPath({ path: a }: Pick<Gap, "path">, { path: b }: Pick<Gap, "path">): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const [left, right] = [a[i]!, b[i]!];
    if (left === right) continue;
    if (typeof left === "number" && typeof right === "number") return left - right;
    return String(left) < String(right) ? -1 : 1;
  }
  return a.length - b.length;
}
