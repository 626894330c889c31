import type { GraphQLSchema } from "graphql";
import { buildSchema } from "graphql/utilities/buildASTSchema.js";
import type { CaseFile } from "../cases/given.ts";
import { renderCaseSdl } from "../cases/case-sdl.ts";
import { judgeCases, type Outcome } from "../cases/judge-cases.ts";
import { caseFilesOf } from "../cases/load-cases.ts";
import { type CaseText, createCaseReader, type ReadCases } from "../cases/read-case-file.ts";
import type { ReadText } from "../check/document/files.ts";
import { runWhole } from "../check/run/run.ts";
import type { Mistake } from "../errors.ts";
import { countFates, mutateChecks } from "../mutants/mutate-checks.ts";
import type { Check, Inventory, Model } from "../types.ts";

/** What a check comes to over a snapshot. */
export interface Counts {
  readonly offenders: number;
  readonly undecided: number;
  readonly examined: number;
}

/** Counts what a check finds. Ends with the signal. */
export async function countFindings(
  inventory: Inventory,
  check: Check,
  signal: AbortSignal,
): Promise<Counts> {
  const options = { limit: 0, undecidedLimit: 0, unreadableLimit: 0, clock: () => 0 };
  const { run } = await runWhole(inventory.until(signal), [check], options);
  const { offenderCount, undecidedCount, examined } = run.verdicts[0]!;
  const all = Object.values(examined).reduce((sum, count) => sum + count, 0);
  return { offenders: offenderCount, undecided: undecidedCount, examined: all };
}

/** The cases of a check, as they stand, and what they came to. */
export interface JudgedCases {
  readonly file?: string;
  /** As they were read; missing where they have mistakes. */
  readonly read?: CaseFile;
  readonly mistakes: readonly Mistake[];
  readonly outcomes: readonly Outcome[];
}

/** Judges cases; what their schema costs is paid with the first. */
export function createCaseJudge(
  model: Model,
  readText: ReadText,
): (check: Check) => Promise<JudgedCases> {
  let reader: ((text: CaseText) => ReadCases) | undefined;
  return async (check) => {
    const [file] = caseFilesOf(check.place.file);
    const mistakes: Mistake[] = [];
    const text = file === undefined ? undefined : readText(file, mistakes);
    if (file === undefined || text === undefined) return { mistakes, outcomes: [] };
    reader ??= createCaseReader(model, caseSchema(model));
    const cases = reader({ check: check.id, file, text });
    if (!cases.file || cases.mistakes.length > 0)
      return { file, mistakes: cases.mistakes, outcomes: [] };
    const [judged] = await judgeCases(model, [check], [cases.file]);
    return { file, read: cases.file, mistakes: [], outcomes: judged!.outcomes };
  };
}

/** How many of a check's mutants its cases notice, of those that should be. */
export async function countMutants(
  model: Model,
  check: Check,
  cases: CaseFile,
): Promise<{ readonly good: number; readonly all: number }> {
  const { results } = await mutateChecks(model, [check], [cases], { all: false });
  const { made, killed, equivalent, excused } = countFates(results);
  return { good: killed, all: made - equivalent - excused };
}

function caseSchema(model: Model): GraphQLSchema {
  return buildSchema(renderCaseSdl(model), { assumeValid: true, noLocation: true });
}
