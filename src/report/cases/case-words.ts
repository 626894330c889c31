import type { ForeignVerdict } from "../../cases/all-rows.ts";
import type { ConditionCoverage } from "../../cases/coverage.ts";
import type { CaseResult, Outcome } from "../../cases/judge-cases.ts";
import type { RowStatus } from "../../estate/row-status.ts";
import type { VerdictStatus } from "../../types.ts";

/** The kinds of cases that a check can have, in the order in which they are told. */
export const kinds = ["FAIL", "PASS", "UNDECIDED"] as const satisfies readonly RowStatus[];

const verdictWords: Readonly<Record<VerdictStatus, string>> = {
  fail: "FAIL",
  pass: "PASS",
  undecided: "UNDECIDED",
  notApplicable: "NOT_APPLICABLE",
};

/** A status as case files write it. */
export function statusWord(status: RowStatus | VerdictStatus): string {
  return verdictWords[status as VerdictStatus] ?? status;
}

/** Whether a case counts: what is still to do does not, unless it holds already. */
export function counts({ operation }: Outcome): boolean {
  return operation.todo === undefined;
}

/** How many rows record what a check does, and still wait for somebody to say that it should. */
export function countGenerated(outcomes: readonly Outcome[]): number {
  return outcomes.filter((outcome) => counts(outcome) && outcome.row?.isGenerated).length;
}

/** Whether something has to be done about a case. */
export function isBad({ operation, holds }: Outcome): boolean {
  return operation.todo === undefined ? !holds : holds;
}

/** Whether something has to be done about one of a check's cases. */
export function isBadResult({ outcomes }: CaseResult): boolean {
  return outcomes.some(isBad);
}

/** Whether a condition came to true and to false. */
export function isBothWays({ seen }: ConditionCoverage): boolean {
  return seen.includes("true") && seen.includes("false");
}

/** How many cases of each kind count. */
export function countKinds({ outcomes }: CaseResult): Readonly<Record<string, number>> {
  const counted = Map.groupBy(outcomes.filter(counts), ({ expected }) => statusWord(expected));
  return Object.fromEntries([...counted].map(([kind, some]) => [kind, some.length]));
}

/** The required kinds of which a check has no case. */
export function lackingKinds(result: CaseResult, required: readonly string[]): readonly string[] {
  const counted = countKinds(result);
  return required.filter((kind) => !counted[kind]);
}

/** What a case is called: its sentence, and the row's number where it is about one. */
export function caseName({ operation, row }: Outcome): string {
  const title = row?.title || operation.title;
  const number = row ? `row ${row.number}` : "the whole estate";
  return title === "" ? number : `"${title}" ${number}`;
}

/** What there is to tell of the cases of a suite. */
export interface CasesReport {
  readonly results: readonly CaseResult[];
  /** The kinds of which every check must have a case. */
  readonly required: readonly string[];
  readonly durationMs: number;
  /** What checks say of the rows of others' cases, where that was asked. */
  readonly foreign?: readonly ForeignVerdict[];
}

/** What decides over the exit code: cases that do not hold, cases that were judged, checks that lack a required kind. */
export interface Tally {
  readonly bad: number;
  readonly judged: number;
  readonly lacking: number;
  /** Rows that nobody has confirmed, among those that were judged. */
  readonly generated: number;
}

/** Counts what decides over the exit code. */
export function tallyCases({ results, required }: CasesReport): Tally {
  const all = results.flatMap(({ outcomes }) => outcomes);
  return {
    bad: all.filter(isBad).length,
    judged: all.filter(counts).length,
    generated: countGenerated(all),
    lacking: results.filter((result) => lackingKinds(result, required).length > 0).length,
  };
}
