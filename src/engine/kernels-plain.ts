import { bitSetBytes } from "../inventory/tables.ts";
import type { Kernels } from "./kernels.ts";
import type { Memory } from "./memory.ts";

/** The kernels in plain TypeScript: what each of them means, and what runs where WebAssembly cannot. */
export function createPlainKernels(memory: Memory): Kernels {
  /** Sets each bit of `out` to what `test` says of its row, 32 rows to a word. */
  function fill(rows: number, out: number, test: (row: number) => boolean): void {
    const { u32 } = memory;
    const first = out >>> 2;
    const words = bitSetBytes(rows) / 4;
    for (let word = 0; word < words; word++) {
      const from = word * 32;
      const bits = Math.min(32, rows - from);
      let value = 0;
      for (let bit = 0; bit < bits; bit++) value |= Number(test(from + bit)) << bit;
      u32[first + word] = value;
    }
  }

  function each(rows: number, bits: number, visit: (row: number) => void): void {
    const { u32 } = memory;
    const first = bits >>> 2;
    const words = bitSetBytes(rows) / 4;
    for (let word = 0; word < words; word++) {
      for (let value = u32[first + word]!; value !== 0; value &= value - 1) {
        visit(word * 32 + 31 - Math.clz32(value & -value));
      }
    }
  }

  function combine(
    rows: number,
    a: number,
    b: number,
    out: number,
    join: (a: number, b: number) => number,
  ): void {
    const { u32 } = memory;
    const words = bitSetBytes(rows) / 4;
    for (let word = 0; word < words; word++) {
      u32[(out >>> 2) + word] = join(u32[(a >>> 2) + word]!, u32[(b >>> 2) + word]!);
    }
  }

  function codesAt(width: number, codes: number): Uint8Array | Uint16Array | Uint32Array {
    if (width === 1) return memory.u8.subarray(codes);
    return width === 2 ? memory.u16.subarray(codes >>> 1) : memory.u32.subarray(codes >>> 2);
  }

  function has(bits: number, row: number): boolean {
    return ((memory.u8[bits + (row >>> 3)]! >>> (row & 7)) & 1) === 1;
  }

  function add(bits: number, row: number): void {
    memory.u8[bits + (row >>> 3)]! |= 1 << (row & 7);
  }

  function addTwice(bits: number, twice: number, row: number): void {
    add(has(bits, row) ? twice : bits, row);
  }

  function eachTarget(
    rows: number,
    offsets: number,
    targets: number,
    bits: number,
    visit: (row: number) => void,
  ): void {
    const { u32 } = memory;
    each(rows, bits, (row) => {
      const to = u32[(offsets >>> 2) + row + 1]!;
      for (let i = u32[(offsets >>> 2) + row]!; i < to; i++) visit(u32[(targets >>> 2) + i]!);
    });
  }

  /** Whether the `length` bytes at `wanted` stand at `position`. */
  function stands(position: number, wanted: number, length: number): boolean {
    const { u8 } = memory;
    for (let i = 0; i < length; i++) if (u8[position + i] !== u8[wanted + i]) return false;
    return true;
  }

  /** Fills `out` by a test of where each text begins and ends. */
  function search(
    rows: number,
    offsets: number,
    bytes: number,
    out: number,
    test: (from: number, to: number) => boolean,
  ): void {
    const { u32 } = memory;
    const first = offsets >>> 2;
    fill(rows, out, (row) => test(bytes + u32[first + row]!, bytes + u32[first + row + 1]!));
  }

  return {
    range(width, codes, rows, low, high, out) {
      const array = codesAt(width, codes);
      fill(rows, out, (row) => array[row]! >= low && array[row]! <= high);
    },
    lookup(width, codes, rows, set, out) {
      const array = codesAt(width, codes);
      fill(rows, out, (row) => array[row] !== 0 && has(set, array[row]! - 1));
    },
    span: (rows, from, to, out) => fill(rows, out, (row) => row >= from && row < to),
    and: (rows, a, b, out) => combine(rows, a, b, out, (x, y) => x & y),
    or: (rows, a, b, out) => combine(rows, a, b, out, (x, y) => x | y),
    andNot: (rows, a, b, out) => combine(rows, a, b, out, (x, y) => x & ~y),
    not: (rows, a, out) => fill(rows, out, (row) => !has(a, row)),
    copy: (rows, a, out) => combine(rows, a, a, out, (x) => x),
    count(rows, a) {
      let count = 0;
      each(rows, a, () => count++);
      return count;
    },
    scatter(rows, targets, bits, out) {
      const { u32 } = memory;
      each(rows, bits, (row) => {
        const target = u32[(targets >>> 2) + row]!;
        if (target !== 0) add(out, target - 1);
      });
    },
    scatterMany: (rows, offsets, targets, bits, out) =>
      eachTarget(rows, offsets, targets, bits, (target) => add(out, target)),
    scatterTwice(rows, targets, bits, out, twice) {
      const { u32 } = memory;
      each(rows, bits, (row) => {
        const target = u32[(targets >>> 2) + row]!;
        if (target !== 0) addTwice(out, twice, target - 1);
      });
    },
    scatterManyTwice: (rows, offsets, targets, bits, out, twice) =>
      eachTarget(rows, offsets, targets, bits, (target) => addTwice(out, twice, target)),
    gather(rows, targets, bits, out) {
      const { u32 } = memory;
      for (let row = 0; row < rows; row++) {
        const target = u32[(targets >>> 2) + row]!;
        if (target !== 0 && has(bits, target - 1)) add(out, row);
      }
    },
    linked(rows, offsets, out) {
      const { u32 } = memory;
      const first = offsets >>> 2;
      for (let row = 0; row < rows; row++) {
        if (u32[first + row + 1] !== u32[first + row]) add(out, row);
      }
    },
    contains: (rows, offsets, bytes, wanted, length, out) =>
      search(rows, offsets, bytes, out, (from, to) => {
        for (let at = from; at + length <= to; at++) if (stands(at, wanted, length)) return true;
        return false;
      }),
    startsWith: (rows, offsets, bytes, wanted, length, out) =>
      search(
        rows,
        offsets,
        bytes,
        out,
        (from, to) => to - from >= length && stands(from, wanted, length),
      ),
    endsWith: (rows, offsets, bytes, wanted, length, out) =>
      search(
        rows,
        offsets,
        bytes,
        out,
        (from, to) => to - from >= length && stands(to - length, wanted, length),
      ),
    equals: (rows, offsets, bytes, wanted, length, out) =>
      search(
        rows,
        offsets,
        bytes,
        out,
        (from, to) => to - from === length && stands(from, wanted, length),
      ),
  };
}
