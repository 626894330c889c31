import { renderReasons } from "./evidence.ts";
import type { Offender, RuleResult, Verdict } from "../types.ts";

/**
 * Rules of a check that failed by how many assets there are, and not because of each of them. Where a rule failed for
 * connectors that have too few, the offenders say so themselves.
 */
export function unmetCounts(
  verdict: Pick<Verdict, "rules" | "offenderCount" | "offenders">,
): readonly RuleResult[] {
  const { rules, offenderCount, offenders } = verdict;
  const told = new Set(offenders.filter(saysCount).map(({ rule }) => rule));
  return rules.filter(
    ({ rule, status, expected }) =>
      status === "fail" && (offenderCount === 0 || expected !== "nothing") && !told.has(rule),
  );
}

/** The reason of a connector of which too few assets came back is the rule itself. */
function saysCount({ rule, because }: Offender): boolean {
  return because.some(({ path }) => path === rule);
}

/** What such a rule must come to, and what it came to: `connectors: expected at most 4 assets, found 6`. */
export function renderCount({ rule, expected, found }: RuleResult): string {
  return `${rule}: expected ${expected}, found ${found}`;
}

/** Why an asset offends, in one line; where nothing is wrong with it but how many there are, that. */
export function renderWhy(offender: Offender, verdict: Verdict): string {
  if (offender.because.length > 0) return renderReasons(offender);
  const own = unmetCounts(verdict).filter(({ rule }) => rule === offender.rule);
  return own.map(renderCount).join("; ");
}
