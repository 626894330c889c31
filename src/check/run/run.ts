import type { Check, Inventory, Selection, Verdict, JudgedRun } from "../../types.ts";
import { runQueries } from "./run-queries.ts";
import { readConnectorIds } from "./connectors.ts";
import { coverageOf, createTypesRead, type TypesRead } from "./coverage.ts";
import type { JudgedQuestion } from "./find-rows.ts";
import {
  describeEach,
  findOffenders,
  findUndecided,
  isOpen,
  describeOffenders,
  describeUndecided,
} from "./offenders.ts";
import { planQuestions, type Question } from "./question.ts";
import { countScopes, planScopes, type Scopes } from "./rule-scope.ts";
import { findHiddenRows, type HiddenRows } from "./hidden-rows.ts";
import { createGapFiller, type FillGaps, type Gap } from "./unreadable.ts";
import { foldStatus, judgeRule, resultOf } from "./verdict.ts";
import { createJudgedRun } from "./judged-run.ts";

/** What a run is told besides what to judge. */
export interface RunOptions {
  /** How many offenders each verdict names; all without it. Counts are whole all the same. */
  readonly limit?: number;
  /** How many undecided assets each verdict names; as many as offenders without it. */
  readonly undecidedLimit?: number;
  /** How many collections that could not be read each verdict names; all without it. */
  readonly unreadableLimit?: number;
  /** What passes although nothing was in its scope is undecided. */
  readonly strict?: boolean;
  /** What reports have to say of the snapshot first. */
  readonly notes?: readonly string[];
  /** Milliseconds from some fixed moment. */
  readonly clock: () => number;
}

/**
 * Judges a suite over an inventory in one batch, and keeps at hand what the limits leave out of the verdicts' lists. Verdicts come in the
 * order of check ids, and depend on nothing but the inventory and the checks (their duration aside).
 */
export async function runWhole(
  inventory: Inventory,
  checks: readonly Check[],
  options: RunOptions,
): Promise<JudgedRun> {
  const { limit = Number.POSITIVE_INFINITY, undecidedLimit = limit, strict = false } = options;
  const { unreadableLimit, notes = [], clock } = options;
  const startedMs = clock();
  const sorted = checks.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const connectors = sorted.some(({ perConnector }) => perConnector)
    ? await readConnectorIds(inventory)
    : [];
  const plan = sorted.map((check) => planQuestions(check, connectors));
  const looking = planScopes(inventory.model, sorted);
  const answers = await runQueries(inventory, plan.flat(), looking.queries);
  const held: Held = {
    inventory,
    strict,
    hidden: await findHiddenRows(inventory, plan.flat()),
    scopes: await countScopes(inventory, looking, answers),
    typesRead: await createTypesRead(inventory),
    fillGaps: createGapFiller(inventory, unreadableLimit),
  };
  const judged = new Map<string, readonly JudgedQuestion[]>();
  const verdicts: Verdict[] = [];
  for (const [i, check] of sorted.entries()) {
    const asked: JudgedQuestion[] = [];
    for (const question of plan[i]!)
      asked.push(await judgeQuestion(held, question, answers.to(question)));
    judged.set(check.id, asked);
    verdicts.push(await describeVerdict(held, check, asked, { limit, undecidedLimit }));
  }
  const run = {
    snapshot: inventory.snapshot,
    ...(notes.length > 0 ? { notes } : {}),
    assets: answers.assets,
    coverage: await coverageOf(inventory, sorted, held.typesRead),
    checks: sorted,
    verdicts,
    durationMs: clock() - startedMs,
  };
  return createJudgedRun(inventory, run, judged, async (own, check) =>
    createGapFiller(own)(await gapsOf(held, check, judged.get(check.id)!)),
  );
}

/** What there is to judge by: the inventory, what of it each rule can reach, and what it could not read. */
interface Held {
  readonly inventory: Inventory;
  readonly strict: boolean;
  readonly hidden: HiddenRows;
  readonly scopes: Scopes;
  readonly typesRead: TypesRead;
  readonly fillGaps: FillGaps;
}

async function judgeQuestion(
  held: Held,
  question: Question,
  selection: Selection,
): Promise<JudgedQuestion> {
  const { query } = question.rule;
  const judged = judgeRule({
    question,
    examined: Object.values(held.scopes.reachOf(query)).reduce((sum, count) => sum + count, 0),
    found: selection.matched,
    undecided: selection.undecided,
    open: await held.hidden.mayHide(question),
  });
  const isSound = judged.status === "fail" || !held.strict || !held.scopes.isNowhere(query);
  return { ...judged, selection, ...(isSound ? {} : { status: "undecided" }) };
}

async function describeVerdict(
  held: Held,
  check: Check,
  asked: readonly JudgedQuestion[],
  { limit, undecidedLimit }: { readonly limit: number; readonly undecidedLimit: number },
): Promise<Verdict> {
  const { inventory } = held;
  const offending = await findOffenders(inventory, asked, limit);
  const waiting = await findUndecided(inventory, asked, undecidedLimit);
  const offenders = describeEach(inventory, offending.found, describeOffenders, limit);
  const undecided = describeEach(inventory, waiting.found, describeUndecided, undecidedLimit);
  return {
    check: check.id,
    status: await statusOf(held, check, asked),
    rules: asked
      .filter(({ status, question }) => question.connector === undefined || status !== "pass")
      .map(resultOf),
    examined: examinedBy(held, check),
    scope: held.scopes.of(check.id),
    offenderCount: offending.count,
    offenders: await gather(offenders),
    undecidedCount: waiting.count,
    undecided: await gather(undecided),
    unreadable: await held.fillGaps(await gapsOf(held, check, asked)),
  };
}

async function statusOf(held: Held, check: Check, asked: readonly JudgedQuestion[]) {
  if (asked.length > 0) return foldStatus(asked.map(({ status }) => status));
  const open = await Promise.all(check.rules.map((rule) => held.hidden.mayHide({ rule })));
  return open.includes(true) ? "undecided" : "notApplicable";
}

/** Where several rules look at assets of one type the most of them counts: they may be the same. */
function examinedBy({ scopes }: Held, { rules }: Check): Record<string, number> {
  const counts = new Map<string, number>();
  for (const { query } of rules)
    for (const [type, count] of Object.entries(scopes.reachOf(query)))
      counts.set(type, Math.max(count, counts.get(type) ?? 0));
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * What is behind open answers: the collections that rows wait for, and those that may hide whole rows. Where nothing was asked, for
 * there is no connector, those that may hide what would have been.
 */
async function gapsOf(
  { hidden, typesRead }: Held,
  { rules }: Check,
  asked: readonly JudgedQuestion[],
): Promise<readonly Gap[]> {
  if (asked.length === 0) return await Promise.all(rules.map((rule) => hidden.behind({ rule })));
  const gaps: Gap[] = [];
  for (const { question, undecided } of asked.filter(isOpen))
    gaps.push(
      undecided > 0 ? { types: typesRead.of(question.rule.query) } : await hidden.behind(question),
    );
  return gaps;
}

async function gather<T>(batches: AsyncIterable<readonly T[]>): Promise<readonly T[]> {
  const all: (readonly T[])[] = [];
  for await (const batch of batches) all.push(batch);
  return all.flat();
}
