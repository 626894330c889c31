import type {
  Check,
  Finding,
  FindingCounts,
  Inventory,
  JudgedRun,
  PartOfList,
  Rows,
  Run,
  Unreadable,
} from "../../types.ts";
import { type JudgedQuestion, type AssetRows, hasPath, type Which } from "./find-rows.ts";
import { readFacts } from "./asset-facts.ts";
import { rowsInConnector } from "./connectors.ts";
import {
  describeEach,
  findOffenders,
  findUndecided,
  isOpen,
  describeOffenders,
  describeUndecided,
} from "./offenders.ts";
import { describeListed, type Listing, listRows, wholePart } from "./listing.ts";

const whole: PartOfList = { offset: 0, limit: Number.POSITIVE_INFINITY };

/** Answers to a check with what they found, of which each asset may be named. */
interface Answers {
  readonly asked: readonly JudgedQuestion[];
  readonly which: Which;
}

/** Rows of one type in one connector, or some other few. */
type Few = readonly Rows[];

/**
 * A run with all that its verdicts may list, found and described when it is asked for. `judged` has the answers to each check,
 * `readUnreadable` finds the collections that it waits for.
 *
 * Nothing is kept but these answers, which are sets of rows, and the order of a few lists that have none by themselves.
 */
export function createJudgedRun(
  inventory: Inventory,
  run: Run,
  judged: ReadonlyMap<string, readonly JudgedQuestion[]>,
  readUnreadable: (inventory: Inventory, check: Check) => Promise<readonly Unreadable[]>,
  listings = createListings(),
): JudgedRun {
  const answersTo = (check: string, which: Which): Answers => {
    const asked = judged.get(check) ?? [];
    return { asked: asked.filter(which === "matched" ? namesOffenders : isOpen), which };
  };

  async function findAll(answers: Answers): Promise<readonly AssetRows[]> {
    const find = answers.which === "matched" ? findOffenders : findUndecided;
    return (await find(inventory, answers.asked, Number.POSITIVE_INFINITY)).found;
  }

  /** What is listed of a check. A single answer's rows are in the list's order, and need not be made for a part of it. */
  async function list(check: string, which: Which): Promise<Listing> {
    const answers = answersTo(check, which);
    const direct = listDirectly(inventory, answers);
    if (direct) return direct;
    return await listings(`${which} ${check}`, async () =>
      listRows(inventory, await findAll(answers)),
    );
  }

  /** What a check found among a few assets. */
  async function findAmong(check: string, which: Which, few: Few): Promise<readonly AssetRows[]> {
    const answers = answersTo(check, which);
    if (answers.asked.every((one) => isPlain(one, which))) {
      const parts = answers.asked.flatMap((one) => few.map((rows) => amongRows(one, which, rows)));
      return (await Promise.all(parts)).flat();
    }
    const found = await findAll(answers);
    return few.flatMap((rows) => {
      const wanted = new Set(rows.rows);
      return found.flatMap((one) => keepRows(one, rows, wanted));
    });
  }

  async function findingsOf(rows: Rows): Promise<readonly Finding[]> {
    const findings: Finding[] = [];
    for (const check of run.checks) {
      const atFault = await findAmong(check.id, "matched", [rows]);
      for await (const batch of describeEach(inventory, atFault, describeOffenders, whole.limit))
        for (const offender of batch) findings.push({ check, offender });
      const open = await findAmong(check.id, "undecided", [rows]);
      for await (const batch of describeEach(inventory, open, describeUndecided, whole.limit))
        for (const undecided of batch) findings.push({ check, undecided });
    }
    return findings;
  }

  async function countIn(connector: string): Promise<ReadonlyMap<string, FindingCounts>> {
    const inside = await rowsInConnector(inventory, connector);
    const counts = new Map<string, FindingCounts>();
    const count = (found: readonly AssetRows[]) =>
      found.reduce((sum, { assets }) => sum + assets.rows.length, 0);
    for (const { id } of inside.length > 0 ? run.checks : []) {
      const offenders = count(await findAmong(id, "matched", inside));
      const undecided = count(await findAmong(id, "undecided", inside));
      if (offenders + undecided > 0) counts.set(id, { offenders, undecided });
    }
    return counts;
  }

  return {
    run,
    until: (signal) =>
      createJudgedRun(inventory.until(signal), run, judged, readUnreadable, listings),
    async unreadable(id) {
      const check = run.checks.find((one) => one.id === id);
      return check ? await readUnreadable(inventory, check) : [];
    },
    async *offenders(check, part = whole) {
      const listing = await list(check, "matched");
      yield* describeListed(listing, (found) => describeOffenders(inventory, found), part);
    },
    async *undecided(check, part = whole) {
      const listing = await list(check, "undecided");
      yield* describeListed(listing, (found) => describeUndecided(inventory, found), part);
    },
    async offendersAmong(check, rows) {
      const ids: string[] = [];
      for (const { assets } of await findAmong(check, "matched", [rows]))
        ids.push(...(await inventory.read(assets, ["id"]))[0]!.map(String));
      return ids;
    },
    facts: (assets) => readFacts(inventory, assets),
    findingsOf,
    countIn,
  };
}

