import DataLoader from "dataloader";
import {
  type GraphQLResolveInfo,
  getNullableType,
  isListType,
  isObjectType,
  responsePathAsArray,
} from "graphql";
import { invariant } from "../errors.ts";
import { type Arguments, readFilter, targetOf } from "./arguments.ts";
import type { Call } from "./call.ts";
import { type Children, type PathOf, pathsBelow } from "./children.ts";
import { collectFields, type SelectedField, selectionsBelow } from "./fields.ts";
import { keysOf } from "./gaps.ts";
import { joinRows, type RowRef, RowList, splitByType } from "./nodes.ts";
import { noteMember } from "./note-missing.ts";
import { followRow, type RowFields } from "./rows.ts";

/**
 * Rows of one type that were read together for one selection. What a field of theirs leads to is asked for all of them at once, under
 * the field's key: fields of the same name and key have the same arguments and selections, whichever fragments they stand in.
 */
interface Group {
  readonly type: string;
  readonly followers: Map<string, DataLoader<RowObject, unknown>>;
  /** Where its rows stand in the answer. */
  readonly pathOf: PathOf;
}

/** An asset or part as resolvers hand it on: its type, its row, and the stored values that the selection asks for. */
export class RowObject {
  readonly __typename: string;
  readonly row: number;
  readonly values: Readonly<Record<string, unknown>>;
  readonly group: Group;
  /** Its place among the rows of its group. */
  readonly place: number;

  constructor(group: Group, place: number, row: number, values: Readonly<Record<string, unknown>>) {
    this.__typename = group.type;
    this.group = group;
    this.place = place;
    this.row = row;
    this.values = values;
  }
}

/** Turns what one row after the other is asked into one question for all of them. Lives as long as one operation. */
export interface Batcher {
  /** What a field that is not stored leads to from one row, ready for the resolvers below. */
  follow(from: RowObject, args: Arguments, info: GraphQLResolveInfo): Promise<unknown>;
  /** One row with the stored values that the selection asks for. */
  load(row: RowRef, info: GraphQLResolveInfo): Promise<RowObject>;
  /** All rows of a list, in order. */
  read(list: RowList, info: GraphQLResolveInfo): Promise<RowObject[]>;
}

/** Rows that are made into objects without giving way. */
const ROWS_AT_ONCE = 1024;

/** A row that a field of a plain object leads to, and where that stands. */
interface Reached {
  readonly row: RowRef;
  readonly path: readonly (string | number)[];
}

/**
 * Batches with DataLoader: graphql-js resolves a level's fields in one turn, so each relation is followed with one question per type
 * of parent, and what it leads to is read with one per type. What is missing is noted on the way.
 */
export function createBatcher(call: Call, rowFields: RowFields): Batcher {
  const loaders = new Map<string, DataLoader<Reached, RowObject>>();
  return {
    read(list, info) {
      const path = responsePathAsArray(info.path);
      return readObjects(call, list, info, (i) => [...path, i]);
    },
    follow(from, args, info) {
      const key = String(info.path.key);
      const { followers } = from.group;
      const follower =
        followers.get(key) ??
        batch<RowObject, unknown>((parents) => followAll(call, rowFields, parents, args, info));
      followers.set(key, follower);
      return follower.load(from);
    },
    load(row, info) {
      const path = responsePathAsArray(info.path);
      const key = JSON.stringify([info.parentType.name, ...keysOf(path)]);
      const loader =
        loaders.get(key) ??
        batch<Reached, RowObject>((all) => {
          const list = joinRows(all.map((one) => one.row));
          return readObjects(call, list, info, (i) => all[i]!.path);
        });
      loaders.set(key, loader);
      return loader.load({ row, path });
    },
  };
}

function batch<K, V>(load: (keys: readonly K[]) => Promise<readonly V[]>): DataLoader<K, V> {
  return new DataLoader(load, { cache: false });
}

async function followAll(
  call: Call,
  rowFields: RowFields,
  parents: readonly RowObject[],
  args: Arguments,
  info: GraphQLResolveInfo,
): Promise<readonly unknown[]> {
  const { type, pathOf } = parents[0]!.group;
  const rows = Uint32Array.from(parents, ({ row }) => row);
  const list = new RowList([type], new Uint8Array(rows.length), rows);
  const { fieldName: name } = info;
  const key = String(info.path.key);
  const target = targetOf(call.inventory.model, type, name);
  const where = target && readFilter(call, target.name, args.where);
  const parentPath: PathOf = (i) => pathOf(parents[i]!.place);
  await noteMember(call, { type, rows }, { key, name, where }, parentPath);
  const children = await followRow({ call, rowFields }, list, type, name, args);
  return handOut(call, children, info, (i) => [...parentPath(i), key]);
}

/** What the field is for each parent, in their order; `pathOf` leads to the field of one. */
async function handOut(
  call: Call,
  { offsets, things, absent }: Children,
  info: GraphQLResolveInfo,
  pathOf: PathOf,
): Promise<readonly unknown[]> {
  const isList = isListType(getNullableType(info.returnType));
  const childPath = pathsBelow(offsets, isList, pathOf);
  const objects =
    things instanceof RowList ? await readObjects(call, things, info, childPath) : things;
  return Array.from({ length: offsets.length - 1 }, (_, i) => {
    const own = objects.slice(offsets[i], offsets[i + 1]);
    return absent.has(i) ? null : isList ? own : (own[0] ?? null);
  });
}

async function readObjects(
  call: Call,
  list: RowList,
  info: GraphQLResolveInfo,
  pathOf: PathOf,
): Promise<RowObject[]> {
  const objects = new Array<RowObject>(list.length);
  await call.yieldToEventLoop();
  for (const { at, rows } of splitByType(list)) {
    const { type } = rows;
    const group: Group = { type, followers: new Map(), pathOf: (i) => pathOf(at[i]!) };
    const stored = storedFields(call, type, info);
    for (const { key, name } of stored) await noteMember(call, rows, { key, name }, group.pathOf);
    const names = [...new Set(stored.map(({ name }) => name))];
    const columns = await call.inventory.read(rows, names);
    for (const [i, row] of rows.rows.entries()) {
      if (i % ROWS_AT_ONCE === 0) await call.yieldToEventLoop();
      const values = Object.fromEntries(names.map((name, f) => [name, columns[f]![i]]));
      objects[at[i]!] = new RowObject(group, i, row, values);
    }
  }
  return objects;
}

/** Looks ahead: the stored fields that are asked of rows of a type below this field. */
function storedFields(
  call: Call,
  typeName: string,
  info: GraphQLResolveInfo,
): readonly SelectedField[] {
  const type = info.schema.getType(typeName);
  invariant(isObjectType(type), `"${typeName}" is an object type of the schema`);
  const stored = call.inventory.model.types.get(typeName)?.fields;
  const selected = collectFields(info, type, selectionsBelow(info.fieldNodes));
  return selected.filter(({ name }) => stored?.has(name));
}
