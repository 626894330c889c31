import type { Field, Model, ScalarName } from "../types.ts";
import { typesOf } from "./keys.ts";
import { nestedNames } from "./scalar-filter.ts";
import { describeValue } from "./values.ts";

/** The scalar of a field's own key in a `where`: a value, null, or an object of nested operators. */
export interface FilterScalar {
  readonly name: string;
  /** The GraphQL type whose values it compares with, such as `String`, and whether lists of them. */
  readonly of: string;
  readonly list: boolean;
  /** A field it stands for; all fields of one filter scalar take the same values. */
  readonly field: Field;
}

/** The filter scalar of a field: `StringFilter`, `StringListFilter`, or for an enum `StatusFilter`. */
export function filterScalarName(field: Pick<Field, "scalar" | "enumName" | "list">): string {
  return `${valueTypeName(field)}${field.list ? "List" : ""}Filter`;
}

/** What a filter scalar of this name stands for; undefined where it is no such name. */
export function parseFilterScalarName(name: string): Pick<FilterScalar, "of" | "list"> | undefined {
  const parts = /^(.+?)(List)?Filter$/.exec(name);
  return parts ? { of: parts[1]!, list: parts[2] !== undefined } : undefined;
}

/** The GraphQL type of a field's values, without list and non-null. */
export function valueTypeName({ scalar, enumName }: Pick<Field, "scalar" | "enumName">): string {
  return enumName ?? scalar;
}

/** The filter scalars that the model's fields need, by name. */
export function filterScalarsOf(model: Model): readonly FilterScalar[] {
  const scalars = new Map<string, FilterScalar>();
  for (const { fields } of typesOf(model))
    for (const field of fields.values()) {
      const name = filterScalarName(field);
      if (!scalars.has(name))
        scalars.set(name, { name, of: valueTypeName(field), list: field.list, field });
    }
  return [...scalars.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** What a filter scalar takes, for users. */
export function describeFilterScalar({ field, list }: FilterScalar): string {
  const one = describeValue(field);
  const takes = list ? `a list of which each is ${one}` : one;
  return `${takes[0]!.toUpperCase()}${takes.slice(1)}; null (the field is null); or an object of operators, all of which must hold: ${nestedNames(field).join(", ")}.`;
}

/** The scalars that GraphQL does not bring with it. */
export const ownScalars: Readonly<Partial<Record<ScalarName, string>>> = {
  DateTime:
    "A moment, ISO 8601, compared as an instant with full precision; without a zone it is UTC.",
  Date: "A calendar date, `2026-11-20`.",
  BigInt: "A whole number of any size; written as text where it is large.",
};
