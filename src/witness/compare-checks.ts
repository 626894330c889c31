import { asksForNone } from "../check/document/expectation.ts";
import { truthsOfStatus } from "../solver/distinguish.ts";
import { type Found, search } from "../solver/search.ts";
import type { Check, Filter, Model } from "../types.ts";
import { askedRules } from "./witness-rule.ts";

/** A check that finds nothing but what another does. */
export interface Comparison {
  readonly check: string;
  readonly other: string;
  /** The other finds nothing else either. */
  readonly isSame: boolean;
}

/** So many steps are enough for all but the oddest pair; of those nothing is said. */
const MOST_STEPS = 20_000;

/** A row that one check finds and another does not; `cannot` where the other finds all that it does. Both are bound. */
export function findBeyond(model: Model, type: string, one: Filter, other: Filter): Found {
  const goals = [
    { filter: one, truths: truthsOfStatus.FAIL },
    { filter: other, truths: ["false", "unknown", "missing"] },
  ] as const;
  return search(model, type, goals, { steps: MOST_STEPS });
}

/**
 * Of all pairs of checks with one rule each, which find rows of one type, those of which one finds nothing that the other does not. Of
 * two that are the same the first says so.
 */
export function compareChecks(model: Model, checks: readonly Check[]): readonly Comparison[] {
  const asked = checks.flatMap((check) => {
    const [first, second] = askedRules(model, check);
    const isPlain = first?.where && !second && asksForNone(first.rule.expectation);
    return isPlain ? [{ id: check.id, type: first.rule.query.type, where: first.where }] : [];
  });
  const isWithin = (a: Asked, b: Asked) =>
    findBeyond(model, a.type, a.where, b.where).is === "cannot";
  return asked.flatMap((a, i) =>
    asked.flatMap((b, j): Comparison[] => {
      if (i === j || a.type !== b.type || !isWithin(a, b)) return [];
      const isSame = isWithin(b, a);
      return isSame && j < i ? [] : [{ check: a.id, other: b.id, isSame }];
    }),
  );
}

interface Asked {
  readonly id: string;
  readonly type: string;
  readonly where: Filter;
}
