import type { AbstractType, AssetType, EnumType, Field, Model, Relation } from "../types.ts";
import { usedScalars, valueTypeName } from "./filter-scalars.ts";
import type { FilteredType } from "./keys.ts";
import { type ListStyle, listArguments } from "./sdl-lists.ts";
import { block, describe } from "./sdl-text.ts";

/** The scalars that GraphQL does not bring with it, and the directions of a sort. */
export function renderScalars(model: Model): readonly string[] {
  const scalars = usedScalars(model).map(
    ([name, { description, specifiedBy }]) =>
      `${describe(description)}scalar ${name} @specifiedBy(url: ${JSON.stringify(specifiedBy)})`,
  );
  const ascending = "Smallest first, null last; texts by code point, false before true.";
  const descending = "Largest first, null first.";
  const order = [`${describe(ascending)}ASC`, `${describe(descending)}DESC`];
  return [...scalars, block(undefined, "enum SortDirection", order)];
}

/** The enums, interfaces, unions and types of the model. */
export function renderTypes(model: Model, style: ListStyle): readonly string[] {
  return [
    ...renderEnums(model),
    ...[...model.abstractTypes.values()].map((type) => renderAbstract(model, type, style)),
    ...[...model.types.values()].map((type) => renderObject(model, type, style)),
  ];
}

/** The model's enums. */
export function renderEnums(model: Model): readonly string[] {
  return [...model.enums.values()].map(renderEnum);
}

function renderEnum({ name, description, values }: EnumType): string {
  const lines = values.map((value) => describe(value.description) + value.name);
  return block(description, `enum ${name}`, lines);
}

function renderAbstract(model: Model, type: AbstractType, style: ListStyle): string {
  if (type.kind === "union")
    return `${describe(type.description)}union ${type.name} = ${type.members.join(" | ")}`;
  const above = interfacesOver(model, type);
  const implemented = above.length > 0 ? ` implements ${above.join(" & ")}` : "";
  return block(
    type.description,
    `interface ${type.name}${implemented}`,
    renderFields(model, type, style),
  );
}

/** The interfaces that all types of an interface have, and that promise nothing which this one does not. */
function interfacesOver(model: Model, type: AbstractType): readonly string[] {
  const names = ({ fields, relations }: AbstractType) => [...fields.keys(), ...relations.keys()];
  const own = new Set(names(type));
  return [...model.abstractTypes.values()]
    .filter((other) => other.kind === "interface" && other.members.length > type.members.length)
    .filter(({ members }) => type.members.every((member) => members.includes(member)))
    .filter((other) => names(other).every((name) => own.has(name)))
    .map(({ name }) => name);
}

function renderObject(model: Model, type: AssetType, style: ListStyle): string {
  const { interfaces } = type;
  const implemented = interfaces.length > 0 ? ` implements ${interfaces.join(" & ")}` : "";
  return block(
    type.description,
    `type ${type.name}${implemented}`,
    renderFields(model, type, style),
  );
}

function renderFields(model: Model, type: FilteredType, style: ListStyle): readonly string[] {
  return [
    ...[...type.fields.values()].map(
      (field) => `${describe(field.description)}${field.name}: ${outputType(field)}`,
    ),
    ...[...type.relations.values()].map(
      (relation) => describe(relation.description) + renderRelation(model, type, relation, style),
    ),
  ];
}

function outputType(field: Field): string {
  const name = valueTypeName(field);
  const type = field.list ? `[${name}${field.elementRequired ? "!" : ""}]` : name;
  return type + (field.required ? "!" : "");
}

/** To-one is nullable whatever the model says: the target may be missing, or not be what `where` asks for. */
function renderRelation(
  model: Model,
  type: FilteredType,
  relation: Relation,
  style: ListStyle,
): string {
  const { name, target, toMany } = relation;
  const filtered = argumentTarget(model, type, relation);
  if (!toMany) return `${name}(where: ${filtered}Where): ${target}`;
  return `${name}(${listArguments(model, filtered, style)}): [${target}!]!`;
}

/** A field that an interface declares takes the interface's arguments in every type, as GraphQL demands; the widest one's. */
function argumentTarget(model: Model, type: FilteredType, relation: Relation): string {
  const names = "interfaces" in type ? type.interfaces : interfacesOver(model, type);
  const declared = names
    .flatMap((name) => model.abstractTypes.get(name) ?? [])
    .filter(({ relations }) => relations.has(relation.name))
    .sort((a, b) => b.members.length - a.members.length)
    .map(({ relations }) => relations.get(relation.name)!);
  return (declared[0] ?? relation).target;
}

/** Which types a row of an interface can have. */
export function renderImplementations(name: string, members: readonly string[]): string {
  return block(undefined, `enum ${name}Implementation`, members);
}
