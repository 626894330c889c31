import type {
  Check,
  Inventory,
  Offender,
  Run,
  Selection,
  UndecidedAsset,
  Verdict,
  WholeRun,
} from "../types.ts";
import { readSubscriptionIds } from "./connector.ts";
import { coverageOf, createTypesRead, type TypesRead } from "./coverage.ts";
import { findRows, type Asked, type Findings } from "./find-rows.ts";
import { describeListed, listRows } from "./listing.ts";
import { describeOffenders, describeUndecided } from "./offenders.ts";
import { planChecks, type Question } from "./plan.ts";
import { createScope, typesOf, type Scope } from "./scope.ts";
import { connectorsAtFault } from "./too-few.ts";
import { createGapFiller, type FillGaps, type Gap } from "./unreadable.ts";
import { foldStatus, judge, resultOf } from "./verdict.ts";

/** What a run is told besides what to judge. */
export interface RunOptions {
  /** How many offenders each verdict names; all without it. Counts are whole all the same. */
  readonly limit?: number;
  /** How many undecided assets each verdict names; as many as offenders without it. */
  readonly undecidedLimit?: number;
  /** Milliseconds from some fixed moment. */
  readonly clock: () => number;
}

/**
 * Judges a suite over an inventory in one batch. Verdicts come in the order of check ids, and depend on nothing but the
 * inventory and the checks (their duration aside).
 */
export async function runChecks(
  inventory: Inventory,
  checks: readonly Check[],
  options: RunOptions,
): Promise<Run> {
  return (await runWhole(inventory, checks, options)).run;
}

/** Judges a suite as `runChecks` does, and keeps at hand what the limits leave out of the verdicts' lists. */
export async function runWhole(
  inventory: Inventory,
  checks: readonly Check[],
  { limit = Number.POSITIVE_INFINITY, undecidedLimit = limit, clock }: RunOptions,
): Promise<WholeRun> {
  const startedMs = clock();
  const sorted = checks.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const connectors = sorted.some(({ perConnector }) => perConnector)
    ? await readSubscriptionIds(inventory)
    : [];
  const plan = planChecks(sorted, connectors);
  const { assets, selections } = await ask(inventory, plan.flat());
  const held: Held = {
    inventory,
    assets,
    scope: createScope(inventory),
    typesRead: await createTypesRead(inventory),
    fillGaps: createGapFiller(inventory),
  };
  const judged = new Map<string, readonly Asked[]>();
  const verdicts: Verdict[] = [];
  for (const [i, check] of sorted.entries()) {
    const asked = plan[i]!.map((question) =>
      judgeQuestion(held, question, selections.get(question)!),
    );
    judged.set(check.id, asked);
    verdicts.push(await describeVerdict(held, check, asked, { limit, undecidedLimit }));
  }
  const run = {
    snapshot: inventory.snapshot,
    assets,
    coverage: coverageOf(inventory, sorted, held.typesRead),
    checks: sorted,
    verdicts,
    durationMs: clock() - startedMs,
  };
  const all = Number.POSITIVE_INFINITY;
  return {
    run,
    offenders: async function* (check) {
      const findings = await findOffenders(inventory, judged.get(check) ?? [], all);
      yield* describeEach(inventory, findings, describeOffenders, all);
    },
    undecided: async function* (check) {
      const findings = await findUndecided(inventory, judged.get(check) ?? [], all);
      yield* describeEach(inventory, findings, describeUndecided, all);
    },
  };
}

/** What there is to judge by: the inventory, how many assets it has of each type, and what it could not read. */
interface Held {
  readonly inventory: Inventory;
  readonly assets: Readonly<Record<string, number>>;
  readonly scope: Scope;
  readonly typesRead: TypesRead;
  readonly fillGaps: FillGaps;
}

/** Puts all questions in one batch, together with the sizes of all asset types. */
async function ask(inventory: Inventory, questions: readonly Question[]) {
  const types = [...inventory.model.types.values()]
    .filter(({ kind }) => kind === "asset")
    .map(({ name }) => name)
    .sort();
  const answers = await inventory.select([
    ...types.map((type) => ({ type })),
    ...questions.map(({ query }) => query),
  ]);
  return {
    assets: Object.fromEntries(types.map((type, i) => [type, answers[i]!.examined])),
    selections: new Map(questions.map((question, i) => [question, answers[types.length + i]!])),
  };
}

