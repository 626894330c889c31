import { conditionsIn, not } from "../dialect/nodes.ts";
import { typeNamed } from "../dialect/keys.ts";
import type { Filter, Model } from "../types.ts";

/** A condition that is made of no others: on a value, or on whether there are related rows. */
export interface Leaf {
  readonly leaf: Filter;
  /** The type of the rows that it is about. */
  readonly type: string;
}

export function leavesOf(model: Model, type: string, filter: Filter): readonly Leaf[] {
  const inner = conditionsIn(filter);
  if (inner.length === 0) return [{ leaf: filter, type }];
  return inner.flatMap((part) => leavesOf(model, typeWithin(model, type, filter), part));
}

/** The type of the rows that the conditions within one are about. */
function typeWithin(model: Model, type: string, filter: Filter): string {
  if (filter.kind !== "quantify") return type;
  return typeNamed(model, type).relations.get(filter.relation)?.target ?? type;
}

/** A part of a filter that stands beside others, and the filter without it. */
export interface Part {
  readonly part: Filter;
  /** The type of the rows that it is about. */
  readonly type: string;
  readonly join: Extract<Filter, { kind: "and" | "or" }>;
  readonly without: Filter;
}

/** All parts that a filter could do without: each of those that have to hold at once, or of which one is enough. */
export function partsOf(model: Model, typeName: string, filter: Filter): readonly Part[] {
  const found: Part[] = [];
  const visit = (one: Filter, type: string): void => {
    if (one.kind === "and" || one.kind === "or")
      for (const part of one.of) {
        const rest = one.of.filter((other) => other !== part);
        const shorter: Filter = rest.length === 1 ? rest[0]! : { ...one, of: rest };
        found.push({ part, type, join: one, without: withInPlace(filter, one, shorter) });
      }
    for (const inner of conditionsIn(one)) visit(inner, typeWithin(model, type, one));
  };
  visit(filter, typeName);
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
