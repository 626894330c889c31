import type { Kernels } from "./kernels.ts";
import type { Memory } from "./memory.ts";
import { addRun, anyBit, bitBefore, numbersAt, wordsAt } from "./plain-views.ts";

type LinkKernels = Pick<
  Kernels,
  | "scatter"
  | "scatterMany"
  | "scatterTwice"
  | "scatterManyTwice"
  | "descend"
  | "ascend"
  | "gather"
  | "linked"
>;

/**
 * The kernels from rows of one table to those of another.
 *
 * The walk over the bits that are set stands in each of them: a function that all of them called with another one to be called
 * for each row would never be compiled into them, and costs several times what a row does.
 */
export function createPlainLinks(memory: Memory): LinkKernels {
  return {
    scatter(rows, targets, bits, out) {
      const [from, to] = [wordsAt(memory, bits, rows), numbersAt(memory, targets)];
      const words = numbersAt(memory, out);
      // Neighbours mostly lead to neighbours: the word that they fill stays in a register until another one's turn.
      let at = 0;
      let filled = words[0]!;
      for (let word = 0; word < from.length; word++) {
        for (let value = from[word]!; value !== 0; value &= value - 1) {
          const target = to[word * 32 + 31 - Math.clz32(value & -value)]! - 1;
          if (target < 0) continue;
          if (target >>> 5 !== at) {
            words[at] = filled;
            at = target >>> 5;
            filled = words[at]!;
          }
          filled |= 1 << (target & 31);
        }
      }
      words[at] = filled;
    },
    scatterMany(rows, offsets, targets, bits, out) {
      const [from, words] = [wordsAt(memory, bits, rows), numbersAt(memory, out)];
      const [ends, to] = [numbersAt(memory, offsets), numbersAt(memory, targets)];
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
      const [from, to] = [wordsAt(memory, bits, rows), numbersAt(memory, targets)];
      const [words, again] = [numbersAt(memory, out), numbersAt(memory, twice)];
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
      const [from, ends] = [wordsAt(memory, bits, rows), numbersAt(memory, offsets)];
      const to = numbersAt(memory, targets);
      const [words, again] = [numbersAt(memory, out), numbersAt(memory, twice)];
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
      const [from, ends] = [wordsAt(memory, bits, rows), numbersAt(memory, offsets)];
      const words = numbersAt(memory, out);
      for (let word = 0; word < from.length; word++) {
        for (let value = from[word]!; value !== 0; value &= value - 1) {
          const row = word * 32 + 31 - Math.clz32(value & -value);
          addRun(words, ends[row]!, ends[row + 1]!);
        }
      }
    },
    ascend(rows, offsets, bits, out) {
      const [ends, from] = [numbersAt(memory, offsets), numbersAt(memory, bits)];
      const words = numbersAt(memory, out);
      for (let word = 0; word * 32 < rows; word++) {
        const last = Math.min(rows, word * 32 + 32);
        let begin = ends[word * 32]!;
        if (anyBit(from, begin, ends[last]!) === 0) continue;
        let value = 0;
        for (let row = word * 32; row < last; row++) {
          const end = ends[row + 1]!;
          const [first, length] = [begin >>> 5, end - begin];
          // The 32 bits from `begin` on hold most runs whole.
          const found = (from[first]! >>> begin) | ((from[first + 1]! << 1) << ~begin);
          const hit = length < 32 ? found & ((1 << length) - 1) : anyBit(from, begin, end);
          value |= Number(hit !== 0) << row;
          begin = end;
        }
        words[word]! |= value;
      }
    },
    gather(rows, targets, bits, out) {
      const [to, from] = [numbersAt(memory, targets), numbersAt(memory, bits)];
      const words = numbersAt(memory, out);
      for (let word = 0, row = 0; row < rows; word++) {
        let value = 0;
        for (const end = Math.min(rows, row + 32); row < end; row++)
          value |= bitBefore(from, to[row]!) << (row & 31);
        words[word]! |= value;
      }
    },
    linked(rows, offsets, out) {
      const [ends, words] = [numbersAt(memory, offsets), numbersAt(memory, out)];
      for (let word = 0, row = 0, from = ends[0]!; row < rows; word++) {
        let value = 0;
        for (const end = Math.min(rows, row + 32); row < end; row++) {
          const to = ends[row + 1]!;
          value |= Number(to !== from) << (row & 31);
          from = to;
        }
        words[word]! |= value;
      }
    },
  };
}
