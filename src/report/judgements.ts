import { type Check, type Run, severities, type Verdict } from "../types.ts";
import { statusOrder } from "./words.ts";

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

/** The same by severity, the gravest first. */
export function judgementsBySeverity(run: Run): readonly Judgement[] {
  const rank = ({ check }: Judgement) => severities.indexOf(check.severity);
  return judgementsOf(run).toSorted((a, b) => rank(a) - rank(b));
}

/** The same by what needs attention first: failing ones, by severity; then those that are undecided; then the others. */
export function judgementsByStatus(run: Run): readonly Judgement[] {
  const rank = ({ verdict }: Judgement) => statusOrder.indexOf(verdict.status);
  return judgementsBySeverity(run).toSorted((a, b) => rank(a) - rank(b));
}
