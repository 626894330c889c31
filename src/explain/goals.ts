import type { Truth } from "../types.ts";

/** What a part of a filter is to come to, besides missing. */
export interface Goal {
  readonly truth: "true" | "false";
  /** It is to come to anything else instead. */
  readonly isNot: boolean;
}

export const toBeTrue: Goal = { truth: "true", isNot: false };
export const notToBeTrue: Goal = { truth: "true", isNot: true };
export const toBeFalse: Goal = { truth: "false", isNot: false };

export function meets(truth: Truth, goal: Goal): boolean {
  return truth !== "missing" && (truth === goal.truth) !== goal.isNot;
}

/** The goal of what stands behind a NOT. */
export function behindNot({ truth, isNot }: Goal): Goal {
  return { truth: truth === "true" ? "false" : "true", isNot };
}

/** Whether all parts of a conjunction have to meet the goal, or of alternatives where `isAny`; else one of them is enough. */
export function needsAll(goal: Goal, isAny: boolean): boolean {
  const wantsTrue = (goal.truth === "true") !== goal.isNot;
  return wantsTrue !== isAny;
}

/** What is only ever true or false: whether it is to be true. */
export function isPositive({ truth, isNot }: Goal): boolean {
  return (truth === "true") !== isNot;
}
