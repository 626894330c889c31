import { canonical } from "../inventory/column-builder.ts";
import type { CodedColumn, Column, Table } from "../inventory/tables.ts";
import type { AssetRecord, Field, FieldValue, Model } from "../types.ts";
import type { Changed } from "./changed-rows.ts";
import { remember } from "./relation-ends.ts";
import type { Store } from "./store.ts";

/** Records of one type that came together. */
export interface Batch {
  readonly own: Changed;
  readonly records: AssetRecord[];
  /** The row of each. */
  readonly rows: number[];
  /** The row's record before; undefined where the snapshot was right, `new` where there was no such asset. */
  readonly before: (AssetRecord | "new" | undefined)[];
}

/** Whether a row says of a field what it said before. */
type Comparison = (row: number, before: AssetRecord | undefined, after: AssetRecord) => boolean;

/** One update in so many rows, and a column is sooner read whole than cell by cell. */
export const worthReading = 4096;

/**
 * Which rows of a batch have another value of a field now. A stored text that mostly differs from row to row counts as
 * another: to look would cost more than to decide what reads it.
 */
export function createFieldComparison(
  model: Model,
  store: Store,
): (batch: Batch, name: string) => readonly number[] {
  /** Distinct values stay as they were once read. */
  const valuesOf = remember((_column: CodedColumn): FieldValue[] => [null]);

  function storedValue(column: CodedColumn, asked: number, rows: number) {
    const { width, blob } = column.codes;
    if (asked * worthReading > rows) store.address(blob);
    const values = valuesOf(column);
    return (row: number): FieldValue => {
      const code = store.integer(blob, width, row);
      const known = values[code];
      if (known !== undefined) return known;
      const value = store.value(column.dictionary, code);
      values[code] = value;
      return value;
    };
  }

  function comparison(field: Field, column: Column, asked: number, { rows }: Table): Comparison {
    const { name } = field;
    const stored = column.kind === "coded" ? storedValue(column, asked, rows) : undefined;
    return (row, before, after) => {
      if (!before && !stored) return false;
      const was = before ? fieldOf(field, before.fields[name]) : stored!(row);
      return isSame(was, fieldOf(field, after.fields[name]));
    };
  }

  return ({ own: { table }, records, rows, before }, name) => {
    const field = model.types.get(table.type)!.fields.get(name);
    const column = table.columns.get(name);
    // The id is what a row is found by.
    if (!field || !column || name === "id") return [];
    const isUnchanged = comparison(field, column, records.length, table);
    return rows.filter((row, i) => {
      const was = before[i];
      return was !== "new" && !isUnchanged(row, was, records[i]!);
    });
  };
}

/** A record's value as a column would have it. */
export function fieldOf(field: Field, value: FieldValue | undefined): FieldValue {
  return value === null || value === undefined ? null : (canonical(field, value) ?? value);
}

function isSame(a: FieldValue, b: FieldValue): boolean {
  if (a === b) return true;
  if (!Array.isArray(a) || !Array.isArray(b)) return false;
  return a.length === b.length && a.every((member, i) => member === b[i]);
}
