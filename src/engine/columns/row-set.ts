import { bitSetBytes } from "../../inventory/tables.ts";
import type { Slices } from "../../slices.ts";
import { firstWhere } from "./first-where.ts";
import { countBits } from "../kernels/count-bits.ts";
import type { Kernels } from "../kernels/kernels.ts";
import type { Memory } from "../kernels/memory.ts";

/** Row numbers of one table that stay when the memory they were worked out in is used for something else. */
export interface RowSet {
  readonly count: number;
  /** Rising, which is the order of ids. `offset` before `limit`. */
  rows(offset?: number, limit?: number): Uint32Array;
  has(row: number): boolean;
}

export const noRows: RowSet = {
  count: 0,
  rows: () => new Uint32Array(0),
  has: () => false,
};

/** Rows that are listed at a time. */
const LISTED = 65_536;

/** All rows of a set. */
export function* listSlices(set: RowSet): Slices<Uint32Array> {
  const rows = new Uint32Array(set.count);
  for (let from = 0; from < rows.length; from += LISTED) {
    rows.set(set.rows(from, LISTED), from);
    yield;
  }
  return rows;
}

/** All rows of a table. */
export function allRows(count: number): RowSet {
  return {
    count,
    rows(offset = 0, limit = count) {
      const from = Math.min(offset, count);
      const length = Math.max(0, Math.min(limit, count - from));
      const rows = new Uint32Array(length);
      for (let i = 0; i < length; i++) rows[i] = from + i;
      return rows;
    },
    has: (row) => row < count,
  };
}

/** The rows of a bit set over `rows` rows, copied as numbers or as bits, whichever takes less. */
export function copyRows(memory: Memory, kernels: Kernels, rows: number, bitSet: number): RowSet {
  const count = kernels.count(rows, bitSet);
  if (count === 0) return noRows;
  const words = bitSetBytes(rows) / 4;
  if (count < words) {
    const list = memory.allocate(count * 4);
    kernels.list(rows, bitSet, list);
    const numbers = memory.u32.slice(list >>> 2, (list >>> 2) + count);
    memory.release(list, count * 4);
    return {
      count,
      rows: (offset = 0, limit = count) => numbers.slice(offset, offset + limit),
      has: (row) => numbers[firstWhere(0, count, (i) => numbers[i]! >= row)] === row,
    };
  }
  const bits = memory.u32.slice(bitSet >>> 2, (bitSet >>> 2) + words);
  return {
    count,
    rows: (offset = 0, limit = count) =>
      listRows(bits, offset, Math.max(0, Math.min(limit, count - offset))),
    has: (row) => ((bits[row >>> 5] ?? 0) & (1 << (row & 31))) !== 0,
  };
}

/** The numbers of `length` set bits after the first `offset` ones. */
function listRows(words: Uint32Array, offset: number, length: number): Uint32Array {
  const rows = new Uint32Array(length);
  let found = 0;
  let skipped = 0;
  for (let word = 0; found < length; word++) {
    let value = words[word]!;
    if (value === 0) continue;
    if (skipped < offset) {
      const bits = countBits(value);
      if (skipped + bits <= offset) {
        skipped += bits;
        continue;
      }
      for (; skipped < offset; skipped++) value &= value - 1;
    }
    for (; value !== 0 && found < length; value &= value - 1) {
      rows[found++] = word * 32 + 31 - Math.clz32(value & -value);
    }
  }
  return rows;
}
