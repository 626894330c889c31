import {
  type GraphQLObjectType,
  getNamedType,
  getNullableType,
  isLeafType,
  isListType,
  type SelectionNode,
} from "graphql";
import type { FieldValue } from "../types.ts";
import { readFilter, targetOf } from "./arguments.ts";
import { type Children, gatherChildren, type PathOf, pathsBelow, type Things } from "./children.ts";
import { collectFields, type SelectedField, selectionsBelow } from "./fields.ts";
import { describe } from "./introspection.ts";
import { RowList, splitByType } from "./nodes.ts";
import { noteMember } from "./note-missing.ts";
import { followRow } from "./rows.ts";
import {
  type FieldRequest,
  argumentsOf,
  requestOf,
  failField,
  isIntrospection,
  joinList,
  propagateNull,
  NULLED,
  objectType,
  spentOn,
  type Text,
  type Writing,
} from "./writing.ts";

/** One level: things of one declared type, what is asked of them, and where they stand. */
interface Level {
  readonly type: GraphQLObjectType;
  readonly things: Things;
  readonly below: readonly SelectionNode[];
  readonly pathOf: PathOf;
}

/**
 * The JSON text of each of `things`, which are accounted for, in order. `declared` is their type in the schema; rows know
 * their own, and objects that are declared as an interface say it in `__typename`, all of them the same.
 */
export async function writeThings(
  writing: Writing,
  declared: string,
  things: Things,
  below: readonly SelectionNode[],
  pathOf: PathOf,
): Promise<readonly Text[]> {
  const { call } = writing;
  if (things.length === 0) return [];
  await call.yieldToEventLoop();
  if (!(things instanceof RowList))
    return writeLevel(writing, { type: typeOf(writing, declared, things), things, below, pathOf });
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

function typeOf(
  writing: Writing,
  declared: string,
  [first]: readonly { readonly __typename?: string }[],
): GraphQLObjectType {
  return objectType(writing, first?.__typename ?? declared);
}

/** The text of a field's value for each parent, from what the field leads to. */
export async function completeChildren(
  writing: Writing,
  request: FieldRequest,
  children: Children,
  pathOf: PathOf,
): Promise<readonly Text[]> {
  const { key, field, nodes } = request;
  const { offsets, things, absent } = children;
  const isList = isListType(getNullableType(field.type));
  const childPath = pathsBelow(offsets, isList, (i) => [...pathOf(i), key]);
  const below = selectionsBelow(nodes);
  const texts = await writeThings(writing, getNamedType(field.type).name, things, below, childPath);
  const whole = Array.from({ length: offsets.length - 1 }, (_, i): Text => {
    if (absent.has(i)) return "null";
    const own = texts.slice(offsets[i], offsets[i + 1]);
    return isList ? joinList(field.type, own) : (own[0] ?? "null");
  });
  return propagateNull(writing, request, whole, pathOf);
}

async function writeLevel(writing: Writing, level: Level): Promise<readonly Text[]> {
  const { type, things } = level;
  const selected = collectFields(writing.selections, type, level.below);
  const heads = selected.map(({ key }, i) => `${i === 0 ? "" : ","}${JSON.stringify(key)}:`);
  const leaves = await readLeaves(writing, level, selected);
  const columns: (readonly Text[])[] = [];
  // One after the other, so that what one makes is accounted for before the next makes more.
  for (const field of selected) columns.push(await writeField(writing, level, field, leaves));
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
    if (value === NULLED) return NULLED;
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
  const request = requestOf(type, selected);
  try {
    if (things instanceof RowList) await noteShown(writing, level, things, request);
    if (isLeafType(getNamedType(request.field.type))) {
      const values = leaves.get(selected.name) ?? (await readProperties(writing, level, request));
      return propagateNull(writing, request, values.map(writeValue), pathOf);
    }
    const children = await findChildren(writing, level, request);
    return await completeChildren(writing, request, children, pathOf);
  } catch (error) {
    return new Array<Text>(things.length).fill(failField(writing, request, error, pathOf(0)));
  }
}

/** Notes what is missing of a field that is stored. */
async function noteShown(
  writing: Writing,
  { type, pathOf }: Level,
  { rows }: RowList,
  request: FieldRequest,
): Promise<void> {
  const { call } = writing;
  const { key, name } = request;
  const target = targetOf(call.inventory.model, type.name, name);
  const { where } = target ? argumentsOf(writing, request) : {};
  const filter = target && readFilter(call, target.name, where);
  await noteMember(call, { type: type.name, rows }, { key, name, where: filter }, pathOf);
}

async function findChildren(
  writing: Writing,
  level: Level,
  request: FieldRequest,
): Promise<Children> {
  const { type, things } = level;
  return things instanceof RowList
    ? followRow(writing, things, type.name, request.name, argumentsOf(writing, request))
    : gatherChildren(writing.call, await readProperties(writing, level, request), spentOn(request));
}

/** Objects that are asked together, so that what they look up by id is looked up at once. */
const OBJECTS_AT_ONCE = 4096;

/** A field's values of plain objects: each a property, or what a method answers. Introspection brings resolvers of its own. */
async function readProperties(
  writing: Writing,
  { type, things }: Level,
  request: FieldRequest,
): Promise<readonly unknown[]> {
  const args = argumentsOf(writing, request);
  const objects = things as readonly object[];
  if (isIntrospection(type.name))
    return objects.map((thing) => describe(writing.described(), request.field, thing, args));
  const ask = (thing: object): unknown => {
    const value = (thing as Record<string, unknown>)[request.name];
    return typeof value === "function" ? value.call(thing, args, writing.call) : value;
  };
  const values: unknown[] = [];
  for (let from = 0; from < objects.length; from += OBJECTS_AT_ONCE) {
    await writing.call.yieldToEventLoop();
    const answers = await Promise.all(objects.slice(from, from + OBJECTS_AT_ONCE).map(ask));
    for (const answer of answers) values.push(answer);
  }
  return values;
}

function writeValue(value: unknown): string {
  return value === null || value === undefined ? "null" : JSON.stringify(value as FieldValue);
}
