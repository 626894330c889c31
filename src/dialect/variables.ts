import type { Filter, Literal, Scalar, Variable } from "../types.ts";

/** What a comparison holds as `value`. */
type Value = Extract<Filter, { kind: "compare" }>["value"];

/** What operators compare with: a value in which nothing is left open. */
export type Wanted = Scalar | readonly (Scalar | null)[];

const known = new WeakSet<object>();

/** What stands in a filter for the id of the connector that a check is asked for, under the name that the check has for it. */
export function createVariable(name: string): Variable {
  const variable = Object.freeze({ variable: name });
  known.add(variable);
  return variable;
}

/** Whether a value of a `where` is such a variable, and not an object that somebody wrote with a key of this name. */
export function isVariable(value: unknown): value is Variable {
  return typeof value === "object" && value !== null && known.has(value);
}

/** Whether a comparison's value is known before the check is asked for a connector. */
export function isBound(value: Value): value is Wanted {
  return Array.isArray(value) ? !value.some(standsOpen) : !standsOpen(value as Literal);
}

/** Whether a filter depends on the connector that it is asked for. */
export function usesVariable(filter: Filter): boolean {
  switch (filter.kind) {
    case "and":
    case "or":
      return filter.of.some(usesVariable);
    case "not":
      return usesVariable(filter.of);
    case "compare":
      return !isBound(filter.value);
    case "quantify":
      return filter.where !== undefined && usesVariable(filter.where);
    case "null":
    case "type":
      return false;
  }
}

/** The filter with a connector's id wherever the variable stands. */
export function bindVariable(filter: Filter, id: string): Filter {
  switch (filter.kind) {
    case "and":
    case "or":
      return { ...filter, of: filter.of.map((part) => bindVariable(part, id)) };
    case "not":
      return { ...filter, of: bindVariable(filter.of, id) };
    case "compare":
      return { ...filter, value: bindValue(filter.value, id) };
    case "quantify":
      return filter.where ? { ...filter, where: bindVariable(filter.where, id) } : filter;
    case "null":
    case "type":
      return filter;
  }
}

function bindValue(value: Value, id: string): Wanted {
  const bind = <T>(one: T | Variable): T | string => (standsOpen(one) ? id : one);
  return isList(value) ? value.map((member) => bind(member)) : bind(value);
}

function isList(value: Value): value is readonly Literal[] {
  return Array.isArray(value);
}

/** No other value of a comparison is an object. */
function standsOpen(value: unknown): value is Variable {
  return typeof value === "object" && value !== null;
}
