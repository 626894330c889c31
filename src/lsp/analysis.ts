import { setTimeout } from "node:timers/promises";
import type { CaseOperation, ExpectedRow } from "../cases/given.ts";
import type { Outcome } from "../cases/judge-cases.ts";
import type { Mistake } from "../errors.ts";
import type { LintContext } from "../lint/context.ts";
import { lintChecks } from "../lint/lint.ts";
import type { Check, Place } from "../types.ts";
import type { Counts, JudgedCases } from "./judging.ts";
import { countFindings, countMutants } from "./judging.ts";
import type { DocumentReader } from "./reading.ts";

/** How grave a problem is: it keeps the check from meaning anything, it is seldom meant, or it is good to know. */
export type Gravity = "error" | "warning" | "information";

/** Something to say about a place in a file. */
export interface Problem extends Omit<Mistake, "code"> {
  readonly code: Mistake["code"] | "failed-case";
  readonly gravity: Gravity;
  readonly file: string;
}

/** What stands above an operation. */
export interface Lens {
  readonly place: Place;
  readonly counts?: Counts;
  readonly cases?: Tally;
  /** Of the check's mutants those that its cases notice. */
  readonly mutants?: Tally;
}

/** So many of all. */
export interface Tally {
  readonly good: number;
  readonly all: number;
}

/** What is known of a check and of the cases beside it. */
export interface Analysis {
  /** Missing where the check has mistakes. */
  readonly check?: Check;
  /** Of the check's file and of that of its cases. */
  readonly problems: readonly Problem[];
  readonly lenses: readonly Lens[];
  /** The files that it speaks of, with problems or without. */
  readonly files: readonly string[];
}

export interface AnalysisContext {
  readonly reader: DocumentReader;
  readonly lint: LintContext;
  readonly judgeCases: (check: Check) => Promise<JudgedCases>;
}

/** So long nothing is typed before mutants are tried: they take a while, and nothing else is done meanwhile. */
const IDLE_MS = 400;

/** Says of a library what it keeps to; nothing that is wrong with the check itself. */
const ofLibrary = new Set(["no-guidance", "no-cases", "no-undecided-case", "id-says-the-bad"]);

/**
 * Reads a check and judges it, over its cases and over the newest snapshot; what is seldom meant in it comes with a second analysis, since
 * it may take longer, and what mutants of it come to with a third. Ends with the signal. Undefined where there is no such file.
 */
export async function* analyseCheck(
  path: string,
  { reader, lint, judgeCases }: AnalysisContext,
  signal: AbortSignal,
): AsyncGenerator<Analysis, void, void> {
  const read = reader.readCheck(path);
  if (!read) return;
  const { check, mistakes, warnings } = read;
  const own = (gravity: Gravity, all: readonly Mistake[]) =>
    all.map((mistake): Problem => ({ ...mistake, gravity, file: mistake.place?.file ?? path }));
  if (!check || mistakes.length > 0) {
    const problems = [...own("error", mistakes), ...own("warning", warnings)];
    yield { problems, lenses: [], files: [path] };
    return;
  }
  const [cases, counts] = await Promise.all([
    judgeCases(check),
    lint.seen && countFindings(lint.seen.inventory, check, signal),
  ]);
  const casesFile = cases.file ?? path;
  const problems = [
    ...own("warning", warnings),
    ...cases.mistakes.map((one): Problem => ({ ...one, gravity: "error", file: casesFile })),
    ...cases.outcomes.flatMap((one) => problemOf(one, casesFile)),
  ];
  const tally = tallyOf(cases.outcomes);
  const lens: Lens = {
    place: check.place,
    ...(counts ? { counts } : {}),
    ...(tally.all > 0 ? { cases: tally } : {}),
  };
  const operations = Map.groupBy(cases.outcomes, ({ operation }) => operation);
  const ofCases = [...operations].map(([{ place }, some]) => ({ place, cases: tallyOf(some) }));
  const files = cases.file === undefined ? [path] : [path, cases.file];
  const judged = { check, problems, lenses: [lens, ...ofCases], files };
  yield judged;
  const notes = await lintChecks([check], lint);
  const [kept, dubious] = [true, false].map((wanted) =>
    notes.filter(({ code }) => ofLibrary.has(code) === wanted),
  );
  const dubiousAndKept = [...own("warning", dubious!), ...own("information", kept!)];
  const whole = { ...judged, problems: [...problems, ...dubiousAndKept] };
  yield whole;
  if (!cases.read || tally.all === 0 || tally.good < tally.all) return;
  await setTimeout(IDLE_MS, undefined, { signal });
  const mutants = await countMutants(lint.model, check, cases.read);
  yield { ...whole, lenses: [{ ...lens, mutants }, ...ofCases] };
}

function tallyOf(outcomes: readonly Outcome[]) {
  const counted = outcomes.filter(({ operation }) => operation.todo === undefined);
  return { good: counted.filter(({ holds }) => holds).length, all: counted.length };
}

/** A case that does not hold. */
function problemOf(outcome: Outcome, file: string): readonly Problem[] {
  const { operation, row, expected, cameTo, alone, unfounded, reasons, holds } = outcome;
  if (holds || operation.todo !== undefined) return [];
  const place = (row ?? operation).place;
  const said: readonly string[] = [
    `${titleOf(operation, row)}: expected ${expected}, came to ${cameTo}.`,
    ...(alone === undefined ? [] : [`Without the rows beside it it comes to ${alone}.`]),
    ...unfounded.map(({ text }) => `"${text}" is not among the reasons.`),
    ...reasons.map((reason) =>
      "condition" in reason ? `${reason.path} ${reason.condition}` : `${reason.path} is not known`,
    ),
  ];
  return [{ code: "failed-case", message: said.join("\n"), place, gravity: "error", file }];
}

function titleOf(operation: CaseOperation, row: ExpectedRow | undefined): string {
  return row?.title ?? operation.title;
}
