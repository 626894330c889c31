import type { TruthCounts } from "../explanation.ts";
import type { Quantifier, Truth } from "../types.ts";

/** The truth by which members of a conjunction or alternative decide that it comes to `truth`; undefined where all of them do. */
export function decidingTruth(kind: "all" | "any", truth: Truth): Truth | undefined {
  const settling = kind === "all" ? "false" : "true";
  if (truth === settling || truth === "missing" || truth === "unknown") return truth;
  return undefined;
}

/** The same of related rows and a quantifier. */
export function decidingRows(
  quantifier: Quantifier,
  truth: Truth,
  counts: TruthCounts,
): Truth | undefined {
  if (truth === "missing") return "missing";
  if (quantifier === "ALL") return counts.false > 0 ? "false" : undefined;
  return counts.true > 0 ? "true" : undefined;
}
