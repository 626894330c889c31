import type { AbstractType, AssetType, Field, Model } from "../types.ts";
import { describeFilterScalar, type FilterScalar, filterScalarsOf } from "./filter-scalars.ts";
import { CASELESS, keyType, nestedOperators, takesText } from "./input-types.ts";
import {
  type FilteredType,
  type Key,
  keysOf,
  nestedQuantifiers,
  typesLedToMany,
  typesOf,
} from "./keys.ts";
import { describeKey, linkWords, listWords } from "./key-words.ts";
import { block, describe } from "./sdl-text.ts";
import type { Published } from "./shown-filters.ts";
import { orders } from "./operators.ts";
import { renderImplementations } from "./sdl-types.ts";

/**
 * The inputs of a schema that is shown to people and their tools, in the one spelling that they chose: with suffixes each key is
 * one of `XWhere`; nested ones are few, for all fields of a kind share one filter, whose operators are typed. Every value of
 * these inputs is one of `renderWheres`, and so is every name.
 */
export function renderPublishedWheres(model: Model, published: Published): readonly string[] {
  const many = typesLedToMany(model);
  return [
    ...filterScalarsOf(model).flatMap((scalar) => renderFilter(scalar, published)),
    ...typesOf(model).flatMap((type) => [
      block(undefined, `input ${type.name}Where`, renderKeys(type, published)),
      ...(many.has(type.name) ? [renderListWhere(type, published)] : []),
      ...(published.connections ? renderConnectionWheres(type, many.has(type.name)) : []),
      ...(type.kind === "interface" ? [renderImplementations(type.name, type.members)] : []),
    ]),
  ];
}

/** A field's own key: with suffixes what it takes besides is for `readWhere` to say, nested its operators are an input. */
function renderFilter(scalar: FilterScalar, { spelling }: Published): readonly string[] {
  if (spelling === "suffix")
    return [`${describe(describeFilterScalar(scalar))}scalar ${scalar.name}`];
  const render = (name: string, ignoreCase: boolean) =>
    block(
      ignoreCase
        ? "Operators that ignore case, all of which must hold."
        : "Operators, all of which must hold.",
      `input ${name}`,
      nestedOperators(scalar, ignoreCase).map(
        (operator) => `${describe(operator.doc)}${operator.name}: ${operator.type}`,
      ),
    );
  return [
    render(scalar.name, false),
    ...(takesText(scalar) ? [render(CASELESS + scalar.name, true)] : []),
  ];
}

function renderKeys(type: FilteredType, published: Published): readonly string[] {
  return keysOf(type)
    .filter(({ name, key }) => isShown(type, name, key, published))
    .map(({ name, key }) => `${describeIn(published, key)}${name}: ${keyType(type, key)}`);
}

/** What generators of clients make of the nested spelling has the fields' own types besides, which are described. */
function describeIn({ spelling }: Published, key: Key): string {
  return spelling === "nested" ? "" : describe(describeKey(key));
}

function isShown(
  type: FilteredType,
  name: string,
  key: Key,
  { spelling, connections }: Published,
): boolean {
  if (key.kind === "connection") {
    const isBare = name.endsWith("Connection");
    return connections && (spelling === "both" || isBare === (spelling === "nested"));
  }
  if (spelling === "both") return true;
  const isCommon = key.kind === "logic" || key.kind === "member";
  if (isCommon || key.kind === "field" || key.kind === "relation") return true;
  if (key.kind === "typename") return (name === "typename") === (spelling === "nested");
  return spelling === "suffix" && isUsual(type, name, key);
}

/**
 * Of the suffixes those that checks are written in, so that tools can load the schema: the others say the same in other words, or
 * what hardly anybody asks. They are answered all the same.
 */
function isUsual(type: FilteredType, name: string, key: Key): boolean {
  switch (key.kind) {
    case "exists":
      return "target" in key.of;
    case "quantify":
      return !key.relation.toMany || !name.endsWith("_NOT");
    case "compare":
      return isUsualOn(key.field, key.operator, key.negated, type.kind === "part");
    default:
      return true;
  }
}

function isUsualOn(field: Field, operator: string, negated: boolean, isOfPart: boolean): boolean {
  if (field.list) return operator === "INCLUDES" || (operator === "INCLUDES_SOME" && !negated);
  const isText = field.scalar === "String" || field.scalar === "ID";
  const [from] = field.reading?.paths ?? [];
  // The same of every asset so far.
  if (from === "$provider") return false;
  if (from === "$readAt") return operator === "LT" || operator === "GTE";
  if (operator === "EQ") return negated;
  const { values, spelling } = field;
  const isWord = values ?? (spelling && ("words" in spelling || spelling.form === "REGION"));
  const isNamed = field.name === "id" || field.name === "name";
  if (operator === "IN")
    return negated ? Boolean(isNamed || isWord) : isText || field.scalar === "Int";
  if (!isText) return orders.includes(operator);
  if (negated || orders.includes(operator) || from === "$type") return false;
  if (isNamed || isWord) return isNamed;
  const isId = spelling && "form" in spelling && spelling.form === "ID";
  if (operator === "STARTS_WITH") return Boolean(isId) || !isOfPart;
  return operator === "MATCHES" || (operator === "CONTAINS" && !isId);
}

/** Related rows, nested: how many of them a condition is true for. With suffixes its keys are those of the type itself. */
function renderListWhere(type: AssetType | AbstractType, { spelling }: Published): string {
  const name = `${type.name}ListWhere`;
  if (spelling === "suffix")
    return `${describe("A condition on related rows, as behind `_SOME`; or an object of `some`, `none`, `all`, `single` and `exists`.")}scalar ${name}`;
  return block(
    "Related rows: all that is said of them must hold.",
    `input ${name}`,
    [...Object.keys(nestedQuantifiers), "exists"].map(
      (quantifier) =>
        `${describe(listWords[quantifier])}${quantifier}: ${quantifier === "exists" ? "Boolean" : `${type.name}Where`}`,
    ),
  );
}

function renderConnectionWheres(type: FilteredType, isLedToMany: boolean): readonly string[] {
  const self = `${type.name}ConnectionWhere`;
  const members = type.kind === "union" ? type.members : [];
  const keys = [
    ...members.map((member) => `${member}: ${member}ConnectionWhere`),
    `${describe(linkWords.node)}node: ${type.name}Where`,
    `AND: [${self}!]`,
    `OR: [${self}!]`,
    `NOT: ${self}`,
  ];
  const quantified = Object.keys(nestedQuantifiers).map(
    (quantifier) => `${describe(linkWords[quantifier])}${quantifier}: ${self}`,
  );
  const list = block(undefined, `input ${type.name}ConnectionListWhere`, quantified);
  return [block(undefined, `input ${self}`, keys), ...(isLedToMany ? [list] : [])];
}
