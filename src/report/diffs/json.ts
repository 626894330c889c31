import { type CheckDifference, outcomeOf } from "../../diff/compare-checks.ts";

/** Name and version of the format. A new property does not change it; any other change does. */
export const diffFormat = "assay.diff/1";

/** Writes what has become of checks as JSON, those of the same meaning too. */
export function renderDiffJson(differences: readonly CheckDifference[]): string {
  const whole = { format: diffFormat, outcome: outcomeOf(differences), checks: differences };
  return `${JSON.stringify(whole, undefined, 2)}\n`;
}