function judgeQuestion(held: Held, question: Question, selection: Selection): Asked {
  const types = typesOf(held.inventory.model, question.query);
  const judged = judge({
    question,
    examined: types.reduce((sum, type) => sum + (held.assets[type] ?? 0), 0),
    found: selection.matched,
    undecided: selection.undecided,
    open: held.scope.isOpen(question.query),
  });
  return { ...judged, selection };
}

async function describeVerdict(
  held: Held,
  check: Check,
  asked: readonly Asked[],
  { limit, undecidedLimit }: { readonly limit: number; readonly undecidedLimit: number },
): Promise<Verdict> {
  const { inventory } = held;
  const offending = await findOffenders(inventory, asked, limit);
  const waiting = await findUndecided(inventory, asked, undecidedLimit);
  const offenders = describeEach(inventory, offending, describeOffenders, limit);
  const undecided = describeEach(inventory, waiting, describeUndecided, undecidedLimit);
  return {
    check: check.id,
    status: statusOf(held, check, asked),
    rules: asked
      .filter(({ status, question }) => question.connector === undefined || status !== "pass")
      .map(resultOf),
    examined: examinedBy(held, check),
    offenderCount: offending.count,
    offenders: await gather(offenders),
    undecidedCount: waiting.count,
    undecided: await gather(undecided),
    unreadable: await held.fillGaps(gapsOf(held, asked.filter(isOpen))),
  };
}

/** The assets at fault: those of which too many came back, up to `limit`, and connectors of which too few did. */
async function findOffenders(
  inventory: Inventory,
  asked: readonly Asked[],
  limit: number,
): Promise<Findings> {
  const failed = asked.filter(({ status }) => status === "fail");
  const tooMany = failed.filter((one) => one.tooMany);
  const { count, found } = await findRows(inventory, tooMany, "matched", limit);
  const tooFew = await connectorsAtFault(inventory, failed);
  const connectors = tooFew.reduce((sum, { assets }) => sum + assets.rows.length, 0);
  return { count: count + connectors, found: [...found, ...tooFew] };
}

/** The assets for which it is open whether they are at fault, up to `limit`. */
function findUndecided(
  inventory: Inventory,
  asked: readonly Asked[],
  limit: number,
): Promise<Findings> {
  return findRows(inventory, asked.filter(isOpen), "undecided", limit);
}

/** Describes what was found, batch by batch, in the order of a verdict's lists. */
async function* describeEach<T extends Offender | UndecidedAsset>(
  inventory: Inventory,
  { found }: Findings,
  describe: (inventory: Inventory, found: Findings["found"][number]) => Promise<readonly T[]>,
  limit: number,
): AsyncGenerator<readonly T[], void, void> {
  const listing = await listRows(inventory, found);
  yield* describeListed(listing, (part) => describe(inventory, part), limit);
}

/** Something about the answer is open, and it matters: where a rule passes all the same it does not. */
function isOpen({ status, undecided, open }: Asked): boolean {
  return status === "undecided" || (status === "fail" && (undecided > 0 || open));
}

function statusOf(held: Held, check: Check, asked: readonly Asked[]) {
  if (asked.length > 0) return foldStatus(asked.map(({ status }) => status));
  const open = check.rules.some(({ query }) => held.scope.isOpen(query));
  return open ? "undecided" : "notApplicable";
}

function examinedBy({ inventory, assets }: Held, check: Check): Record<string, number> {
  const types = new Set(check.rules.flatMap(({ query }) => typesOf(inventory.model, query)));
  return Object.fromEntries([...types].sort().map((type) => [type, assets[type] ?? 0]));
}

/** What is behind open answers: the collections that rows wait for, and those that may hide whole rows. */
function gapsOf({ scope, typesRead }: Held, open: readonly Asked[]): readonly Gap[] {
  return open.map(({ question: { query }, undecided }) =>
    undecided > 0 ? { types: typesRead.of(query) } : scope.hiding(query),
  );
}

async function gather<T>(batches: AsyncIterable<readonly T[]>): Promise<readonly T[]> {
  const all: (readonly T[])[] = [];
  for await (const batch of batches) all.push(batch);
  return all.flat();
}
