import { canonical } from "../inventory/column-builder.ts";
import type { CodedColumn } from "../inventory/tables.ts";
import type { AssetRecord, Field, FieldValue } from "../types.ts";
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

/** Rows of which something is another now. A row may stand twice, and nothing have changed after all. */
export interface Marks {
  readonly rows: number[];
  /** Of a field the value of each row, undefined where it is missing; of a relation nothing. */
  readonly values: (FieldValue | undefined)[];
}

/** One update in so many rows, and a column is sooner read whole than cell by cell. */
export const worthReading = 4096;

/**
 * Which rows of a batch have another value of a field now. A stored text that mostly differs from row to row counts as
 * another: to look would cost more than to decide what reads it.
 */
export function createFieldComparison(store: Store): (batch: Batch, field: Field) => Marks {
  /** Distinct values stay as they were once read. */
  const valuesOf = remember((_column: CodedColumn): FieldValue[] => [null]);

  function storedValue(column: CodedColumn, asked: number, rows: number) {
    const { width, blob } = column.codes;
    if (asked * worthReading > rows) store.address(blob);
    const values = valuesOf(column);
    return (row: number): FieldValue | undefined => {
      if (column.missing && store.isSet(column.missing, row)) return undefined;
      const code = store.integer(blob, width, row);
      const known = values[code];
      if (known !== undefined) return known;
      const value = store.value(column.dictionary, code);
      values[code] = value;
      return value;
    };
  }

  return ({ own: { table }, records, rows, before }, field) => {
    const marks: Marks = { rows: [], values: [] };
    const column = table.columns.get(field.name);
    // The id is what a row is found by.
    if (!column || field.name === "id") return marks;
    const stored =
      column.kind === "coded" ? storedValue(column, records.length, table.rows) : undefined;
    for (let i = 0; i < records.length; i++) {
      const was = before[i];
      if (was === "new") continue;
      const value = knownOf(field, records[i]!);
      if (was ? isSame(knownOf(field, was), value) : stored && isSame(stored(rows[i]!), value))
        continue;
      marks.rows.push(rows[i]!);
      marks.values.push(value);
    }
    return marks;
  };
}

function knownOf(field: Field, record: AssetRecord): FieldValue | undefined {
  return record.missing?.includes(field.name) ? undefined : fieldOf(field, record);
}

/** A record's value as a column would have it. */
export function fieldOf(field: Field, { fields }: AssetRecord): FieldValue {
  const value = fields[field.name] ?? null;
  return value === null ? null : (canonical(field, value) ?? value);
}

function isSame(a: FieldValue | undefined, b: FieldValue | undefined): boolean {
  if (a === b) return true;
  if (!Array.isArray(a) || !Array.isArray(b)) return false;
  return a.length === b.length && a.every((member, i) => member === b[i]);
}
