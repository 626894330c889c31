import type { Check, Inventory, JudgedRun, Rule, Verdict } from "../../types.ts";
import { type Answers, runQueries } from "./run-queries.ts";
import { readConnectorIds } from "./connectors.ts";
import { countInside, tellEmpty } from "./count-inside.ts";
import { coverageOf, createTypesRead, type TypesRead } from "./coverage.ts";
import { countReaches, type EachReach, planReaches } from "./each-reach.ts";
import type { JudgedQuestion } from "./find-rows.ts";
import {
  describeEach,
  findOffenders,
  findUndecided,
  isOpen,
  describeOffenders,
  describeUndecided,
} from "./offenders.ts";
import type { Scope } from "../scope/scope.ts";
import { createNarrowing, type Narrowing } from "./narrowing.ts";
import { createOwnCloud } from "./own-cloud.ts";
import { planQuestions, type Question } from "./question.ts";
import { countScopes, planScopes, type Scopes } from "./rule-scope.ts";
import { findHiddenRows, type HiddenRows } from "./hidden-rows.ts";
import { createGapFiller, type FillGaps, type Gap } from "./unreadable.ts";
import { foldStatus, judgeInside, judgeRule, resultOf } from "./verdict.ts";
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
  /** Which assets are meant; all without it. What is judged is the same, and what stands outside is left out of the verdicts. */
  readonly scope?: Scope;
  /** What reports have to say of the snapshot first. */
  readonly notes?: readonly string[];
  /** The moment that is asked about, where it is another than now. */
  readonly asOf?: string;
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
  const { unreadableLimit, notes = [], asOf, scope, clock } = options;
  const startedMs = clock();
  const sorted = checks.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const connectors = sorted.some(({ perConnector }) => perConnector)
    ? await readConnectorIds(inventory)
    : [];
  const narrowing = scope && (await createNarrowing(inventory, scope));
  const ownCloud = await createOwnCloud(inventory, sorted);
  const plan = sorted.map((check) => {
    const questions = planQuestions(check, connectors, narrowing?.narrow);
    return ownCloud?.narrow(questions) ?? questions;
  });
  const insideOf =
    narrowing || ownCloud
      ? (rule: Rule) => narrowing?.insideOf(rule) ?? ownCloud?.insideOf(rule)
      : undefined;
  const asking = plan.flat().flatMap((question) => [question, ...wholeOf(question)]);
  const looking = planScopes(inventory.model, sorted, insideOf);
  const reaching = planReaches(plan.flat());
  const answers = await runQueries(inventory, [...asking, ...reaching.values()], looking.queries);
  const held: Held = {
    inventory,
    strict,
    ...(narrowing ? { narrowing } : {}),
    hasConnectors: connectors.length > 0,
    hidden: await findHiddenRows(inventory, asking),
    scopes: await countScopes(inventory, looking, answers),
    reaches: await countReaches(inventory.model, reaching, answers),
    typesRead: await createTypesRead(inventory),
    fillGaps: createGapFiller(inventory, unreadableLimit),
  };
  const judged = new Map<string, readonly JudgedQuestion[]>();
  const verdicts: Verdict[] = [];
  for (const [i, check] of sorted.entries()) {
    const asked: JudgedQuestion[] = [];
    for (const question of plan[i]!) asked.push(await judgeQuestion(held, question, answers));
    judged.set(check.id, asked);
    verdicts.push(await describeVerdict(held, check, asked, { limit, undecidedLimit }));
  }
  const assets = scope ? await countInside(inventory, scope, answers.assets) : answers.assets;
  const told = scope ? [...notes, ...tellEmpty(scope, assets)] : notes;
  const run = {
    snapshot: inventory.snapshot,
    ...(asOf === undefined ? {} : { asOf }),
    ...(told.length > 0 ? { notes: told } : {}),
    ...(scope ? { narrowedTo: scope.words } : {}),
    assets,
    coverage: await coverageOf(inventory, sorted, held.typesRead, narrowing?.connectors),
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
  readonly narrowing?: Narrowing;
  readonly hasConnectors: boolean;
  readonly hidden: HiddenRows;
  readonly scopes: Scopes;
  readonly reaches: EachReach;
  readonly typesRead: TypesRead;
  readonly fillGaps: FillGaps;
}

function wholeOf({ whole }: Question): readonly Question[] {
  return whole ? [whole] : [];
}

async function judgeQuestion(
  held: Held,
  question: Question,
  answers: Answers,
): Promise<JudgedQuestion> {
  const { query } = question.rule;
  const examined =
    held.reaches.countOf(question) ??
    Object.values(held.scopes.reachOf(query)).reduce((sum, count) => sum + count, 0);
  const count = async (asked: Question) => {
    const { matched: found, undecided } = answers.to(asked);
    return {
      ...{ question: asked, examined, found, undecided },
      open: await held.hidden.mayHide(asked),
    };
  };
  const counted = await count(question);
  const { whole, connector } = question;
  const judged = whole
    ? judgeInside(
        judgeRule(await count(whole)),
        counted,
        connector === undefined || held.narrowing!.means(connector),
      )
    : judgeRule(counted);
  const isSound = judged.status === "fail" || !held.strict || !held.scopes.isNowhere(query);
  return {
    ...judged,
    selection: answers.to(question),
    ...(isSound ? {} : { status: "undecided" }),
  };
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
    ...(check.perConnector
      ? { connectors: new Set(asked.map(({ question }) => question.connector)).size }
      : {}),
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
  // None of the connectors that there are is meant.
  if (held.narrowing && held.hasConnectors) return "notApplicable";
  const open = await Promise.all(check.rules.map((rule) => held.hidden.mayHide({ rule })));
  return open.includes(true) ? "undecided" : "notApplicable";
}

/** Where several rules look at assets of one type the most of them counts: they may be the same. */
function examinedBy({ scopes, reaches }: Held, { rules }: Check): Record<string, number> {
  const counts = new Map<string, number>();
  for (const rule of rules)
    for (const [type, count] of Object.entries(
      reaches.examinedBy(rule) ?? scopes.reachOf(rule.query),
    ))
      counts.set(type, Math.max(count, counts.get(type) ?? 0));
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * What is behind open answers: the collections that rows wait for, and those that may hide whole rows. Where nothing was asked, for
 * there is no connector, those that may hide what would have been.
 */
async function gapsOf(
  { hidden, typesRead, narrowing, hasConnectors }: Held,
  { rules }: Check,
  asked: readonly JudgedQuestion[],
): Promise<readonly Gap[]> {
  if (asked.length === 0 && narrowing && hasConnectors) return [];
  if (asked.length === 0) return await Promise.all(rules.map((rule) => hidden.behind({ rule })));
  const gaps: Gap[] = [];
  for (const { question, undecided, status } of asked.filter(isOpen)) {
    const types = typesRead.of(question.rule.query);
    if (undecided > 0) gaps.push({ types, ...only(narrowing?.connectors) });
    else gaps.push(await hidden.behind(question));
    // What it waits for may stand outside.
    if (question.whole && status === "undecided")
      gaps.push({
        types,
        ...only(question.connector === undefined ? undefined : [question.connector]),
      });
  }
  return gaps;
}

function only(connectors: readonly string[] | undefined): Pick<Gap, "connectors"> {
  return connectors ? { connectors } : {};
}

async function gather<T>(batches: AsyncIterable<readonly T[]>): Promise<readonly T[]> {
  const all: (readonly T[])[] = [];
  for await (const batch of batches) all.push(batch);
  return all.flat();
}
