import { bitSetBytes } from "../../inventory/tables.ts";
import type { Kernels } from "./kernels.ts";
import { createPlainWriter } from "./plain-write.ts";
import type { Memory } from "./memory.ts";
import { countBits } from "../rows/row-set.ts";

/**
 * The kernels in plain TypeScript: what each of them means, and what runs where WebAssembly cannot.
 *
 * Loops stand written out where a function for each row would be cleaner: called from many kernels it would never be
 * inlined, and cost several times what it does.
 */
export function createPlainKernels(memory: Memory): Kernels {
  /** 32-bit words of a bit set, whole lines. */
  function wordsAt(bits: number, rows: number): Uint32Array {
    return memory.u32.subarray(bits >>> 2, (bits + bitSetBytes(rows)) >>> 2);
  }

  function numbersAt(place: number): Uint32Array {
    return memory.u32.subarray(place >>> 2);
  }

  /** Cuts off what is past the last row. */
  function finish(rows: number, words: Uint32Array): void {
    if (rows % 32 !== 0) words[rows >>> 5]! &= (1 << (rows & 31)) - 1;
    words.fill(0, (rows + 31) >>> 5);
  }

  /** Codes of one byte: what becomes of each of the 256 is looked up. */
  function scanBytes(codes: number, rows: number, isIn: (code: number) => boolean, out: number) {
    const hits = Uint8Array.from({ length: 256 }, (_, code) => Number(isIn(code)));
    const words = wordsAt(out, rows);
    const array = memory.u8.subarray(codes);
    for (let row = 0, word = 0; row < rows; row += 32, word++) {
      let value = 0;
      for (let bit = 0; bit < 32; bit++) value |= hits[array[row + bit]!]! << bit;
      words[word] = value;
    }
    finish(rows, words);
  }

  /** Codes of one byte that are `code`, four at a time. */
  function scanForByte(codes: number, rows: number, code: number, out: number): void {
    const words = wordsAt(out, rows);
    const four = numbersAt(codes);
    const wanted = Math.imul(code, 0x01010101);
    for (let row = 0, word = 0; row < rows; row += 32, word++) {
      let value = 0;
      for (let byte = 0; byte < 8; byte++) {
        const differing = four[(row >>> 2) + byte]! ^ wanted;
        // The highest bit of each byte that differs in none of its bits; then these four bits side by side.
        const equal = ~(((differing & 0x7f7f7f7f) + 0x7f7f7f7f) | differing | 0x7f7f7f7f);
        value |= (Math.imul(equal >>> 7, 0x01020408) >>> 24) << (byte * 4);
      }
      words[word] = value;
    }
    finish(rows, words);
  }

  function rangeOfTwo(codes: number, rows: number, low: number, high: number, out: number): void {
    const words = wordsAt(out, rows);
    const array = memory.u16.subarray(codes >>> 1);
    for (let row = 0, word = 0; row < rows; row += 32, word++) {
      let value = 0;
      for (let bit = 0; bit < 32; bit++) {
        const code = array[row + bit]!;
        value |= Number((code - low) >>> 0 <= high - low) << bit;
      }
      words[word] = value;
    }
    finish(rows, words);
  }

  function rangeOfFour(codes: number, rows: number, low: number, high: number, out: number): void {
    const words = wordsAt(out, rows);
    const array = numbersAt(codes);
    for (let row = 0, word = 0; row < rows; row += 32, word++) {
      let value = 0;
      for (let bit = 0; bit < 32; bit++) {
        const code = array[row + bit]!;
        value |= Number((code - low) >>> 0 <= high - low) << bit;
      }
      words[word] = value;
    }
    finish(rows, words);
  }

  /** Texts with the `length` bytes at `wanted` at their begin or their end, or that are these. */
  function compareEnds(
    where: "begin" | "end" | "whole",
    rows: number,
    offsets: number,
    bytes: number,
    wanted: number,
    length: number,
    out: number,
  ): void {
    const { u8 } = memory;
    const words = wordsAt(out, rows);
    const ends = numbersAt(offsets);
    words.fill(0);
    const [atEnd, longest] = [where === "end", where === "whole" ? length : 0xffffffff];
    // Texts of one column often begin, and end, alike: the byte farthest from there tells the most of them apart.
    const probe = where === "begin" ? Math.max(0, length - 1) : 0;
    const probed = u8[wanted + probe];
    for (let row = 0, from = ends[0]!; row < rows; row++) {
      const to = ends[row + 1]!;
      const at = bytes + (atEnd ? to - length : from);
      const size = to - from;
      from = to;
      if (size < length || size > longest || (length > 0 && u8[at + probe] !== probed)) continue;
      let i = 0;
      while (i < length && u8[at + i] === u8[wanted + i]) i++;
      if (i === length) words[row >>> 5]! |= 1 << (row & 31);
    }
  }

  return {
    range(width, codes, rows, low, high, out) {
      if (width === 1 && low === high) scanForByte(codes, rows, low, out);
      else if (width === 1) scanBytes(codes, rows, (code) => code >= low && code <= high, out);
      else if (width === 2) rangeOfTwo(codes, rows, low, high, out);
      else rangeOfFour(codes, rows, low, high, out);
    },
    lookup(width, codes, rows, set, out) {
      const members = numbersAt(set);
      const isIn = (code: number) =>
        code > 0 && ((members[(code - 1) >>> 5]! >>> ((code - 1) & 31)) & 1) === 1;
      if (width === 1) {
        scanBytes(codes, rows, isIn, out);
        return;
      }
      const array = width === 2 ? memory.u16.subarray(codes >>> 1) : numbersAt(codes);
      const words = wordsAt(out, rows);
      words.fill(0);
      for (let row = 0; row < rows; row++) {
        if (isIn(array[row]!)) words[row >>> 5]! |= 1 << (row & 31);
      }
    },
    span(rows, from, to, out) {
      const words = wordsAt(out, rows);
      words.fill(0);
      for (let row = from; row < to;) {
        if ((row & 31) === 0 && row + 32 <= to) {
          words[row >>> 5] = 0xffffffff;
          row += 32;
        } else {
          words[row >>> 5]! |= 1 << (row & 31);
          row++;
        }
      }
    },
    and(rows, a, b, out) {
      const [left, right, words] = [wordsAt(a, rows), wordsAt(b, rows), wordsAt(out, rows)];
      for (let i = 0; i < words.length; i++) words[i] = left[i]! & right[i]!;
    },
    or(rows, a, b, out) {
      const [left, right, words] = [wordsAt(a, rows), wordsAt(b, rows), wordsAt(out, rows)];
      for (let i = 0; i < words.length; i++) words[i] = left[i]! | right[i]!;
    },
    andNot(rows, a, b, out) {
      const [left, right, words] = [wordsAt(a, rows), wordsAt(b, rows), wordsAt(out, rows)];
      for (let i = 0; i < words.length; i++) words[i] = left[i]! & ~right[i]!;
    },
    not(rows, a, out) {
      const [from, words] = [wordsAt(a, rows), wordsAt(out, rows)];
      for (let i = 0; i < words.length; i++) words[i] = ~from[i]!;
      finish(rows, words);
    },
    copy: (rows, a, out) => wordsAt(out, rows).set(wordsAt(a, rows)),
    count(rows, a) {
      const words = wordsAt(a, rows);
      let count = 0;
      for (let i = 0; i < words.length; i++) count += countBits(words[i]!);
      return count;
    },
    list(rows, a, out) {
      const [words, numbers] = [wordsAt(a, rows), numbersAt(out)];
      let end = 0;
      for (let word = 0; word < words.length; word++) {
        for (let value = words[word]!; value !== 0; value &= value - 1)
          numbers[end++] = word * 32 + 31 - Math.clz32(value & -value);
      }
    },
    scatter(rows, targets, bits, out) {
      const from = wordsAt(bits, rows);
      const to = numbersAt(targets);
      const words = numbersAt(out);
      for (let word = 0; word < from.length; word++) {
        for (let value = from[word]!; value !== 0; value &= value - 1) {
          const target = to[word * 32 + 31 - Math.clz32(value & -value)]! - 1;
          if (target >= 0) words[target >>> 5]! |= 1 << (target & 31);
        }
      }
    },
    scatterMany(rows, offsets, targets, bits, out) {
      const [from, ends, to] = [wordsAt(bits, rows), numbersAt(offsets), numbersAt(targets)];
      const words = numbersAt(out);
      for (let word = 0; word < from.length; word++) {
        for (let value = from[word]!; value !== 0; value &= value - 1) {
          const row = word * 32 + 31 - Math.clz32(value & -value);
          for (let i = ends[row]!; i < ends[row + 1]!; i++) {
            const target = to[i]!;
            words[target >>> 5]! |= 1 << (target & 31);
          }
        }
      }
    },
    scatterTwice(rows, targets, bits, out, twice) {
      const [from, to] = [wordsAt(bits, rows), numbersAt(targets)];
      const [words, again] = [numbersAt(out), numbersAt(twice)];
      for (let word = 0; word < from.length; word++) {
        for (let value = from[word]!; value !== 0; value &= value - 1) {
          const target = to[word * 32 + 31 - Math.clz32(value & -value)]! - 1;
          if (target < 0) continue;
          again[target >>> 5]! |= words[target >>> 5]! & (1 << (target & 31));
          words[target >>> 5]! |= 1 << (target & 31);
        }
      }
    },
    scatterManyTwice(rows, offsets, targets, bits, out, twice) {
      const [from, ends, to] = [wordsAt(bits, rows), numbersAt(offsets), numbersAt(targets)];
      const [words, again] = [numbersAt(out), numbersAt(twice)];
      for (let word = 0; word < from.length; word++) {
        for (let value = from[word]!; value !== 0; value &= value - 1) {
          const row = word * 32 + 31 - Math.clz32(value & -value);
          for (let i = ends[row]!; i < ends[row + 1]!; i++) {
            const target = to[i]!;
            again[target >>> 5]! |= words[target >>> 5]! & (1 << (target & 31));
            words[target >>> 5]! |= 1 << (target & 31);
          }
        }
      }
    },
    descend(rows, offsets, bits, out) {
      const [from, ends, words] = [wordsAt(bits, rows), numbersAt(offsets), numbersAt(out)];
      for (let word = 0; word < from.length; word++) {
        for (let value = from[word]!; value !== 0; value &= value - 1) {
          const row = word * 32 + 31 - Math.clz32(value & -value);
          for (let target = ends[row]!; target < ends[row + 1]!; target++)
            words[target >>> 5]! |= 1 << (target & 31);
        }
      }
    },
    gather(rows, targets, bits, out) {
      const [to, from, words] = [numbersAt(targets), numbersAt(bits), numbersAt(out)];
      for (let row = 0; row < rows; row++) {
        const target = to[row]! - 1;
        if (target >= 0 && (from[target >>> 5]! >>> (target & 31)) & 1)
          words[row >>> 5]! |= 1 << (row & 31);
      }
    },
    linked(rows, offsets, out) {
      const [ends, words] = [numbersAt(offsets), numbersAt(out)];
      for (let row = 0; row < rows; row++) {
        if (ends[row + 1] !== ends[row]) words[row >>> 5]! |= 1 << (row & 31);
      }
    },
    contains(rows, offsets, bytes, wanted, length, out) {
      if (length === 0) {
        this.span(rows, 0, rows, out);
        return;
      }
      const words = wordsAt(out, rows);
      words.fill(0);
      const ends = numbersAt(offsets);
      const all = Buffer.from(memory.shared.buffer, bytes, ends[rows]);
      const text = Buffer.from(memory.shared.buffer, wanted, length);
      let row = 0;
      for (let at = 0; row < rows;) {
        at = all.indexOf(text, at);
        if (at < 0) break;
        while (row < rows && ends[row + 1]! <= at) row++;
        const isInside = at + length <= ends[row + 1]!;
        if (isInside) words[row >>> 5]! |= 1 << (row & 31);
        // One hit is enough for a text; what reaches into the next one is none.
        at = isInside ? ends[row + 1]! : at + 1;
      }
    },
    write: createPlainWriter(memory),
    startsWith: (...operands) => compareEnds("begin", ...operands),
    endsWith: (...operands) => compareEnds("end", ...operands),
    equals: (...operands) => compareEnds("whole", ...operands),
  };
}
