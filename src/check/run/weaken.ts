import { allOf, anyOf, not, type OptionalFilter } from "../../dialect/nodes.ts";
import type { Filter } from "../../types.ts";

/** Whether a single condition is to be kept; `negated` where its opposite is asked for. */
export type Keep = (condition: Filter, negated: boolean) => boolean;

/**
 * The strongest filter of kept conditions alone that every row must fulfil for which `filter` is true. Of an OR something is left
 * where every arm has such a condition; undefined where nothing is left.
 */
export function weaken(filter: Filter | undefined, keep: Keep, negated = false): OptionalFilter {
  if (!filter) return undefined;
  switch (filter.kind) {
    case "not":
      return weaken(filter.of, keep, !negated);
    case "and":
    case "or": {
      const parts = filter.of.map((part) => weaken(part, keep, negated));
      if ((filter.kind === "and") !== negated) return allOf(parts);
      return parts.includes(undefined) ? undefined : anyOf(parts);
    }
    default:
      if (!keep(filter, negated)) return undefined;
      return negated ? not(filter) : filter;
  }
}

/** Whether a filter has any condition that is not kept. */
export function hasOthers(filter: Filter, keep: Keep, negated = false): boolean {
  if (filter.kind === "not") return hasOthers(filter.of, keep, !negated);
  if (filter.kind === "and" || filter.kind === "or")
    return filter.of.some((part) => hasOthers(part, keep, negated));
  return !keep(filter, negated);
}

/** What of alternatives is kept: of each; and of one that has nothing else beside others that have, so that it may be the fault itself. */
export interface KeepOfArms {
  readonly keep: Keep;
  readonly alone: Keep;
}

/**
 * For each alternative of a filter the strongest filter of kept conditions that a row must fulfil for which the filter is true by that
 * alternative; those of alternatives in alternatives too. As many as there are alternatives, whatever stands beside them.
 */
export function armsOf(
  filter: Filter,
  kept: KeepOfArms,
  beside?: Filter,
  negated = false,
): readonly Filter[] {
  if (filter.kind === "not") return armsOf(filter.of, kept, beside, !negated);
  if (filter.kind !== "and" && filter.kind !== "or") return [];
  if ((filter.kind === "and") !== negated) {
    const parts = filter.of.map((part) => weaken(part, kept.keep, negated));
    return filter.of.flatMap((part, i) =>
      armsOf(part, kept, allOf([beside, ...parts.toSpliced(i, 1)]), negated),
    );
  }
  const isMixed = hasOthers(filter, kept.keep, negated);
  return filter.of.flatMap((part) => {
    const isAlone = isMixed && !hasOthers(part, kept.keep, negated);
    const own = weaken(part, isAlone ? kept.alone : kept.keep, negated);
    const arm = own && allOf([beside, own]);
    return [...(arm ? [arm] : []), ...armsOf(part, kept, beside, negated)];
  });
}
