import type { Model } from "../../src/types.ts";
import { describeFilterScalar, filterScalarsOf } from "../../src/dialect/filter-scalars.ts";
import { keyType } from "../../src/dialect/input-types.ts";
import {
  type FilteredType,
  keysOf,
  nestedQuantifiers,
  typesLedToMany,
  typesOf,
} from "../../src/dialect/keys.ts";
import { withNotes } from "../../src/dialect/notes.ts";
import { block, describe } from "../../src/dialect/sdl-text.ts";
import { renderImplementations } from "../../src/dialect/sdl-types.ts";
import { renderAround } from "../../src/dialect/sdl.ts";

/**
 * The whole generated schema as text, with `where` inputs of all spellings at once: for those who hold the dialect against what
 * graphql-js makes of it. The product shows one spelling, and leaves filters to `readWhere`.
 */
export function renderSdl(model: Model): string {
  return renderAround(renderWheres(model), withNotes(model));
}

/**
 * What every `where` is made of: the filter scalars; for each type `XWhere`; `XListWhere` where a to-many relation leads to
 * it, which has the nested quantifiers beside the same keys; the same two for connections; and for an interface the
 * enum of its types.
 */
function renderWheres(model: Model): readonly string[] {
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
