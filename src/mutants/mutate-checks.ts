import { meaningOf } from "../check/document/meaning.ts";
import type { CaseFile } from "../cases/given.ts";
import type { OpenRecording } from "../cases/place-recorded.ts";
import type { Mistake } from "../errors.ts";
import type { Check, Model, Rule } from "../types.ts";
import { furtherOperators, type Mutant } from "./change.ts";
import { type Difference, tellApart } from "./decide.ts";
import { type Excuse, readExcuses } from "./excuses.ts";
import { judgeMutants, type JudgedMutant } from "./judge-mutants.ts";
import { mutantsOf } from "./mutants.ts";

/** What became of one mutant. Only the first is a merit. */
export type Fate =
  | { readonly is: "killed" }
  /** No asset can tell it from the check: proved. */
  | { readonly is: "equivalent" }
  | { readonly is: "excused"; readonly reason: string }
  | { readonly is: "notDecided"; readonly why: string }
  /** `row` tells it from the check, where such a row is known. */
  | { readonly is: "survived"; readonly row?: Extract<Difference, { is: "different" }> };

export interface TriedMutant {
  readonly mutant: Mutant;
  readonly fate: Fate;
}

/** What became of the mutants of one check. */
export interface MutationResult {
  readonly check: Check;
  readonly mutants: readonly TriedMutant[];
  /** Rows that they were judged by; none where the check has no cases. */
  readonly rows: number;
  /** Rows whose cases do not hold, which tell nothing. */
  readonly wrongRows: number;
  /** Excuses of what needs none. */
  readonly idleExcuses: readonly Excuse[];
}

/** Tries the mutants of checks over their cases; with `all` those of M10 and M11 too. */
export async function mutateChecks(
  model: Model,
  checks: readonly Check[],
  files: readonly CaseFile[],
  { all, openRecording }: { readonly all: boolean; readonly openRecording?: OpenRecording },
): Promise<{ readonly results: readonly MutationResult[]; readonly mistakes: readonly Mistake[] }> {
  const mutated = checks.map((check) => ({
    check,
    mutants: check.rules.flatMap((rule) =>
      mutantsOf(model, rule)
        .filter(({ operator }) => all || !furtherOperators.has(operator))
        .map((mutant) => ({ rule, mutant })),
    ),
  }));
  const judged = await judgeMutants(model, mutated, files, openRecording);
  const mistakes: Mistake[] = [];
  const results: MutationResult[] = [];
  for (const { check, mutants, rows, wrongRows } of judged) {
    const { excuses, mistakes: own } = excusesOf(check);
    mistakes.push(...own);
    const used = new Set<Excuse>();
    const tried: TriedMutant[] = [];
    for (const one of mutants) {
      const fate = await fateOf(model, one, excuses);
      if (fate.excuse) used.add(fate.excuse);
      tried.push({ mutant: one.mutant, fate });
    }
    // Whether those of operators that were not tried are idle is not known.
    const idleExcuses = excuses.filter(
      (excuse) =>
        !used.has(excuse) && (all || !excuse.operators.some((one) => furtherOperators.has(one))),
    );
    results.push({ check, mutants: tried, rows, wrongRows, idleExcuses });
  }
  return { results, mistakes };
}

async function fateOf(
  model: Model,
  { rule, mutant, isKilled }: JudgedMutant,
  excuses: readonly Excuse[],
): Promise<Fate & { readonly excuse?: Excuse }> {
  if (isKilled) return { is: "killed" };
  const difference = differsByFilter(rule, mutant.rule)
    ? await tellApart(model, rule.query, mutant.rule.query.where)
    : undefined;
  if (difference?.is === "same") return { is: "equivalent" };
  const { operator, place } = mutant;
  const excuse = excuses.find(
    ({ operators, line, place: { file } }) =>
      operators.includes(operator) && line === place.line && file === place.file,
  );
  if (excuse) return { is: "excused", reason: excuse.reason, excuse };
  if (difference?.is === "notDecided") return difference;
  return { is: "survived", ...(difference ? { row: difference } : {}) };
}

/** Whether two rules ask about the same type, and make the same of what they find. */
function differsByFilter(one: Rule, other: Rule): boolean {
  const withoutFilter = (rule: Rule) => meaningOf({ ...rule, query: { type: rule.query.type } });
  return withoutFilter(one) === withoutFilter(other);
}

/** The excuses in the files that a check's conditions stand in. */
function excusesOf(check: Check): ReturnType<typeof readExcuses> {
  const places = check.rules.flatMap(({ place, places: own }) => [place, ...own.values()]);
  const texts = new Map(places.map(({ file, source }) => [file, source ?? ""]));
  const read = [...texts].map(([file, source]) => readExcuses(file, source));
  return {
    excuses: read.flatMap(({ excuses }) => excuses),
    mistakes: read.flatMap(({ mistakes }) => mistakes),
  };
}

/** How many mutants there are of each fate. */
export interface MutationCounts {
  readonly made: number;
  readonly killed: number;
  readonly equivalent: number;
  readonly excused: number;
  readonly notDecided: number;
  readonly survived: number;
}

export function countFates(results: readonly MutationResult[]): MutationCounts {
  const fates = results.flatMap(({ mutants }) => mutants.map(({ fate }) => fate.is));
  const count = (wanted: Fate["is"]) => fates.filter((one) => one === wanted).length;
  return {
    made: fates.length,
    killed: count("killed"),
    equivalent: count("equivalent"),
    excused: count("excused"),
    notDecided: count("notDecided"),
    survived: count("survived"),
  };
}

/** Of a hundred mutants that can be killed and should be, so many are; undefined where there is none. */
export function scoreOf({ made, killed, equivalent, excused }: MutationCounts): number | undefined {
  const meant = made - equivalent - excused;
  return meant === 0 ? undefined : (100 * killed) / meant;
}
