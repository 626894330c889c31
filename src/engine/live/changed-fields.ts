import { canonical } from "../../inventory/column-builder.ts";
import type { Blob, CodedColumn, Codes, Table } from "../../inventory/tables.ts";
import type { AssetRecord, Field, FieldValue } from "../../types.ts";
import { remember } from "./relation-ends.ts";
import type { Store } from "../rows/store.ts";

/** Rows of which something is another now. A row may stand twice, and nothing have changed after all. */
export interface Marks {
  readonly rows: number[];
  /** Of a field the position among `turns` of what became of each row's value; of a relation nothing. */
  readonly turnOf: number[];
  readonly turns: Turn[];
}

/** A value before and now, undefined where it is missing: many rows turn alike, and are decided once. */
export interface Turn {
  readonly was: Known | typeof unread;
  readonly is: Known;
}

export type Known = FieldValue | undefined;

/** Stands for a value that is not looked for: to read a text that hardly two rows share costs more than it saves. */
export const unread: unique symbol = Symbol("unread");

/** Compares a record with what was known of the row at this position among those compared, and marks the row where it differs. */
export type Compare = (
  position: number,
  before: AssetRecord | undefined,
  after: AssetRecord,
) => void;

/** Compares a field of many rows of a table, in their order. */
export function createFieldComparison(
  store: Store,
): (table: Table, field: Field, rows: readonly number[], marks: Marks) => Compare {
  /** Distinct values stay as they were once read. */
  const valuesOf = remember((_column: CodedColumn): FieldValue[] => [null]);

  function storedValues(column: CodedColumn, table: Table, rows: readonly number[]) {
    const codeAt = readNumbers(store, column.codes, table.rows, rows);
    const values = valuesOf(column);
    return (position: number): Known => {
      if (column.missing && store.isSet(column.missing, rows[position]!)) return undefined;
      const code = codeAt(position);
      const known = values[code];
      if (known !== undefined) return known;
      const value = store.value(column.dictionary, code);
      values[code] = value;
      return value;
    };
  }

  return (table, field, rows, marks) => {
    const column = table.columns.get(field.name);
    const stored =
      column?.kind === "coded" ? storedValues(column, table, rows) : (): typeof unread => unread;
    const { name } = field;
    const turnOf = createTurns(marks.turns);
    return (position, before, after) => {
      const was = before ? knownOf(field, before) : stored(position);
      if (was === (after.fields[name] ?? null) && !after.missing) return;
      const is = knownOf(field, after);
      if (was === is || (was !== unread && isSameList(was, is))) return;
      marks.rows.push(rows[position]!);
      marks.turnOf.push(turnOf(was, is));
    };
  };
}

/** Gives equal turns one position in `turns`, behind those that are there. */
function createTurns(turns: Turn[]): (was: Turn["was"], is: Known) => number {
  const known = new Map<Turn["was"], Map<Known, number>>();
  return (was, is) => {
    const ofWas = known.get(was) ?? new Map<Known, number>();
    known.set(was, ofWas);
    const position = ofWas.get(is) ?? turns.push({ was, is }) - 1;
    ofWas.set(is, position);
    return position;
  };
}

/**
 * The numbers of rows, by their position. Those in memory are looked at all at once: they are far apart, and so the
 * machine waits for many of them at a time.
 */
function readNumbers(
  store: Store,
  { width, blob }: Codes,
  count: number,
  rows: readonly number[],
): (position: number) => number {
  if (!bringIn(store, [blob], count, rows.length))
    return (position) => store.integer(blob, width, rows[position]!);
  const at = store.address(blob) / width;
  const { u8, u16, u32 } = store.memory;
  const numbers = width === 1 ? u8 : width === 2 ? u16 : u32;
  const found = new Uint32Array(rows.length);
  for (let i = 0; i < rows.length; i++) found[i] = numbers[at + rows[i]!]!;
  return (position) => found[position]!;
}

/** What a record says of a field; undefined where it says that it is missing. */
export function knownOf(field: Field, record: AssetRecord): Known {
  return record.missing?.includes(field.name) ? undefined : fieldOf(field, record);
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
