import type { Field, Filter, Model, Scalar } from "../types.ts";
import { type FilteredType, typeNamed } from "./keys.ts";
import { type Comparison, compileComparison } from "./operators.ts";
import { compareValues } from "./values.ts";
import { isBound } from "./variables.ts";

/** The conditions that every row must fulfil for which `filter` is true. */
export function conjunctsOf(filter: Filter | undefined): readonly Filter[] {
  if (!filter) return [];
  return filter.kind === "and" ? filter.of.flatMap(conjunctsOf) : [filter];
}

/**
 * Whether no row of `type` can fulfil both: `name: "a"` and `name: "b"`, `port_LT: 5` and `port_GT: 9`, null and a value. Only what
 * is plain from the two is found; false means nothing.
 */
export function clash(model: Model, type: FilteredType, a: Filter, b: Filter): boolean {
  return clashOneWay(model, type, a, b) || clashOneWay(model, type, b, a);
}

function clashOneWay(model: Model, type: FilteredType, a: Filter, b: Filter): boolean {
  if (b.kind === "not" && isSame(a, b.of)) return true;
  switch (a.kind) {
    case "null":
      return isOf(b, a.field) && !holdsFor(type.fields.get(a.field)!, b, null);
    case "compare": {
      const field = type.fields.get(a.field)!;
      return !field.list && isOf(b, a.field) && clashOfValues(field, a, b);
    }
    case "quantify":
      return b.kind === "quantify" && a.relation === b.relation && clashOfRows(model, type, a, b);
    case "type":
      return b.kind === "type" && !a.names.some((name) => b.names.includes(name));
    default:
      return false;
  }
}

function isSame(a: Filter, b: Filter | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Whether a filter compares this field, or says that it does not compare so. */
function isOf(filter: Filter, field: string): boolean {
  const inner = filter.kind === "not" ? filter.of : filter;
  return inner.kind === "compare" && inner.field === field;
}

/** What a comparison, or its negation, comes to for a stored value. */
function holdsFor(field: Field, filter: Filter, value: Scalar | null): boolean {
  if (filter.kind === "not")
    return filter.of.kind === "compare" && compileComparison(field, filter.of)(value) === false;
  return filter.kind === "compare" && compileComparison(field, filter)(value) === true;
}

function clashOfValues(field: Field, a: Comparison, b: Filter): boolean {
  const other = b.kind === "not" ? b.of : b;
  if (other.kind !== "compare" || [a, other].some(({ value }) => !isBound(value))) return false;
  // A text whose case does not matter stands for several, of which the other may have one.
  const folds = a.ignoreCase && !other.ignoreCase;
  // Of a field that is no list only IN takes several values.
  const named = a.operator === "EQ" ? [a.value] : a.value;
  if (Array.isArray(named))
    return !folds && !named.some((one) => one !== null && holdsFor(field, b, one as Scalar));
  if (b.kind !== "compare" || a.ignoreCase !== b.ignoreCase) return false;
  return isBeyond(field, a, b) || isOtherEnd(a, b);
}

/** Less than what the other is more than. */
function isBeyond({ scalar }: Field, a: Comparison, b: Comparison): boolean {
  if (!a.operator.startsWith("LT") || !b.operator.startsWith("GT") || a.ignoreCase) return false;
  const order = compareValues(scalar, a.value as Scalar, b.value as Scalar);
  return order < 0 || (order === 0 && (a.operator === "LT" || b.operator === "GT"));
}

/** Two beginnings or two ends of which neither is the other's. */
function isOtherEnd(a: Comparison, b: Comparison): boolean {
  if (a.operator !== b.operator) return false;
  const fold = (one: Comparison) =>
    a.ignoreCase ? String(one.value).toLowerCase() : String(one.value);
  const [x, y] = [fold(a), fold(b)];
  if (a.operator === "STARTS_WITH") return !x.startsWith(y) && !y.startsWith(x);
  return a.operator === "ENDS_WITH" && !x.endsWith(y) && !y.endsWith(x);
}

type Quantified = Extract<Filter, { kind: "quantify" }>;

/** None of what the other has one of, as ALL does too; and the one row of a to-one relation cannot fulfil both. */
function clashOfRows(model: Model, type: FilteredType, a: Quantified, b: Quantified): boolean {
  if (a.quantifier === "NONE" && b.quantifier !== "NONE")
    return a.where === undefined || isSame(a.where, b.where);
  const { toMany, target } = type.relations.get(a.relation)!;
  if (toMany || b.quantifier !== "SOME") return false;
  const far = typeNamed(model, target);
  return conjunctsOf(a.where).some((one) =>
    conjunctsOf(b.where).some((other) => clash(model, far, one, other)),
  );
}
