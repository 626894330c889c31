import { anyOf, isNull } from "../dialect/nodes.ts";
import { type Comparison, operators } from "../dialect/operators.ts";
import { shownWords } from "../model/spellings.ts";
import type { Field, Filter, Literal, Scalar } from "../types.ts";
import type { Change } from "./change.ts";
import { fieldOf, type Site } from "./sites.ts";

/** Changes of what a field is compared with, and how: M7 to M12, and M14. */
export function* changeValues({ filter, types }: Site): Generator<Change> {
  if (filter.kind === "null") {
    const field = fieldOf(types, filter.field);
    if (field) yield* changeNull(field);
  }
  if (filter.kind === "compare") {
    const field = fieldOf(types, filter.field);
    if (field) yield* changeComparison(filter, field);
  }
  if (filter.kind === "null" || filter.kind === "compare")
    for (const name of othersLike(filter, types))
      yield {
        operator: "M12",
        says: `${name} in place of ${filter.field}`,
        by: { ...filter, field: name },
      };
}

function* changeNull(field: Field): Generator<Change> {
  const equal = (value: Comparison["value"]): Filter => {
    return { kind: "compare", field: field.name, operator: "EQ", value };
  };
  if (field.list) yield { operator: "M14", says: `[] in place of null`, by: equal([]) };
  else if (isText(field)) yield { operator: "M11", says: `"" in place of null`, by: equal("") };
}

function* changeComparison(filter: Comparison, field: Field): Generator<Change> {
  const { operator, value } = filter;
  yield* changeOperator(filter);
  if (Array.isArray(value)) {
    if (operators[operator]!.takes === "list")
      for (const [i, member] of value.entries())
        yield {
          operator: "M9",
          says: `without ${show(member)}`,
          by: { ...filter, value: value.toSpliced(i, 1) },
        };
    if (operator === "EQ" && value.length === 0)
      yield { operator: "M14", says: "null in place of []", by: isNull(field.name, false) };
  } else {
    for (const other of neighboursOf(field, value as Literal))
      yield {
        operator: "M8",
        says: `${show(other)} in place of ${show(value as Literal)}`,
        by: { ...filter, value: other },
      };
    if (operator === "EQ" && value === "")
      yield { operator: "M11", says: `null in place of ""`, by: isNull(field.name, false) };
  }
  if (isText(field)) yield* changeText(filter);
  if (!field.required)
    yield { operator: "M11", says: "or null", by: anyOf([filter, isNull(field.name, false)]) };
}

const swapped: Readonly<Record<string, readonly ["M7" | "M14", string]>> = {
  LT: ["M7", "LTE"],
  LTE: ["M7", "LT"],
  GT: ["M7", "GTE"],
  GTE: ["M7", "GT"],
  INCLUDES_SOME: ["M14", "INCLUDES_ALL"],
  INCLUDES_ALL: ["M14", "INCLUDES_SOME"],
};

function* changeOperator(filter: Comparison): Generator<Change> {
  const [operator, other] = swapped[filter.operator] ?? [];
  if (operator && other)
    yield {
      operator,
      says: `${other} in place of ${filter.operator}`,
      by: { ...filter, operator: other },
    };
}

/** Any text may stand in the field, so that operators on texts say something of it. */
function isText({ scalar, list, values, spelling }: Field): boolean {
  const isOpen = values === undefined && !(spelling && "words" in spelling);
  return (scalar === "String" || scalar === "ID") && !list && isOpen;
}

const looser: Readonly<Record<string, string>> = {
  EQ: "CONTAINS",
  STARTS_WITH: "CONTAINS",
  ENDS_WITH: "CONTAINS",
  CONTAINS: "EQ",
};

function* changeText(filter: Comparison): Generator<Change> {
  const { operator, value, ignoreCase, ...rest } = filter;
  if (typeof value !== "string") return;
  const other = looser[operator];
  if (other)
    yield {
      operator: "M10",
      says: `${other} in place of ${operator}`,
      by: { ...filter, operator: other },
    };
  if (operator === "MATCHES")
    yield {
      operator: "M10",
      says: "a match anywhere in the text",
      by: { ...filter, value: `(?s:.*)(?:${value})(?s:.*)` },
    };
  if (!operators[operator]!.foldable || value.toLowerCase() === value.toUpperCase()) return;
  const bare = { ...rest, operator, value };
  yield ignoreCase
    ? { operator: "M10", says: "heeding case", by: bare }
    : { operator: "M10", says: "ignoring case", by: { ...bare, ignoreCase: true } };
}

/** The values next to a constant. */
function neighboursOf(field: Field, value: Literal): readonly Scalar[] {
  if (typeof value === "boolean") return [!value];
  if (typeof value === "number") return [value - 1, value + 1];
  if (typeof value !== "string") return [];
  const words = field.values ?? (field.spelling && shownWords(field.spelling));
  if (words) {
    const at = words.indexOf(value);
    return words.length > 1 && at >= 0 ? [words[(at + 1) % words.length]!] : [];
  }
  if (field.scalar === "BigInt") return [-1n, 1n].map((step) => String(BigInt(value) + step));
  const steps = [-1, 1] as const;
  if (field.scalar === "Date")
    return steps.map((step) => shift(value, step * 86_400_000).slice(0, 10));
  if (field.scalar !== "DateTime") return [];
  return steps.map((step) => `${shift(value, step * 1000).slice(0, 19)}Z`);
}

function shift(moment: string, byMs: number): string {
  return new Date(Date.parse(moment) + byMs).toISOString();
}

/** So many fields are put in a field's place, the nearest in the schema: whoever mistakes one for another mistakes it for its like. */
const mostLike = 2;

/** Fields of the same type that every row has which has this one. */
function othersLike(
  { field: name }: Extract<Filter, { kind: "null" | "compare" }>,
  types: readonly Site["types"][number][],
): readonly string[] {
  const [first, ...others] = types.filter(({ fields }) => fields.has(name));
  if (!first) return [];
  const own = first.fields.get(name)!;
  const names = [...first.fields.keys()];
  const at = names.indexOf(name);
  return names
    .filter((other) => other !== name && isLike(own, first.fields.get(other)!))
    .filter((other) => others.every(({ fields }) => fields.has(other)))
    .toSorted((a, b) => Math.abs(names.indexOf(a) - at) - Math.abs(names.indexOf(b) - at))
    .slice(0, mostLike);
}

function isLike(a: Field, b: Field): boolean {
  if (b.uncollected !== undefined) return false;
  return a.scalar === b.scalar && a.list === b.list && a.enumName === b.enumName;
}

function show(value: Literal): string {
  return typeof value === "object" && value !== null ? `$${value.variable}` : JSON.stringify(value);
}
