import {
  GraphQLError,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  getArgumentValues,
  getNamedType,
  getNullableType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  locatedError,
  SchemaMetaFieldDef,
  type SelectionNode,
  TypeMetaFieldDef,
} from "graphql";
import { invariant } from "../errors.ts";
import type { FieldValue } from "../types.ts";
import { type Call, Stopped } from "./call.ts";
import { type Children, gatherChildren, parentOf, type Things } from "./children.ts";
import { collectFields, type SelectedField, type Selections, selectionsBelow } from "./fields.ts";
import { RowList, splitByType } from "./nodes.ts";
import { followRow, type RowFields } from "./rows.ts";

/** What all levels of one answer share. */
export interface Writing {
  readonly selections: Selections;
  readonly call: Call;
  readonly rowFields: RowFields;
  /** What introspection tells of. */
  readonly described: () => GraphQLSchema;
  /** Errors of fields, as they are found. */
  readonly errors: GraphQLError[];
}

/** In place of a text: null where the schema promises a value, so that the object around it becomes null. */
export const LOST = Symbol("lost");
export type Text = string | typeof LOST;

/** The keys and positions that lead to object `i` of a level; asked for only where there is an error to report. */
export type PathOf = (i: number) => readonly (string | number)[];

/** One level: things of one declared type, what is asked of them, and where they stand. */
interface Level {
  readonly type: GraphQLObjectType;
  readonly things: Things;
  readonly below: readonly SelectionNode[];
  readonly pathOf: PathOf;
}

/** A field with its definition on the type at hand. */
export interface Asked extends SelectedField {
  readonly field: GraphQLField<unknown, unknown>;
}

/** The JSON text of each of `things`, in order. `declared` is their type in the schema; rows know their own. */
export async function writeThings(
  writing: Writing,
  declared: string,
  things: Things,
  below: readonly SelectionNode[],
  pathOf: PathOf,
): Promise<readonly Text[]> {
  const { call } = writing;
  if (things.length === 0) return [];
  await call.breathe();
  call.spend(things.length, isIntrospection(declared) ? "descriptions" : "rows");
  if (!(things instanceof RowList))
    return writeLevel(writing, { type: objectType(writing, declared), things, below, pathOf });
  const groups = splitByType(things);
  const texts = new Array<Text>(things.length);
  for (const { at, rows } of groups) {
    const list = new RowList([rows.type], new Uint8Array(rows.rows.length), rows.rows);
    const written = await writeLevel(writing, {
      type: objectType(writing, rows.type),
      things: list,
      below,
      pathOf: (i) => pathOf(at[i]!),
    });
    if (groups.length === 1) return written;
    written.forEach((text, i) => {
      texts[at[i]!] = text;
    });
  }
  return texts;
}

/** The text of a field's value for each parent, from what the field leads to. */
export async function completeChildren(
  writing: Writing,
  asked: Asked,
  children: Children,
  pathOf: PathOf,
): Promise<readonly Text[]> {
  const { key, field, nodes } = asked;
  const { offsets, things, absent } = children;
  const isList = isListType(getNullableType(field.type));
  const childPath: PathOf = (j) => {
    const parent = parentOf(offsets, j);
    return [...pathOf(parent), key, ...(isList ? [j - offsets[parent]!] : [])];
  };
  const below = selectionsBelow(nodes);
  const texts = await writeThings(writing, getNamedType(field.type).name, things, below, childPath);
  const whole = Array.from({ length: offsets.length - 1 }, (_, i): Text => {
    if (absent.has(i)) return "null";
    const own = texts.slice(offsets[i], offsets[i + 1]);
    return isList ? joinList(field.type, own) : (own[0] ?? "null");
  });
  return keepPromise(writing, asked, whole, pathOf);
}

/** A list's text; null where a member is lost that the schema promises. */
export function joinList(type: GraphQLOutputType, texts: readonly Text[]): Text {
  if (!texts.includes(LOST)) return `[${texts.join(",")}]`;
  const list = getNullableType(type);
  const promised = isListType(list) && isNonNullType(list.ofType);
  if (promised) return LOST;
  return `[${texts.map((text) => (text === LOST ? "null" : text)).join(",")}]`;
}

const INTROSPECTION: Readonly<Record<string, GraphQLField<unknown, unknown>>> = {
  __schema: SchemaMetaFieldDef,
  __type: TypeMetaFieldDef,
};

/** Finds a selected field's definition. */
export function askFor(type: GraphQLObjectType, selected: SelectedField): Asked {
  const field = type.getFields()[selected.name] ?? INTROSPECTION[selected.name];
  invariant(field, `a validated operation asks "${type.name}" for "${selected.name}"`);
  return { ...selected, field };
}

/** The field's arguments in this operation. */
export function argumentsOf({ selections }: Writing, { field, nodes }: Asked) {
  return getArgumentValues(field, nodes[0]!, selections.variableValues);
}

