import type { Field, Model } from "../types.ts";
import {
  type FilterScalar,
  filterScalarName,
  filterScalarsOf,
  valueTypeName,
} from "./filter-scalars.ts";
import { type FilteredType, type Key, nestedQuantifiers, readKey, typesOf } from "./keys.ts";
import { operators } from "./operators.ts";
import { nestedNames } from "./scalar-filter.ts";

/** In front of a filter's name: the same operators, whatever the case. */
export const CASELESS = "CaseInsensitive";

/** The GraphQL type of a key of `XWhere`, such as `[String!]`. */
export function keyType(type: FilteredType, key: Key): string {
  switch (key.kind) {
    case "logic":
      return key.connective === "NOT" ? `${type.name}Where` : `[${type.name}Where!]`;
    case "typename":
      return `[${type.name}Implementation!]`;
    case "member":
      return `${key.type}Where`;
    case "field":
      return filterScalarName(key.field);
    case "compare":
      return comparedType(key.operator, key.field);
    case "relation":
      return `${key.relation.target}${key.relation.toMany ? "List" : ""}Where`;
    case "quantify":
      return `${key.relation.target}Where`;
    case "connection":
      return `${key.relation.target}Connection${key.quantifier ? "" : "List"}Where`;
    case "exists":
      return "Boolean";
  }
}

/** The GraphQL type of what an operator compares a field with. */
function comparedType(operator: string, field: Field): string {
  const value = valueTypeName(field);
  switch (operators[operator]!.takes) {
    case "text":
      return "String";
    case "element":
      return value;
    case "list":
      return `[${value}${(field.list ? field.elementRequired : field.required) ? "!" : ""}]`;
    case "same":
      return field.list ? `[${value}${field.elementRequired ? "!" : ""}]` : value;
  }
}

/** A nested operator of a filter, such as `startsWith`. */
export interface NestedOperator {
  readonly name: string;
  readonly type: string;
  readonly doc: string;
}

/** The nested operators of a filter, in their order; with `ignoreCase` those inside `caseInsensitive`. */
export function nestedOperators(
  { name, field }: FilterScalar,
  ignoreCase = false,
): readonly NestedOperator[] {
  // One filter serves fields that may be null and others.
  const any = { ...field, required: false, elementRequired: false };
  return nestedNames(field, ignoreCase).map((nested) => {
    if (nested === "exists")
      return { name: nested, type: "Boolean", doc: "Whether there is a value." };
    if (nested === "caseInsensitive")
      return { name: nested, type: CASELESS + name, doc: "All of these hold, whatever the case." };
    const [operator, { doc }] = Object.entries(operators).find(([, one]) => one.nested === nested)!;
    const said = ignoreCase ? doc.replace("; case matters", "") : doc;
    return { name: nested, type: comparedType(operator, any), doc: said };
  });
}

/** The GraphQL type of a key in an input of this name, in all spellings; undefined where it has no such key. */
export type MemberTypes = (input: string, key: string) => string | undefined;

const known = new WeakMap<Model, MemberTypes>();

/**
 * What the inputs of the generated schema have for members, without that schema: `XWhere`, `XListWhere`, `XConnectionWhere`,
 * `XConnectionListWhere` and the filters of fields.
 */
export function memberTypesOf(model: Model): MemberTypes {
  const types = known.get(model) ?? createMemberTypes(model);
  known.set(model, types);
  return types;
}

function createMemberTypes(model: Model): MemberTypes {
  const inputs = new Map<string, (key: string) => string | undefined>();
  for (const type of typesOf(model)) {
    const own = (name: string) => {
      const key = readKey(type, name);
      return key && keyType(type, key);
    };
    const link = `${type.name}ConnectionWhere`;
    const linked = (name: string) => {
      if (name === "node") return `${type.name}Where`;
      if (name === "AND" || name === "OR") return `[${link}!]`;
      if (name === "NOT") return link;
      const isMember = type.kind === "union" && type.members.includes(name);
      return isMember ? `${name}ConnectionWhere` : undefined;
    };
    const isQuantifier = (name: string) => Object.hasOwn(nestedQuantifiers, name);
    inputs.set(`${type.name}Where`, own);
    inputs.set(link, linked);
    inputs.set(`${type.name}ListWhere`, (name) =>
      isQuantifier(name) ? `${type.name}Where` : name === "exists" ? "Boolean" : own(name),
    );
    inputs.set(`${type.name}ConnectionListWhere`, (name) =>
      isQuantifier(name) ? link : linked(name),
    );
  }
  for (const scalar of filterScalarsOf(model)) {
    const typeOf = (ignoreCase: boolean) => {
      const all = nestedOperators(scalar, ignoreCase).map(
        ({ name, type }) => [name, type] as const,
      );
      const types = new Map(all);
      return (name: string) => types.get(name);
    };
    inputs.set(scalar.name, typeOf(false));
    if (takesText(scalar)) inputs.set(CASELESS + scalar.name, typeOf(true));
  }
  return (input, key) => inputs.get(input)?.(key);
}

/** Whether a filter has operators that can ignore case. */
export function takesText({ field }: FilterScalar): boolean {
  return nestedNames(field).includes("caseInsensitive");
}

/** The names of all inputs whose values `readWhere` reads, each a part of a `where`. */
export function filterInputsOf(model: Model): readonly string[] {
  const kinds = ["Where", "ListWhere", "ConnectionWhere", "ConnectionListWhere"];
  const wheres = typesOf(model).flatMap(({ name }) => kinds.map((kind) => name + kind));
  const filters = filterScalarsOf(model).flatMap((scalar) =>
    takesText(scalar) ? [scalar.name, CASELESS + scalar.name] : [scalar.name],
  );
  return [...new Set([...wheres, ...filters])];
}
