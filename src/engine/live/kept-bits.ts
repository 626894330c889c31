import type { Table } from "../../inventory/tables.ts";
import type { Kernels } from "../kernels/kernels.ts";
import type { Memory } from "../kernels/memory.ts";
import type { RowSet } from "../rows/row-set.ts";
import { copyRows, turnRows } from "../rows/row-set.ts";
import type { Overlay } from "./overlay.ts";
import { addRows } from "./rows.ts";

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
