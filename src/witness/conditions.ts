import { conditionsIn, not } from "../dialect/nodes.ts";
import type { Filter } from "../types.ts";

/** The conditions of a filter that are on a value or on whether there are related rows: those that are made of no others. */
export function leavesOf(filter: Filter): readonly Filter[] {
  const inner = conditionsIn(filter);
  return inner.length === 0 ? [filter] : inner.flatMap(leavesOf);
}

/** A part of a filter that stands beside others, and the filter without it. */
export interface Part {
  readonly part: Filter;
  readonly join: Extract<Filter, { kind: "and" | "or" }>;
  readonly without: Filter;
}

/** All parts that a filter could do without: each of those that have to hold at once, or of which one is enough. */
export function partsOf(filter: Filter): readonly Part[] {
  const found: Part[] = [];
  const visit = (one: Filter): void => {
    if (one.kind === "and" || one.kind === "or")
      for (const part of one.of) {
        const rest = one.of.filter((other) => other !== part);
        const shorter: Filter = rest.length === 1 ? rest[0]! : { ...one, of: rest };
        found.push({ part, join: one, without: withInPlace(filter, one, shorter) });
      }
    conditionsIn(one).forEach(visit);
  };
  visit(filter);
  return found;
}

/** The filter with another condition in place of one of its own. */
export function withInPlace(filter: Filter, one: Filter, other: Filter): Filter {
  if (filter === one) return other;
  switch (filter.kind) {
    case "and":
    case "or": {
      const of = filter.of.map((part) => withInPlace(part, one, other));
      return of.every((part, i) => part === filter.of[i]) ? filter : { ...filter, of };
    }
    case "not": {
      const of = withInPlace(filter.of, one, other);
      return of === filter.of ? filter : { ...filter, of };
    }
    case "quantify": {
      if (!filter.where) return filter;
      const where = withInPlace(filter.where, one, other);
      return where === filter.where ? filter : { ...filter, where };
    }
    default:
      return filter;
  }
}

/** The filter in which one condition is turned round. */
export function turned(filter: Filter, one: Filter): Filter {
  return withInPlace(filter, one, not(one));
}
