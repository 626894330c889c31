import type { Table } from "../../inventory/tables.ts";
import type { Kernels } from "../kernels/kernels.ts";
import type { Memory } from "../kernels/memory.ts";
import type { RowSet } from "../rows/row-set.ts";
import { copyRows, turnRows } from "../rows/row-set.ts";
import type { Overlay } from "./overlay.ts";

/** A bit set that is kept, and what turned in it since its rows were last asked for. */
export interface KeptBits {
  readonly table: Table;
  readonly address: number;
  /** The number of the last answer that needed it. */
  usedIn: number;
  /** The stored rows as they were when somebody last asked, and which of them turned since, each as often as it did. */
  stored: RowSet | undefined;
  readonly turned: number[];
  /** Added rows that are in. */
  readonly came: Set<number>;
  /** All rows as they are now. */
  rows: RowSet | undefined;
}

/** A bit set at `address`, which nobody has asked for rows of. */
export function createKeptBits(table: Table, address: number, usedIn: number): KeptBits {
  return {
    table,
    address,
    usedIn,
    stored: undefined,
    turned: [],
    came: new Set(),
    rows: undefined,
  };
}

/** Makes one bit `is`; adds the row to `turned` where it was not. */
export function turn(
  { u8 }: Memory,
  kept: KeptBits,
  row: number,
  is: boolean,
  turned: number[],
): void {
  const place = kept.address + (row >>> 3);
  if (((u8[place]! >>> (row & 7)) & 1) === (is ? 1 : 0)) return;
  u8[place]! ^= 1 << (row & 7);
  turned.push(row);
  kept.rows = undefined;
  if (row < kept.table.rows) {
    if (kept.stored) kept.turned.push(row);
  } else if (!kept.came.delete(row)) kept.came.add(row);
}

/** The rows that are in, in the order of ids. */
export function rowsOf(memory: Memory, kernels: Kernels, overlay: Overlay, kept: KeptBits): RowSet {
  const { table, came } = kept;
  kept.rows ??= addRows(overlay, table, takeStored(memory, kernels, kept), came);
  return kept.rows;
}

/** Of few the last list with what turned is sooner made than a new one from the bits. */
function takeStored(memory: Memory, kernels: Kernels, kept: KeptBits): RowSet {
  const { table, address, turned } = kept;
  const numbers = kept.stored?.numbers;
  if (!kept.stored || turned.length > 0) {
    kept.stored = numbers
      ? turnRows(numbers, turned)
      : copyRows(memory, kernels, table.rows, address);
    turned.length = 0;
  }
  return kept.stored;
}

/** Stored rows, and those that came where their id belongs. */
function addRows(overlay: Overlay, table: Table, stored: RowSet, came: Iterable<number>): RowSet {
  const added = [...came];
  if (added.length === 0) return stored;
  const count = stored.count + added.length;
  let rows: Uint32Array | undefined;
  return {
    count,
    rows(offset = 0, limit = count) {
      rows ??= merge(
        overlay,
        table,
        stored.rows(),
        added.sort((a, b) => overlay.compare(table, a, b)),
      );
      return rows.slice(offset, offset + limit);
    },
  };
}

/** Two lists of rows in the order of ids, as one. */
function merge(
  overlay: Overlay,
  table: Table,
  stored: Uint32Array,
  added: readonly number[],
): Uint32Array {
  const merged = new Uint32Array(stored.length + added.length);
  let from = 0;
  let end = 0;
  for (const row of added) {
    let [low, high] = [from, stored.length];
    while (low < high) {
      const half = (low + high) >>> 1;
      if (overlay.compare(table, stored[half]!, row) < 0) low = half + 1;
      else high = half;
    }
    merged.set(stored.subarray(from, low), end);
    end += low - from;
    merged[end++] = row;
    from = low;
  }
  merged.set(stored.subarray(from), end);
  return merged;
}
