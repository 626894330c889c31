import { canonical } from "../inventory/column-builder.ts";
import type { Blob, CodedColumn, Codes, Table } from "../inventory/tables.ts";
import type { AssetRecord, Field, FieldValue } from "../types.ts";
import { remember } from "./relation-ends.ts";
import type { Store } from "./store.ts";

/** Rows of which something is another now. A row may stand twice, and nothing have changed after all. */
export interface Marks {
  readonly rows: number[];
  /** Of a field the value of each row before and now, undefined where it is missing; of a relation nothing. */
  readonly before: (Known | typeof unread)[];
  readonly values: Known[];
}

export type Known = FieldValue | undefined;

/** Stands for a value that is not looked for: to read a text that hardly two rows share costs more than it saves. */
export const unread: unique symbol = Symbol("unread");

/** Whether a row's field has the value that it has in a record, and marks the row where not. */
export type CompareField = (
  row: number,
  before: AssetRecord | undefined,
  after: AssetRecord,
) => void;

/** Compares fields of records with what was known of their rows. Some `asked` rows will be asked for. */
export function createFieldComparison(
  store: Store,
): (table: Table, field: Field, asked: number, marks: Marks) => CompareField {
  /** Distinct values stay as they were once read. */
  const valuesOf = remember((_column: CodedColumn): FieldValue[] => [null]);

  function storedValue(column: CodedColumn, rows: number, asked: number): (row: number) => Known {
    const codeAt = readCodes(store, column.codes, rows, asked);
    const values = valuesOf(column);
    return (row) => {
      if (column.missing && store.isSet(column.missing, row)) return undefined;
      const code = codeAt(row);
      const known = values[code];
      if (known !== undefined) return known;
      const value = store.value(column.dictionary, code);
      values[code] = value;
      return value;
    };
  }

  return (table, field, asked, marks) => {
    const column = table.columns.get(field.name);
    const stored =
      column?.kind === "coded"
        ? storedValue(column, table.rows, asked)
        : (): typeof unread => unread;
    return (row, before, after) => {
      const was = before ? knownOf(field, before) : stored(row);
      const is = knownOf(field, after);
      if (was === is || (was !== unread && isSameList(was, is))) return;
      marks.rows.push(row);
      marks.before.push(was);
      marks.values.push(is);
    };
  };
}

function knownOf(field: Field, record: AssetRecord): Known {
  return record.missing?.includes(field.name) ? undefined : fieldOf(field, record);
}

/** Codes of rows, from memory where so many rows `asked` that they are there. */
function readCodes(store: Store, { width, blob }: Codes, rows: number, asked: number) {
  if (!bringIn(store, [blob], rows, asked)) return (row: number) => store.integer(blob, width, row);
  const at = store.address(blob) / width;
  const numbers = width === 1 ? store.memory.u8 : width === 2 ? store.memory.u16 : store.memory.u32;
  return (row: number): number => numbers[at + row]!;
}

/**
 * Brings what an update asks one row in some thousand of into memory, and tells whether it did: the next update will ask as
 * many others.
 */
export function bringIn(
  store: Store,
  blobs: readonly Blob[],
  rows: number,
  asked: number,
): boolean {
  if (asked * 4096 < rows) return false;
  for (const blob of blobs) store.address(blob);
  return true;
}

/** A record's value as a column would have it. */
export function fieldOf(field: Field, { fields }: AssetRecord): FieldValue {
  const value = fields[field.name] ?? null;
  return value === null ? null : (canonical(field, value) ?? value);
}

function isSameList(some: Known, others: Known): boolean {
  if (!Array.isArray(some) || !Array.isArray(others)) return false;
  return some.length === others.length && some.every((member, i) => member === others[i]);
}
