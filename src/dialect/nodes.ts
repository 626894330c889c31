import type { Filter } from "../types.ts";

/** A filter, or undefined for what filters nothing. */
export type OptionalFilter = Filter | undefined;

/** All of those that are there must be true. What filters nothing is left out, one alone stands for itself. */
export function allOf(filters: readonly OptionalFilter[]): OptionalFilter {
  return join("and", filters);
}

/** One of those that are there must be true; otherwise as `allOf`. */
export function anyOf(filters: readonly OptionalFilter[]): OptionalFilter {
  return join("or", filters);
}

/** The row is of one of these concrete types. */
export function isOfType(names: readonly string[]): Filter {
  return Object.freeze({ kind: "type", names: Object.freeze([...names]) });
}

/** True where `filter` is false, unknown where it is unknown. */
export function not(filter: Filter): Filter {
  return Object.freeze({ kind: "not", of: filter });
}

/** The field or its negation is null. */
export function isNull(field: string, negated: boolean): Filter {
  const test: Filter = Object.freeze({ kind: "null", field });
  return negated ? not(test) : test;
}

/** The conditions that one is made of, in their order. */
export function conditionsIn(filter: Filter): readonly Filter[] {
  switch (filter.kind) {
    case "and":
    case "or":
      return filter.of;
    case "not":
      return [filter.of];
    case "quantify":
      return filter.where ? [filter.where] : [];
    default:
      return [];
  }
}

function join(kind: "and" | "or", filters: readonly OptionalFilter[]): OptionalFilter {
  const parts = filters.filter((filter) => filter !== undefined);
  if (parts.length <= 1) return parts[0];
  const flat = parts.flatMap((part) => (part.kind === kind ? part.of : [part]));
  return Object.freeze({ kind, of: Object.freeze(flat) });
}
