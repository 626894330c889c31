import { allOf, anyOf, not, type OptionalFilter } from "../dialect/nodes.ts";
import type { Filter } from "../types.ts";

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
