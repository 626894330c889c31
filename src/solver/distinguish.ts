import type { RowStatus } from "../estate/row-status.ts";
import type { Filter, Model, Truth } from "../types.ts";
import { type Found, type Goal, type Limits, search } from "./search.ts";

/** What a rule's filter comes to for rows of each status. */
export const truthsOfStatus: Readonly<Record<RowStatus, readonly Truth[]>> = {
  FAIL: ["true"],
  UNDECIDED: ["missing"],
  PASS: ["false", "unknown"],
};

/** Differences that everything is known of come first, since they read best. */
const differences: readonly (readonly [a: RowStatus, b: RowStatus])[] = [
  ["FAIL", "PASS"],
  ["PASS", "FAIL"],
  ["FAIL", "UNDECIDED"],
  ["UNDECIDED", "FAIL"],
  ["PASS", "UNDECIDED"],
  ["UNDECIDED", "PASS"],
];

/**
 * A smallest estate on whose row two filters come to different statuses: one finds it, or leaves it open, and the other does not. Without
 * a filter every row is found. `cannot` proves that they are the same for every estate that the schema allows.
 */
export function distinguish(
  model: Model,
  type: string,
  a: Filter | undefined,
  b: Filter | undefined,
  limits: Limits = {},
): Found {
  let open: Found | undefined;
  for (const [ofA, ofB] of differences) {
    if ((!a && ofA !== "FAIL") || (!b && ofB !== "FAIL")) continue;
    const goals: Goal[] = [];
    if (a) goals.push({ filter: a, truths: truthsOfStatus[ofA] });
    if (b) goals.push({ filter: b, truths: truthsOfStatus[ofB] });
    const found = search(model, type, goals, limits);
    if (found.is === "found") return found;
    if (found.is === "notDecided") open ??= found;
  }
  return open ?? { is: "cannot" };
}
