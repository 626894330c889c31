import type { Check, Inventory, Run, Selection, Verdict, JudgedRun } from "../types.ts";
import { askAll } from "./ask.ts";
import { readSubscriptionIds } from "./connector.ts";
import { coverageOf, createTypesRead, type TypesRead } from "./coverage.ts";
import type { Asked } from "./find-rows.ts";
import { describeEach, findOffenders, findUndecided, isOpen } from "./list-assets.ts";
import { describeOffenders, describeUndecided } from "./offenders.ts";
import { planChecks, type Question } from "./plan.ts";
import { createScope, typesOf, type Scope } from "./scope.ts";
import { createGapFiller, type FillGaps, type Gap } from "./unreadable.ts";
import { foldStatus, judge, resultOf } from "./verdict.ts";
import { createJudgedRun } from "./judged-run.ts";

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
): Promise<JudgedRun> {
  const startedMs = clock();
  const sorted = checks.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const connectors = sorted.some(({ perConnector }) => perConnector)
    ? await readSubscriptionIds(inventory)
    : [];
  const plan = planChecks(sorted, connectors);
  const { assets, selections } = await askAll(inventory, plan.flat());
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
  return createJudgedRun(inventory, run, judged);
}

/** What there is to judge by: the inventory, how many assets it has of each type, and what it could not read. */
interface Held {
  readonly inventory: Inventory;
  readonly assets: Readonly<Record<string, number>>;
  readonly scope: Scope;
  readonly typesRead: TypesRead;
  readonly fillGaps: FillGaps;
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
  const offenders = describeEach(inventory, offending.found, describeOffenders, limit);
  const undecided = describeEach(inventory, waiting.found, describeUndecided, undecidedLimit);
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
