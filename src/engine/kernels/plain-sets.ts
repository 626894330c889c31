import { countBits } from "./count-bits.ts";
import type { Kernels } from "./kernels.ts";
import type { Memory } from "./memory.ts";
import { addRun, finish, numbersAt, wordsAt } from "./plain-views.ts";

type Sets = Pick<Kernels, "span" | "and" | "or" | "andNot" | "not" | "copy" | "count" | "list">;

/** The kernels from sets of rows to others. */
export function createPlainSets(memory: Memory): Sets {
  return {
    span(rows, from, to, out) {
      const words = wordsAt(memory, out, rows);
      words.fill(0);
      addRun(words, from, to);
    },
    and(rows, a, b, out) {
      const [left, right] = [wordsAt(memory, a, rows), wordsAt(memory, b, rows)];
      const words = wordsAt(memory, out, rows);
      for (let i = 0; i < words.length; i++) words[i] = left[i]! & right[i]!;
    },
    or(rows, a, b, out) {
      const [left, right] = [wordsAt(memory, a, rows), wordsAt(memory, b, rows)];
      const words = wordsAt(memory, out, rows);
      for (let i = 0; i < words.length; i++) words[i] = left[i]! | right[i]!;
    },
    andNot(rows, a, b, out) {
      const [left, right] = [wordsAt(memory, a, rows), wordsAt(memory, b, rows)];
      const words = wordsAt(memory, out, rows);
      for (let i = 0; i < words.length; i++) words[i] = left[i]! & ~right[i]!;
    },
    not(rows, a, out) {
      const [from, words] = [wordsAt(memory, a, rows), wordsAt(memory, out, rows)];
      for (let i = 0; i < words.length; i++) words[i] = ~from[i]!;
      finish(rows, words);
    },
    copy: (rows, a, out) => wordsAt(memory, out, rows).set(wordsAt(memory, a, rows)),
    count(rows, a) {
      const words = wordsAt(memory, a, rows);
      let count = 0;
      for (let i = 0; i < words.length; i++) count += countBits(words[i]!);
      return count;
    },
    list(rows, a, out) {
      const [words, numbers] = [wordsAt(memory, a, rows), numbersAt(memory, out)];
      let end = 0;
      for (let word = 0; word < words.length; word++) {
        for (let value = words[word]!; value !== 0; value &= value - 1)
          numbers[end++] = word * 32 + 31 - Math.clz32(value & -value);
      }
    },
  };
}
