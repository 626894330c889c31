import type { Mistake } from "../errors.ts";
import type { Check } from "../types.ts";
import type { LintContext, LintRule } from "./context.ts";
import { findImpossibleValues } from "./impossible-value.ts";
import { findUnguided, findUnknownFrameworks, findWrongNames } from "./library-rules.ts";
import { findPlainPatterns } from "./plain-pattern.ts";
import { findUncollected } from "./uncollected.ts";
import { findUnseenValues } from "./unseen-value.ts";
import { findWideRoots } from "./wide-root.ts";

const rules: readonly LintRule[] = [
  findImpossibleValues,
  findUnseenValues,
  findUncollected,
  findPlainPatterns,
  findWideRoots,
  findUnguided,
  findUnknownFrameworks,
  findWrongNames,
];

/** What is legal and seldom meant in checks, beyond what reading them tells; check by check, in the order of their lines. */
export async function lintChecks(
  checks: readonly Check[],
  context: LintContext,
): Promise<readonly Mistake[]> {
  const found: Mistake[] = [];
  for (const check of checks) {
    const notes = await Promise.all(rules.map(async (rule) => rule(check, context)));
    found.push(...notes.flat().toSorted(byPlace));
  }
  return found;
}

function byPlace({ place: a }: Mistake, { place: b }: Mistake): number {
  if (!a || !b || a.file !== b.file) return 0;
  return a.line - b.line || a.column - b.column;
}
