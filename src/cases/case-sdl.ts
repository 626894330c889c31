import { valueTypeName } from "../dialect/filter-scalars.ts";
import { typeNamed, typesOf, type FilteredType } from "../dialect/keys.ts";
import { renderScalars, renderEnums } from "../dialect/sdl-types.ts";
import { block, describe } from "../dialect/sdl-text.ts";
import type { AbstractType, AssetType, Field, Model, Relation } from "../types.ts";

/** The input that rows of a type are written as. */
export const givenName = (type: string): string => `${type}Given`;

/** The enum of a type's members whose value could not be learnt. */
const memberName = (type: string): string => `${type}GivenMember`;

/** The schema of case files: what rows of each type can be given, and what can be said of them. The same model gives the same text. */
export function renderCaseSdl(model: Model): string {
  const assets = assetTypesOf(model);
  const lists = assets.map(
    ({ name, plural, description }) => `${describe(description)}${plural}: [${givenName(name)}!]`,
  );
  const unread = `${describe("Listings that were refused: nothing is known of what they would have held.")}unread: [CaseListing!]`;
  return [
    ...renderScalars(model),
    ...renderEnums(model),
    fixedTypes,
    block(
      "The asset types that are listed.",
      "enum CaseListing",
      assets.map(({ name }) => name),
    ),
    block(undefined, "type Query", [
      `${describe("The rows of one small estate, in one connector unless several are given.")}given(\n${indent([...lists, unread])}\n): CaseEstate`,
      recorded,
    ]),
    ...typesOf(model).flatMap((type) => renderGiven(model, type)),
    "",
  ].join("\n\n");
}

/** The types that rows can be given of at the root. */
export function assetTypesOf(model: Model): readonly AssetType[] {
  return [...model.types.values()].filter(({ kind }) => kind === "asset");
}

function indent(lines: readonly string[]): string {
  return lines
    .flatMap((line) => line.split("\n"))
    .map((line) => `  ${line}`)
    .join("\n");
}

function renderGiven(model: Model, type: FilteredType): readonly string[] {
  if ("members" in type) return [renderAbstract(type)];
  const members = [...type.fields.keys(), ...type.relations.keys()];
  return [
    block(type.description, `input ${givenName(type.name)}`, [
      ...ownMembers(type),
      ...[...type.fields.values()].map(renderField),
      ...[...type.relations.values()].map((relation) => renderRelation(model, relation)),
    ]),
    block(undefined, `enum ${memberName(type.name)}`, members),
  ];
}

/** One of several types: exactly one of them is given. */
function renderAbstract({ name, description, members }: AbstractType): string {
  const types = members.map((member) => `${member}: ${givenName(member)}`);
  return block(description, `input ${givenName(name)}`, types);
}

function ownMembers({ name }: AssetType): readonly string[] {
  return [
    `${describe("What the check must say of this row. Rows without it are scenery.")}is: CaseStatus`,
    `${describe("Conditions that must be among the reasons, as a report prints them: `rules[0].sources = []`.")}because: [String!]`,
    `${describe("Fields and relations whose value could not be learnt.")}missing: [${memberName(name)}!]`,
    `${describe("A row to start from; what stands beside replaces that member whole.")}like: ${givenName(name)}`,
  ];
}

function renderField(field: Field): string {
  const name = valueTypeName(field);
  const type = field.list ? `[${name}${field.elementRequired ? "!" : ""}]` : name;
  return `${describe(field.description)}${field.name}: ${type}`;
}

function renderRelation(model: Model, { name, description, target, toMany }: Relation): string {
  const type = givenName(typeNamed(model, target).name);
  return `${describe(description)}${name}: ${toMany ? `[${type}!]` : type}`;
}

const fixedTypes = `"""
On an operation. \`verdict\` is what the check must come to over the whole estate, for what no row can say. With \`todo\` it is run and
reported, and does not count; once it holds the todo has to go.
"""
directive @case(verdict: CaseVerdict, todo: String) on QUERY

"What a check says of a row."
enum CaseStatus {
  "It is an offender."
  FAIL
  PASS
  "It cannot be told, for data is missing."
  UNDECIDED
}

"What a check comes to."
enum CaseVerdict {
  FAIL
  PASS
  UNDECIDED
  "It had nothing to examine."
  NOT_APPLICABLE
}

"What the check must say of an asset of recorded answers."
input CaseExpected {
  "The asset's id, in any case."
  id: ID!
  is: CaseStatus!
  "Conditions that must be among the reasons, as a report prints them."
  because: [String!]
}

"Comes to nothing: an estate is only judged."
scalar CaseEstate`;

const recorded = `${describe("Raw answers in the format of recordings, in a folder below the one that has the file's name: `<name>.cases/<folder>`.")}recorded(folder: String!, expect: [CaseExpected!]): CaseEstate`;
