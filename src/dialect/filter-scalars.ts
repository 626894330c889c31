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

const known = new WeakMap<Model, readonly FilterScalar[]>();

/** The filter scalars that the model's fields need, by name. */
export function filterScalarsOf(model: Model): readonly FilterScalar[] {
  const scalars = known.get(model) ?? findFilterScalars(model);
  known.set(model, scalars);
  return scalars;
}

function findFilterScalars(model: Model): readonly FilterScalar[] {
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

/** A scalar that GraphQL does not bring with it. */
export interface OwnScalar {
  readonly description: string;
  /** Where the form of its values is specified. */
  readonly specifiedBy: string;
}

/** The scalars that GraphQL does not bring with it. */
export const ownScalars: Readonly<Partial<Record<ScalarName, OwnScalar>>> = {
  DateTime: {
    description:
      "A moment, written in UTC as `2026-11-20T08:30:00Z`. Read with any offset, and compared as an instant with full precision; without a zone it is UTC, a date alone its midnight.",
    specifiedBy: "https://www.rfc-editor.org/rfc/rfc3339#section-5.6",
  },
  Date: {
    description: "A calendar date, `2026-11-20`.",
    specifiedBy: "https://www.rfc-editor.org/rfc/rfc3339#section-5.6",
  },
  BigInt: {
    description: "A whole number of any size. Written as text; read as text or number.",
    specifiedBy: "https://www.w3.org/TR/xmlschema11-2/#integer",
  },
};

/** The scalars of `ownScalars` that a schema over the model has: those of its fields, and DateTime, which snapshots have too. */
export function usedScalars(model: Model): readonly (readonly [ScalarName, OwnScalar])[] {
  const used = new Set<ScalarName>(["DateTime"]);
  for (const { fields } of typesOf(model))
    for (const { scalar } of fields.values()) used.add(scalar);
  const all = Object.entries(ownScalars) as [ScalarName, OwnScalar][];
  return all.filter(([name]) => used.has(name));
}
