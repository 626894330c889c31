import type { Field, Model } from "../types.ts";
import { type FilteredType, typeNamed, typesLedToMany, typesOf } from "./keys.ts";
import { block, describe } from "./sdl-text.ts";

/** Whether lists have the argument `options` beside the arguments that say the same. */
export interface ListStyle {
  readonly options: boolean;
}

/** The arguments of a list of a type's rows. */
export function listArguments(model: Model, target: string, style: ListStyle): string {
  const isSortable = sortableFields(typeNamed(model, target)).length > 0;
  const sort = isSortable ? `, sort: [${target}Sort!]` : "";
  const options = style.options ? `options: ${target}Options, ` : "";
  return `where: ${target}Where, ${options}limit: Int, offset: Int${sort}`;
}

/** `XOptions` and `XSort` of every type that there are lists of. */
export function renderOptions(model: Model, style: ListStyle): readonly string[] {
  const many = typesLedToMany(model);
  return typesOf(model)
    .filter(({ name, kind }) => many.has(name) || kind !== "part")
    .flatMap((type) => [
      ...(style.options ? [renderTypeOptions(type)] : []),
      ...(sortableFields(type).length > 0 ? [renderSort(type)] : []),
    ]);
}

function renderTypeOptions(type: FilteredType): string {
  const page = ["limit: Int", "offset: Int"];
  const sort = sortableFields(type).length > 0 ? [`sort: [${type.name}Sort!]`] : [];
  return block(undefined, `input ${type.name}Options`, [...page, ...sort]);
}

function renderSort(type: FilteredType): string {
  return block(
    "One field each: entries apply in their order.",
    `input ${type.name}Sort`,
    sortableFields(type).map(({ name }) => `${name}: SortDirection`),
  );
}

/** The fields that rows of a type can be sorted by: none for a union, nor for a part that only leads on. */
function sortableFields(type: FilteredType): readonly Field[] {
  return type.kind === "union" ? [] : [...type.fields.values()].filter(({ list }) => !list);
}

/** Connections of every type with root fields, and what they share. */
export function renderConnections(model: Model): readonly string[] {
  const connected = rootTypes(model).filter(({ kind }) => kind !== "union");
  const pageInfo = [
    "hasNextPage: Boolean!",
    "hasPreviousPage: Boolean!",
    "startCursor: String",
    "endCursor: String",
  ];
  return [
    block(undefined, "type PageInfo", pageInfo),
    block("How many assets a filter leaves.", "type AssetCount", ["count: Int!"]),
    ...connected.flatMap((type) => [
      block(undefined, `type ${connectionName(type)}`, [
        "totalCount: Int!",
        "pageInfo: PageInfo!",
        `edges: [${type.name}Edge!]!`,
      ]),
      block(undefined, `type ${type.name}Edge`, ["cursor: String!", `node: ${type.name}!`]),
    ]),
  ];
}

function connectionName({ plural }: FilteredType): string {
  return `${plural[0]!.toUpperCase()}${plural.slice(1)}Connection`;
}

/** The root: a list, a connection and a count for each asset type and each interface, a list for each union. */
export function renderRoot(model: Model, style: ListStyle): string {
  const fields = rootTypes(model).flatMap((type) => {
    const { name, plural } = type;
    const list = `${describe(type.description)}${plural}(${listArguments(model, name, style)}): [${name}!]!`;
    if (type.kind === "union") return [list];
    const sort = sortableFields(type).length > 0 ? `, sort: [${name}Sort!]` : "";
    return [
      list,
      `${plural}Connection(where: ${name}Where, first: Int, after: String${sort}): ${connectionName(type)}!`,
      `${plural}Aggregate(where: ${name}Where): AssetCount!`,
    ];
  });
  return block(undefined, "type Query", fields);
}

/** Types with root fields: assets, and interfaces and unions over them. */
function rootTypes(model: Model): readonly FilteredType[] {
  return typesOf(model).filter(({ kind }) => kind !== "part");
}
