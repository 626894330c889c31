import type { Kernels } from "./kernels.ts";
import type { Memory } from "./memory.ts";
import { finish, numbersAt, wordsAt } from "./plain-views.ts";

/** The kernels from codes to rows. */
export function createPlainCodes(memory: Memory): Pick<Kernels, "range" | "lookup"> {
  /** Codes of one byte: what becomes of each of the 256 is looked up. */
  function scanBytes(codes: number, rows: number, isIn: (code: number) => boolean, out: number) {
    const hits = Uint8Array.from({ length: 256 }, (_, code) => Number(isIn(code)));
    const words = wordsAt(memory, out, rows);
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
    const words = wordsAt(memory, out, rows);
    const four = numbersAt(memory, codes);
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
    const words = wordsAt(memory, out, rows);
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
    const words = wordsAt(memory, out, rows);
    const array = numbersAt(memory, codes);
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

  return {
    range(width, codes, rows, low, high, out) {
      if (width === 1 && low === high) scanForByte(codes, rows, low, out);
      else if (width === 1) scanBytes(codes, rows, (code) => code >= low && code <= high, out);
      else if (width === 2) rangeOfTwo(codes, rows, low, high, out);
      else rangeOfFour(codes, rows, low, high, out);
    },
    lookup(width, codes, rows, set, out) {
      const members = numbersAt(memory, set);
      const isIn = (code: number) =>
        code > 0 && ((members[(code - 1) >>> 5]! >>> ((code - 1) & 31)) & 1) === 1;
      if (width === 1) {
        scanBytes(codes, rows, isIn, out);
        return;
      }
      const array = width === 2 ? memory.u16.subarray(codes >>> 1) : numbersAt(memory, codes);
      const words = wordsAt(memory, out, rows);
      words.fill(0);
      for (let row = 0; row < rows; row++) {
        if (isIn(array[row]!)) words[row >>> 5]! |= 1 << (row & 31);
      }
    },
  };
}
