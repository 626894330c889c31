import type { Column } from "../../inventory/tables.ts";
import type { FieldValue, Rows } from "../../types.ts";
import type { Engine } from "../select.ts";
import { isAnyTouched } from "./rows.ts";
import type { Store } from "./store.ts";

/** Values of fields, column by column. */
export function readFields(
  { tables, store, rows: access }: Engine,
  { type, rows }: Rows,
  fields: readonly string[],
): readonly (readonly FieldValue[])[] {
  const table = tables.tables.get(type)!;
  const isTouched = isAnyTouched(access.touched(table), rows);
  return fields.map((field) => {
    const column = table.columns.get(field);
    if (!column) return Array.from(rows, () => null);
    if (isTouched) return Array.from(rows, (row) => access.value({ table, row }, field));
    isWorthMemory(store, column, rows.length);
    return readColumn(column);
  });

  function readColumn(column: Column): readonly FieldValue[] {
    if (column.kind === "plain") {
      const { texts, nulls } = column;
      const read: FieldValue[] = store.texts(texts, rows);
      if (nulls)
        for (let i = 0; i < rows.length; i++) if (store.isSet(nulls, rows[i]!)) read[i] = null;
      return read;
    }
    const read: FieldValue[] = [];
    // A value that many rows share is made once.
    const values = new Map<number, FieldValue>([[0, null]]);
    const { width, blob } = column.codes;
    for (let i = 0; i < rows.length; i++) {
      const code = store.integer(blob, width, rows[i]!);
      let value = values.get(code);
      if (value === undefined) {
        value = store.value(column.dictionary, code);
        values.set(code, value);
      }
      read.push(value);
    }
    return read;
  }
}

/** Whether a column is in memory, where so many of its values are wanted (see `Store.isWorth`). */
export function isWorthMemory(store: Store, column: Column, values: number): boolean {
  return store.isWorth(blobsOf(column), values);
}

function blobsOf(column: Column) {
  if (column.kind === "plain") {
    const { texts, nulls } = column;
    return [texts.offsets, texts.bytes, ...(nulls ? [nulls] : [])];
  }
  const { codes, dictionary } = column;
  switch (dictionary.kind) {
    case "boolean":
      return [codes.blob];
    case "number":
      return [codes.blob, dictionary.numbers];
    default:
      return [codes.blob, dictionary.texts.offsets, dictionary.texts.bytes];
  }
}
