import type { AbstractType, AssetType, Field, Model, Relation, ScalarName } from "../types.ts";
import {
  describeFilterScalar,
  filterScalarsOf,
  ownScalars,
  valueTypeName,
} from "./filter-scalars.ts";
import { type FilteredType, typeNamed } from "./keys.ts";
import { renderInputs, sortableFields } from "./sdl-inputs.ts";
import { block, describe } from "./sdl-text.ts";

/**
 * The whole generated schema as text: the types, their `where` inputs in both spellings, root fields, and the directives
 * of check documents. Stock GraphQL tools validate documents against it and complete in it; one input per type
 * keeps it small. The order is that of the model, so the same model gives the same text.
 */
export function renderSdl(model: Model): string {
  return [
    ...renderScalars(model),
    ...[...model.enums.values()].map(({ name, description, values }) =>
      block(
        description,
        `enum ${name}`,
        values.map((value) => describe(value.description) + value.name),
      ),
    ),
    ...[...model.abstractTypes.values()].map((type) => renderAbstract(model, type)),
    ...[...model.types.values()].map((type) => renderObject(model, type)),
    ...renderInputs(model),
    ...renderConnections(model),
    renderRoot(model),
    model.documentDirectives,
    "",
  ].join("\n\n");
}

/** Types with root fields: assets, and interfaces and unions over them. */
function rootTypes(model: Model): readonly FilteredType[] {
  const assets = [...model.types.values()].filter(({ kind }) => kind === "asset");
  return [...assets, ...model.abstractTypes.values()];
}

function renderScalars(model: Model): readonly string[] {
  const own = (Object.keys(ownScalars) as ScalarName[]).map(
    (name) => `${describe(ownScalars[name])}scalar ${name}`,
  );
  const filters = filterScalarsOf(model).map(
    (scalar) => `${describe(describeFilterScalar(scalar))}scalar ${scalar.name}`,
  );
  const ascending = "Smallest first, null last; texts by code point, false before true.";
  const descending = "Largest first, null first.";
  const order = [`${describe(ascending)}ASC`, `${describe(descending)}DESC`];
  return [...own, ...filters, block(undefined, "enum SortDirection", order)];
}

function renderAbstract(model: Model, type: AbstractType): string {
  if (type.kind === "union")
    return `${describe(type.description)}union ${type.name} = ${type.members.join(" | ")}`;
  return block(type.description, `interface ${type.name}`, renderFields(model, type));
}

function renderObject(model: Model, type: AssetType): string {
  const { interfaces } = type;
  const implemented = interfaces.length > 0 ? ` implements ${interfaces.join(" & ")}` : "";
  return block(type.description, `type ${type.name}${implemented}`, renderFields(model, type));
}

function renderFields(model: Model, type: FilteredType): readonly string[] {
  return [
    ...[...type.fields.values()].map(
      (field) => `${describe(field.description)}${field.name}: ${outputType(field)}`,
    ),
    ...[...type.relations.values()].map(
      (relation) => describe(relation.description) + renderRelation(model, type, relation),
    ),
  ];
}

function outputType(field: Field): string {
  const name = valueTypeName(field);
  const type = field.list ? `[${name}${field.elementRequired ? "!" : ""}]` : name;
  return type + (field.required ? "!" : "");
}

/** To-one is nullable whatever the model says: the target may be missing, or not be what `where` asks for. */
function renderRelation(model: Model, type: FilteredType, relation: Relation): string {
  const { name, target, toMany } = relation;
  const filtered = argumentTarget(model, type, relation);
  if (!toMany) return `${name}(where: ${filtered}Where): ${target}`;
  return `${name}(${listArguments(model, filtered)}): [${target}!]!`;
}

/** A field that an interface declares takes the interface's arguments in every type, as GraphQL demands. */
function argumentTarget(model: Model, type: FilteredType, relation: Relation): string {
  const interfaces = "interfaces" in type ? type.interfaces : [];
  const declared = interfaces
    .map((name) => model.abstractTypes.get(name)?.relations.get(relation.name))
    .find((inherited) => inherited !== undefined);
  return (declared ?? relation).target;
}

function listArguments(model: Model, target: string): string {
  const isSortable = sortableFields(typeNamed(model, target)).length > 0;
  const sort = isSortable ? `, sort: [${target}Sort!]` : "";
  return `where: ${target}Where, options: ${target}Options, limit: Int, offset: Int${sort}`;
}

function renderConnections(model: Model): readonly string[] {
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

function renderRoot(model: Model): string {
  const fields = rootTypes(model).flatMap((type) => {
    const { name, plural } = type;
    const list = `${describe(type.description)}${plural}(${listArguments(model, name)}): [${name}!]!`;
    if (type.kind === "union") return [list];
    const paging = `where: ${name}Where, first: Int, after: String, sort: [${name}Sort!]`;
    return [
      list,
      `${plural}Connection(${paging}): ${connectionName(type)}!`,
      `${plural}Aggregate(where: ${name}Where): AssetCount!`,
    ];
  });
  return block(undefined, "type Query", fields);
}