/** Records an error of a field, once for all parents at this level, and gives back what the field then is. */
export function failField(
  writing: Writing,
  { key, field, nodes }: Asked,
  error: unknown,
  path: readonly (string | number)[],
): Text {
  if (error instanceof Stopped) throw error;
  writing.errors.push(locatedError(error, nodes, [...path, key]));
  return isNonNullType(field.type) ? LOST : "null";
}

async function writeLevel(writing: Writing, level: Level): Promise<readonly Text[]> {
  const { type, things } = level;
  const selected = collectFields(writing.selections, type, level.below);
  const heads = selected.map(({ key }, i) => `${i === 0 ? "" : ","}${JSON.stringify(key)}:`);
  const leaves = await readLeaves(writing, level, selected);
  const columns = await Promise.all(
    selected.map((field) => writeField(writing, level, field, leaves)),
  );
  return Array.from({ length: things.length }, (_, i) => joinFields(heads, columns, i));
}

function joinFields(
  heads: readonly string[],
  columns: readonly (readonly Text[])[],
  i: number,
): Text {
  let text = "{";
  for (let f = 0; f < heads.length; f++) {
    const value = columns[f]![i]!;
    if (value === LOST) return LOST;
    text += heads[f]! + value;
  }
  return `${text}}`;
}

type Leaves = ReadonlyMap<string, readonly unknown[]>;

/** All values that are asked of rows, read at once. */
async function readLeaves(
  { call }: Writing,
  { type, things }: Level,
  selected: readonly SelectedField[],
): Promise<Leaves> {
  if (!(things instanceof RowList)) return new Map();
  const stored = call.inventory.model.types.get(type.name)?.fields;
  const names = [...new Set(selected.map(({ name }) => name))].filter((name) => stored?.has(name));
  if (names.length === 0) return new Map();
  const columns = await call.inventory.read({ type: type.name, rows: things.rows }, names);
  return new Map(names.map((name, f) => [name, columns[f]!]));
}

async function writeField(
  writing: Writing,
  level: Level,
  selected: SelectedField,
  leaves: Leaves,
): Promise<readonly Text[]> {
  const { type, things, pathOf } = level;
  if (selected.name === "__typename")
    return new Array<Text>(things.length).fill(JSON.stringify(type.name));
  const asked = askFor(type, selected);
  try {
    if (isLeafType(getNamedType(asked.field.type))) {
      const values = leaves.get(selected.name) ?? (await readProperties(writing, level, asked));
      return keepPromise(writing, asked, values.map(writeValue), pathOf);
    }
    const children = await findChildren(writing, level, asked);
    return await completeChildren(writing, asked, children, pathOf);
  } catch (error) {
    return new Array<Text>(things.length).fill(failField(writing, asked, error, pathOf(0)));
  }
}

async function findChildren(writing: Writing, level: Level, asked: Asked): Promise<Children> {
  const { type, things } = level;
  return things instanceof RowList
    ? followRow(writing, things, type.name, asked.name, argumentsOf(writing, asked))
    : gatherChildren(await readProperties(writing, level, asked));
}

/** A field's values of plain objects: each a property, or what a method answers. Introspection brings resolvers of its own. */
async function readProperties(
  writing: Writing,
  { type, things }: Level,
  asked: Asked,
): Promise<readonly unknown[]> {
  const args = argumentsOf(writing, asked);
  const objects = things as readonly object[];
  if (isIntrospection(type.name))
    return objects.map((thing) => describe(writing, asked, thing, args));
  return Promise.all(
    objects.map((thing) => {
      const value = (thing as Record<string, unknown>)[asked.name];
      return typeof value === "function" ? value.call(thing, args, writing.call) : value;
    }),
  );
}

/** What graphql-js itself tells of a schema: all that its resolvers look at is the schema. */
export function describe(
  { described }: Writing,
  { field }: Asked,
  thing: unknown,
  args: Readonly<Record<string, unknown>>,
): unknown {
  const info = { schema: described() } as GraphQLResolveInfo;
  return field.resolve!(thing, args, undefined, info);
}

function isIntrospection(type: string): boolean {
  return type.startsWith("__");
}

function writeValue(value: unknown): string {
  return value === null || value === undefined ? "null" : JSON.stringify(value as FieldValue);
}

/** Loses those texts that are null against the schema's promise, with one error for the first. */
function keepPromise(
  writing: Writing,
  asked: Asked,
  texts: readonly Text[],
  pathOf: PathOf,
): readonly Text[] {
  const { field, nodes, key } = asked;
  const promised = isNonNullType(field.type);
  if (!promised)
    return texts.includes(LOST) ? texts.map((text) => (text === LOST ? "null" : text)) : texts;
  const first = texts.indexOf("null");
  if (first < 0) return texts;
  writing.errors.push(
    new GraphQLError(`Cannot return null for non-nullable field "${key}".`, {
      nodes: [...nodes],
      path: [...pathOf(first), key],
    }),
  );
  return texts.map((text) => (text === "null" ? LOST : text));
}

/** Finds a concrete type of the schema. */
export function objectType({ selections }: Writing, name: string): GraphQLObjectType {
  const type = selections.schema.getType(name);
  invariant(isObjectType(type), `"${name}" is an object type of the schema`);
  return type;
}
