import DataLoader from "dataloader";
import { type GraphQLResolveInfo, getNullableType, isListType, isObjectType } from "graphql";
import { invariant } from "../errors.ts";
import type { Arguments } from "./arguments.ts";
import type { Call } from "./call.ts";
import { collectFields, selectionsBelow } from "./fields.ts";
import { joinRows, RowRef, RowList, splitByType } from "./nodes.ts";
import { followRow, type RowFields } from "./rows.ts";

/** An asset or part as resolvers hand it on: its type, its row, and the stored values that the selection asks for. */
export class RowObject {
  readonly __typename: string;
  readonly at: RowRef;
  readonly values: Readonly<Record<string, unknown>>;

  constructor(at: RowRef, values: Readonly<Record<string, unknown>>) {
    this.__typename = at.type;
    this.at = at;
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

/**
 * Batches by field of the document, with DataLoader: graphql-js resolves a level's fields in one turn, so each relation
 * is followed with one question per type of parent, and what it leads to is read with one per type.
 */
export function createBatcher(call: Call, rowFields: RowFields): Batcher {
  const read = (list: RowList, info: GraphQLResolveInfo) => readObjects(call, list, info);
  const followers = perField<RowObject, unknown>();
  const loaders = perField<RowRef, RowObject>();
  return {
    read,
    follow: (from, args, info) =>
      followers(info, (parents) => followAll(call, rowFields, parents, args, info, read)).load(
        from,
      ),
    load: (row, info) => loaders(info, (rows) => read(joinRows(rows), info)).load(row),
  };
}

type BatchFunction<K, V> = (keys: readonly K[]) => Promise<readonly V[]>;

function perField<K, V>() {
  const loaders = new Map<unknown, DataLoader<K, V>>();
  return (info: GraphQLResolveInfo, batch: BatchFunction<K, V>): DataLoader<K, V> => {
    const field = info.fieldNodes[0];
    const known = loaders.get(field) ?? new DataLoader<K, V>(batch, { cache: false });
    loaders.set(field, known);
    return known;
  };
}

async function followAll(
  call: Call,
  rowFields: RowFields,
  parents: readonly RowObject[],
  args: Arguments,
  info: GraphQLResolveInfo,
  read: Batcher["read"],
): Promise<readonly unknown[]> {
  const list = joinRows(parents.map(({ at }) => at));
  const type = parents[0]!.at.type;
  const found = await followRow({ call, rowFields }, list, type, info.fieldName, args);
  const { offsets, things, absent } = found;
  const objects = things instanceof RowList ? await read(things, info) : things;
  const isList = isListType(getNullableType(info.returnType));
  return parents.map((_, i) => {
    if (absent.has(i)) return null;
    return isList
      ? objects.slice(offsets[i], offsets[i + 1])
      : (objects.slice(offsets[i], offsets[i + 1])[0] ?? null);
  });
}

async function readObjects(
  call: Call,
  list: RowList,
  info: GraphQLResolveInfo,
): Promise<RowObject[]> {
  const objects = new Array<RowObject>(list.length);
  for (const { at, rows } of splitByType(list)) {
    const fields = storedFields(call, rows.type, info);
    const columns = await call.inventory.read(rows, fields);
    rows.rows.forEach((row, i) => {
      const values = Object.fromEntries(fields.map((field, f) => [field, columns[f]![i]]));
      objects[at[i]!] = new RowObject(new RowRef(rows.type, row), values);
    });
  }
  return objects;
}

/** Looks ahead: the stored fields that are asked of rows of a type below this field. */
function storedFields(call: Call, typeName: string, info: GraphQLResolveInfo): readonly string[] {
  const type = info.schema.getType(typeName);
  invariant(isObjectType(type), `"${typeName}" is an object type of the schema`);
  const stored = call.inventory.model.types.get(typeName)?.fields;
  const asked = collectFields(info, type, selectionsBelow(info.fieldNodes));
  return [...new Set(asked.map(({ name }) => name))].filter((name) => stored?.has(name));
}
