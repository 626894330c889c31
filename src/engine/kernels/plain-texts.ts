import type { Kernels } from "./kernels.ts";
import type { Memory } from "./memory.ts";
import { createPlainSets } from "./plain-sets.ts";
import { numbersAt, wordsAt } from "./plain-views.ts";

type TextKernels = Pick<Kernels, "contains" | "startsWith" | "endsWith" | "equals">;

/** The kernels from texts to rows. */
export function createPlainTexts(memory: Memory): TextKernels {
  const { span } = createPlainSets(memory);

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
    const words = wordsAt(memory, out, rows);
    const ends = numbersAt(memory, offsets);
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
    contains(rows, offsets, bytes, wanted, length, out) {
      if (length === 0) {
        span(rows, 0, rows, out);
        return;
      }
      const words = wordsAt(memory, out, rows);
      words.fill(0);
      const ends = numbersAt(memory, offsets);
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
    startsWith: (...operands) => compareEnds("begin", ...operands),
    endsWith: (...operands) => compareEnds("end", ...operands),
    equals: (...operands) => compareEnds("whole", ...operands),
  };
}
