import type { Field, Model } from "../types.ts";
import {
  describeFilterScalar,
  filterScalarName,
  filterScalarsOf,
  valueTypeName,
} from "./filter-scalars.ts";
import {
  type FilteredType,
  type Key,
  keysOf,
  nestedQuantifiers,
  typesLedToMany,
  typesOf,
} from "./keys.ts";
import { operators } from "./operators.ts";
import { block, describe } from "./sdl-text.ts";

/**
 * What every `where` is made of: the filter scalars; for each type `XWhere`; `XListWhere` where a to-many relation leads to
 * it, which has the nested quantifiers beside the same keys; the same two for connections; and for an interface the
 * enum of its types.
 */
export function renderWheres(model: Model): readonly string[] {
  const filters = filterScalarsOf(model).map(
    (scalar) => `${describe(describeFilterScalar(scalar))}scalar ${scalar.name}`,
  );
  const many = typesLedToMany(model);
  const wheres = typesOf(model).flatMap((type) => {
    const keys = keysOf(type).map(({ name, key }) => ({ name, type: keyType(type, key) }));
    return [
      block(undefined, `input ${type.name}Where`, keys.map(renderKey)),
      renderConnectionWhere(type),
      ...(many.has(type.name)
        ? [renderListWhere(type, keys), renderConnectionListWhere(type)]
        : []),
      ...(type.kind === "interface" ? [renderImplementations(type.name, type.members)] : []),
    ];
  });
  return [...filters, ...wheres];
}

interface TypedKey {
  readonly name: string;
  readonly type: string;
}

function renderKey({ name, type }: TypedKey): string {
  return `${name}: ${type}`;
}

function renderListWhere({ name: target }: FilteredType, keys: readonly TypedKey[]): string {
  const quantified = [
    ...Object.keys(nestedQuantifiers).map((name) => ({ name, type: `${target}Where` })),
    { name: "exists", type: "Boolean" },
  ];
  const taken = quantified.map(({ name }) => name);
  const plain = keys.filter(({ name }) => !taken.includes(name));
  return block(
    "Related rows: `some`, `none`, `all` or `single` of them; fields written without are as in `some`.",
    `input ${target}ListWhere`,
    [...quantified, ...plain].map(renderKey),
  );
}

function renderConnectionWhere(type: FilteredType): string {
  return block(undefined, `input ${type.name}ConnectionWhere`, linkKeys(type));
}

/** A condition on a link: on the row it leads to, logic over such, and of a union by type. */
function linkKeys(type: FilteredType): readonly string[] {
  const self = `${type.name}ConnectionWhere`;
  const members = type.kind === "union" ? type.members : [];
  return [
    ...members.map((member) => `${member}: ${member}ConnectionWhere`),
    `node: ${type.name}Where`,
    `AND: [${self}!]`,
    `OR: [${self}!]`,
    `NOT: ${self}`,
  ];
}

function renderConnectionListWhere(type: FilteredType): string {
  const quantified = Object.keys(nestedQuantifiers).map(
    (quantifier) => `${quantifier}: ${type.name}ConnectionWhere`,
  );
  return block(undefined, `input ${type.name}ConnectionListWhere`, [
    ...quantified,
    ...linkKeys(type),
  ]);
}

function renderImplementations(name: string, members: readonly string[]): string {
  return block(undefined, `enum ${name}Implementation`, members);
}

function keyType(type: FilteredType, key: Key): string {
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
