import type { Column } from "../../inventory/tables.ts";
import { SLICE, type Slices } from "../../slices.ts";
import type { FieldValue, Rows } from "../../types.ts";
import type { Engine } from "../engine.ts";
import { blobsOfColumn } from "../columns/blobs.ts";
import type { ColumnCache } from "../columns/column-cache.ts";

/** Values of fields, column by column. */
export function* readFields(
  { tables, cache }: Engine,
  { type, rows }: Rows,
  fields: readonly string[],
): Slices<readonly (readonly FieldValue[])[]> {
  const table = tables.tables.get(type)!;
  const columns: (readonly FieldValue[])[] = [];
  for (const field of fields) {
    const column = table.columns.get(field);
    if (!column) columns.push(new Array<FieldValue>(rows.length).fill(null));
    else {
      yield* isWorthMemory(cache, column, rows.length);
      columns.push(yield* readColumn(cache, column, rows));
    }
  }
  return columns;
}

/** Values that are read between two places where work may give way: each may be a read of its own from a file. */
const readAtOnce = 1024;

/** What `read` gives for each row. */
export function* mapRows<T>(rows: Uint32Array, read: (row: number) => T): Slices<T[]> {
  const values: T[] = [];
  for (let i = 0; i < rows.length; i++) {
    values.push(read(rows[i]!));
    if (i % readAtOnce === readAtOnce - 1) yield;
  }
  return values;
}

/** The values of some rows of a column, wherever it is. */
export function* readColumn(
  cache: ColumnCache,
  column: Column,
  rows: Uint32Array,
): Slices<FieldValue[]> {
  if (column.kind === "plain") {
    const { texts, nulls } = column;
    const read: FieldValue[] = [];
    for (let from = 0; from < rows.length; from += readAtOnce) {
      for (const text of cache.texts(texts, rows.subarray(from, from + readAtOnce)))
        read.push(text);
      yield;
    }
    if (nulls)
      for (let i = 0; i < rows.length; i++) {
        if (cache.isSet(nulls, rows[i]!)) read[i] = null;
        if (i % SLICE === 0) yield;
      }
    return read;
  }
  // A value that many rows share is made once.
  const values = new Map<number, FieldValue>([[0, null]]);
  const { codes, dictionary } = column;
  return yield* mapRows(rows, (row) => {
    const code = cache.integer(codes.blob, codes.width, row);
    let value = values.get(code);
    if (value === undefined) {
      value = cache.value(dictionary, code);
      values.set(code, value);
    }
    return value;
  });
}

/** Whether a column is in memory, where so many of its values are wanted (see `ColumnCache.isWorth`). */
export function isWorthMemory(cache: ColumnCache, column: Column, values: number): Slices<boolean> {
  return cache.isWorth(blobsOfColumn(column), values);
}
