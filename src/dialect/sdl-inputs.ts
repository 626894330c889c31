import type { Field, Model } from "../types.ts";
import { filterScalarName, valueTypeName } from "./filter-scalars.ts";
import { type FilteredType, type Key, keysOf, type NamedKey, nestedQuantifiers } from "./keys.ts";
import { operators } from "./operators.ts";
import { block } from "./sdl-text.ts";

/**
 * The inputs of every type: `XWhere`; `XListWhere` where a to-many relation leads to it, which has the nested quantifiers
 * beside the fields; the same two for connections; `XOptions` and `XSort`; and for an interface the enum of its types.
 */
export function renderInputs(model: Model): readonly string[] {
  const types = [...model.types.values(), ...model.abstractTypes.values()];
  const many = new Set(relationsOf(types).flatMap((one) => (one.toMany ? [one.target] : [])));
  const related = new Set(relationsOf(types).map(({ target }) => target));
  return types.flatMap((type) => {
    const isListed = many.has(type.name) || type.kind !== "part";
    return [
      renderWhere(type),
      ...(many.has(type.name) ? [renderListWhere(type)] : []),
      ...(related.has(type.name) ? [renderConnectionWhere(type)] : []),
      ...(many.has(type.name) ? [renderConnectionListWhere(type)] : []),
      ...(isListed ? renderOptions(type) : []),
      ...(type.kind === "interface" ? [renderImplementations(type.name, type.members)] : []),
    ];
  });
}

function relationsOf(types: readonly FilteredType[]) {
  return types.flatMap(({ relations }) => [...relations.values()]);
}

function renderWhere(type: FilteredType): string {
  return block(undefined, `input ${type.name}Where`, keysOf(type).map(renderKey(type)));
}

function renderListWhere(type: FilteredType): string {
  const quantified = [
    ...Object.keys(nestedQuantifiers).map((name) => `${name}: ${type.name}Where`),
    "exists: Boolean",
  ];
  const taken = [...Object.keys(nestedQuantifiers), "exists"];
  const plain = keysOf(type).filter(({ name }) => !taken.includes(name));
  return block(
    `Related rows: \`some\`, \`none\`, \`all\` or \`single\` of them; fields written without are as in \`some\`.`,
    `input ${type.name}ListWhere`,
    [...quantified, ...plain.map(renderKey(type))],
  );
}

function renderConnectionWhere({ name }: FilteredType): string {
  const self = `${name}ConnectionWhere`;
  return block(undefined, `input ${self}`, [
    `node: ${name}Where`,
    `AND: [${self}!]`,
    `OR: [${self}!]`,
    `NOT: ${self}`,
  ]);
}

function renderConnectionListWhere({ name }: FilteredType): string {
  const quantified = Object.keys(nestedQuantifiers).map(
    (quantifier) => `${quantifier}: ${name}ConnectionWhere`,
  );
  return block(undefined, `input ${name}ConnectionListWhere`, quantified);
}

/** The fields that rows of a type can be sorted by: none for a union, nor for a part that only leads on. */
export function sortableFields(type: FilteredType): readonly Field[] {
  return type.kind === "union" ? [] : [...type.fields.values()].filter(({ list }) => !list);
}

function renderOptions(type: FilteredType): readonly string[] {
  const page = ["limit: Int", "offset: Int"];
  const sortable = sortableFields(type);
  if (sortable.length === 0) return [block(undefined, `input ${type.name}Options`, page)];
  return [
    block(undefined, `input ${type.name}Options`, [...page, `sort: [${type.name}Sort!]`]),
    block(
      "One field each: entries apply in their order.",
      `input ${type.name}Sort`,
      sortable.map(({ name }) => `${name}: SortDirection`),
    ),
  ];
}

function renderImplementations(name: string, members: readonly string[]): string {
  return block(undefined, `enum ${name}Implementation`, members);
}

function renderKey(type: FilteredType): (key: NamedKey) => string {
  return ({ name, key }) => `${name}: ${keyType(type, key)}`;
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
      return `[${value}${field.required ? "!" : ""}]`;
    case "same":
      return field.list ? `[${value}${field.elementRequired ? "!" : ""}]` : value;
  }
}
