import type { Check, Run, Verdict } from "../types.ts";

/** A verdict with the check that it is about. */
export interface Judgement {
  readonly check: Check;
  readonly verdict: Verdict;
}

/** The verdicts of a run with their checks, in the order of ids. */
export function judgementsOf({ checks, verdicts }: Run): readonly Judgement[] {
  const byId = new Map(checks.map((check) => [check.id, check]));
  return verdicts.map((verdict) => ({ check: byId.get(verdict.check)!, verdict }));
}
