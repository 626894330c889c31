import type { Mistake } from "../errors.ts";
import type { Check } from "../types.ts";
import type { LintContext, LintRule } from "./context.ts";
import { findImpossibleValues } from "./impossible-value.ts";
import { findUnguided, findUnknownFrameworks, findWrongNames } from "./library-rules.ts";
import { findNullPasses } from "./null-passes.ts";
import { findPlainPatterns } from "./plain-pattern.ts";
import { findSameChecks } from "./same-check.ts";
import { findUncased } from "./uncased.ts";
import { findUncollected } from "./uncollected.ts";
import { findUnseenValues } from "./unseen-value.ts";
import { findVain } from "./vain.ts";
import { findWideRoots } from "./wide-root.ts";

/** Those that hold checks against each other, or read what stands beside all of them. */
const suiteRules = [findSameChecks, findNullPasses];

const rules: readonly LintRule[] = [
  findVain,
  findImpossibleValues,
  findUnseenValues,
  findUncollected,
  findPlainPatterns,
  findWideRoots,
  findUncased,
  findUnguided,
  findUnknownFrameworks,
  findWrongNames,
];

/** What is legal and seldom meant in checks, beyond what reading them tells; check by check, in the order of their lines. */
export async function lintChecks(
  checks: readonly Check[],
  context: LintContext,
): Promise<readonly Mistake[]> {
  const together = suiteRules.flatMap((rule) => rule(context.model, checks));
  const found: Mistake[] = [];
  for (const check of checks) {
    const notes = await Promise.all(rules.map(async (rule) => rule(check, context)));
    const own = together.filter(({ place }) => place?.file === check.place.file);
    found.push(...[...notes.flat(), ...own].toSorted(byPlace));
  }
  return found;
}

function byPlace({ place: a }: Mistake, { place: b }: Mistake): number {
  if (!a || !b || a.file !== b.file) return 0;
  return a.line - b.line || a.column - b.column;
}
