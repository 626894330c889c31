import type { Kernels } from "./kernels.ts";
import type { Memory } from "./memory.ts";
import { numbersAt, wordsAt } from "./plain-views.ts";

type Links = Pick<
  Kernels,
  "scatter" | "scatterMany" | "scatterTwice" | "scatterManyTwice" | "descend" | "gather" | "linked"
>;

/**
 * The kernels from rows of one table to those of another.
 *
 * The walk over the bits that are set stands in each of them: a function that all of them called with another one to be called
 * for each row would never be compiled into them, and costs several times what a row does.
 */
export function createPlainLinks(memory: Memory): Links {
  return {
    scatter(rows, targets, bits, out) {
      const from = wordsAt(memory, bits, rows);
      const to = numbersAt(memory, targets);
      const words = numbersAt(memory, out);
      for (let word = 0; word < from.length; word++) {
        for (let value = from[word]!; value !== 0; value &= value - 1) {
          const target = to[word * 32 + 31 - Math.clz32(value & -value)]! - 1;
          if (target >= 0) words[target >>> 5]! |= 1 << (target & 31);
        }
      }
    },
    scatterMany(rows, offsets, targets, bits, out) {
      const [from, ends, to] = [
        wordsAt(memory, bits, rows),
        numbersAt(memory, offsets),
        numbersAt(memory, targets),
      ];
      const words = numbersAt(memory, out);
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
      const [from, ends, to] = [
        wordsAt(memory, bits, rows),
        numbersAt(memory, offsets),
        numbersAt(memory, targets),
      ];
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
      const [from, ends, words] = [
        wordsAt(memory, bits, rows),
        numbersAt(memory, offsets),
        numbersAt(memory, out),
      ];
      for (let word = 0; word < from.length; word++) {
        for (let value = from[word]!; value !== 0; value &= value - 1) {
          const row = word * 32 + 31 - Math.clz32(value & -value);
          for (let target = ends[row]!; target < ends[row + 1]!; target++)
            words[target >>> 5]! |= 1 << (target & 31);
        }
      }
    },
    gather(rows, targets, bits, out) {
      const [to, from, words] = [
        numbersAt(memory, targets),
        numbersAt(memory, bits),
        numbersAt(memory, out),
      ];
      for (let row = 0; row < rows; row++) {
        const target = to[row]! - 1;
        if (target >= 0 && (from[target >>> 5]! >>> (target & 31)) & 1)
          words[row >>> 5]! |= 1 << (row & 31);
      }
    },
    linked(rows, offsets, out) {
      const [ends, words] = [numbersAt(memory, offsets), numbersAt(memory, out)];
      for (let row = 0; row < rows; row++) {
        if (ends[row + 1] !== ends[row]) words[row >>> 5]! |= 1 << (row & 31);
      }
    },
  };
}