/** Where too few came back there is no asset to name, but for the connector that was asked for. */
function namesOffenders({ status, tooMany, question }: JudgedQuestion): boolean {
  return status === "fail" && (tooMany || question.connector !== undefined);
}

/** Whether what an answer found is what it selected: along no path, for no connector of its own. */
function isPlain({ question }: JudgedQuestion, which: Which): boolean {
  return question.connector === undefined && !hasPath(question, which);
}

function listDirectly({ model }: Inventory, { asked, which }: Answers): Listing | undefined {
  const [only] = asked;
  if (asked.length !== 1 || !isPlain(only!, which)) return undefined;
  const { question, selection } = only!;
  // Rows of several types come type by type, and not by id.
  if (!model.types.has(question.rule.query.type)) return undefined;
  return {
    length: which === "matched" ? selection.matched : selection.undecided,
    slice: async (from, to) =>
      (await selection.rows(which, { offset: from, limit: to - from })).map((rows) =>
        wholePart({ question, assets: rows, from: rows }),
      ),
  };
}

async function amongRows(
  { question, selection }: JudgedQuestion,
  which: Which,
  rows: Rows,
): Promise<readonly AssetRows[]> {
  const positions = await selection.among(which, rows);
  if (positions.length === 0) return [];
  const assets = { type: rows.type, rows: positions.map((i) => rows.rows[i]!) };
  return [{ question, assets, from: assets }];
}

/** What was found of some assets. */
function keepRows(
  found: AssetRows,
  { type }: Rows,
  wanted: ReadonlySet<number>,
): readonly AssetRows[] {
  const { assets, from } = found;
  if (assets.type !== type) return [];
  const kept = [...assets.rows.keys()].filter((i) => wanted.has(assets.rows[i]!));
  if (kept.length === 0) return [];
  const pick = (rows: Rows) => ({
    type: rows.type,
    rows: Uint32Array.from(kept, (i) => rows.rows[i]!),
  });
  const own = pick(assets);
  return [{ ...found, assets: own, from: from === assets ? own : pick(from) }];
}

/** Places in lists that are kept, all together: eight bytes for each. */
const MOST_PLACES = 4_000_000;

/** The lists that were asked for last. */
function createListings(): (key: string, make: () => Promise<Listing>) => Promise<Listing> {
  const kept = new Map<string, Listing>();
  let places = 0;
  return async (key, make) => {
    const known = kept.get(key);
    if (known) return known;
    const listing = await make();
    if (listing.length > MOST_PLACES || kept.has(key)) return listing;
    kept.set(key, listing);
    places += listing.length;
    for (const [oldest, { length }] of kept) {
      if (places <= MOST_PLACES) break;
      kept.delete(oldest);
      places -= length;
    }
    return listing;
  };
}
