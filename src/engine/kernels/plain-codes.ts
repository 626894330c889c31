import type { Kernels } from "./kernels.ts";
import type { Memory } from "./memory.ts";
import { bitBefore, finish, numbersAt, wordsAt } from "./plain-views.ts";

/** The highest bit of each of the four bytes of a number, and the others. */
const highest = 0x80808080;
const lower = 0x7f7f7f7f;

/**
 * The kernels from codes to rows. Codes of one byte are compared four at a time, in one number: nothing that is added or
 * subtracted may carry from one byte into the next, so that its highest bit is kept out and looked at apart.
 */
export function createPlainCodes(memory: Memory): Pick<Kernels, "range" | "lookup"> {
  function equalBytes(codes: number, rows: number, code: number, out: number): void {
    const [fours, words] = [numbersAt(memory, codes), wordsAt(memory, out, rows)];
    const wanted = Math.imul(code, 0x01010101);
    for (let row = 0, word = 0, at = 0; row < rows; row += 32, word++) {
      let others = 0;
      for (let shift = 0; shift < 32; shift += 8, at += 2) {
        // What differs in any lower bit carries into the highest when 0x7f is added.
        const a = fours[at]! ^ wanted;
        const b = fours[at + 1]! ^ wanted;
        others |= eightBits(((a & lower) + lower) | a, ((b & lower) + lower) | b) << shift;
      }
      words[word] = ~others;
    }
    finish(rows, words);
  }

  function rangeOfBytes(codes: number, rows: number, low: number, high: number, out: number): void {
    const [fours, words] = [numbersAt(memory, codes), wordsAt(memory, out, rows)];
    const lows = Math.imul(low, 0x01010101);
    const span = high - low;
    // A byte is past a span below 128 where its highest bit is set, or its lower ones carry into it when 127 - span is added;
    // past a longer one where the bit is set and the lower ones, with 255 - span added, carry too.
    const rest = Math.imul(~span & 127, 0x01010101);
    const either = span < 128 ? -1 : 0;
    for (let row = 0, word = 0, at = 0; row < rows; row += 32, word++) {
      let others = 0;
      for (let shift = 0; shift < 32; shift += 8, at += 2) {
        const a = lessBytes(fours[at]!, lows);
        const b = lessBytes(fours[at + 1]!, lows);
        const aSum = (a & lower) + rest;
        const bSum = (b & lower) + rest;
        others |=
          eightBits((aSum & a) | ((aSum | a) & either), (bSum & b) | ((bSum | b) & either)) <<
          shift;
      }
      words[word] = ~others;
    }
    finish(rows, words);
  }

  // The same loop twice: one that is compiled for arrays of both widths takes a quarter longer.

  function rangeOfTwo(codes: number, rows: number, low: number, high: number, out: number): void {
    const [array, words] = [memory.u16.subarray(codes >>> 1), wordsAt(memory, out, rows)];
    for (let word = 0, row = 0; row < rows; word++) {
      let value = 0;
      for (let bit = 0; bit < 32; bit++, row++)
        value |= Number((array[row]! - low) >>> 0 <= high - low) << bit;
      words[word] = value;
    }
    finish(rows, words);
  }

  function rangeOfFour(codes: number, rows: number, low: number, high: number, out: number): void {
    const [array, words] = [numbersAt(memory, codes), wordsAt(memory, out, rows)];
    for (let word = 0, row = 0; row < rows; word++) {
      let value = 0;
      for (let bit = 0; bit < 32; bit++, row++)
        value |= Number((array[row]! - low) >>> 0 <= high - low) << bit;
      words[word] = value;
    }
    finish(rows, words);
  }

  return {
    range(width, codes, rows, low, high, out) {
      if (width === 1 && low === high) equalBytes(codes, rows, low, out);
      else if (width === 1) rangeOfBytes(codes, rows, low, Math.min(high, 255), out);
      else if (width === 2) rangeOfTwo(codes, rows, low, high, out);
      else rangeOfFour(codes, rows, low, high, out);
    },
    lookup(width, codes, rows, set, out) {
      const [members, words] = [numbersAt(memory, set), wordsAt(memory, out, rows)];
      const { u8, u16, u32 } = memory;
      const array = width === 1 ? u8 : width === 2 ? u16 : u32;
      const begin = codes / width;
      for (let word = 0, row = 0; row < rows; word++) {
        let value = 0;
        for (const end = Math.min(rows, row + 32); row < end; row++)
          value |= bitBefore(members, array[begin + row]!) << (row & 31);
        words[word] = value;
      }
      finish(rows, words);
    },
  };
}

/** Each of four bytes less that of `lows`, as unsigned ones. */
function lessBytes(bytes: number, lows: number): number {
  // With its highest bit set no byte borrows from the next; then that bit is put right.
  return ((bytes | highest) - (lows & lower)) ^ (~(bytes ^ lows) & highest);
}

/** The highest bits of the four bytes of `a`, and those of `b`, side by side. */
function eightBits(a: number, b: number): number {
  // Each product of one of these bits and one of the factor's has a place of its own: none carries into the upper eight.
  return Math.imul(((a & highest) >>> 7) | ((b & highest) >>> 3), 0x01020408) >>> 24;
}
