import type { Kernels } from "./kernels.ts";
import type { Memory } from "./memory.ts";
import { prepareSearch, search } from "./plain-search.ts";
import { addRun, wordsAt } from "./plain-views.ts";

type TextKernels = Pick<Kernels, "contains" | "startsWith" | "endsWith" | "equals">;

/** Texts, and what their begins or their ends are compared with. */
interface Comparison {
  readonly view: DataView;
  readonly ends: Uint32Array;
  readonly bytes: number;
  readonly wanted: number;
  readonly length: number;
  readonly isAtEnd: boolean;
  /** Of how many bytes a text may be. */
  readonly longest: number;
}

/** The kernels from texts to rows. */
export function createPlainTexts(memory: Memory): TextKernels {
  function compareTexts(
    where: "begin" | "end" | "whole",
    rows: number,
    offsets: number,
    bytes: number,
    wanted: number,
    length: number,
    out: number,
  ): void {
    const words = wordsAt(memory, out, rows);
    const comparison: Comparison = {
      view: new DataView(memory.shared.buffer),
      ends: memory.u32.subarray(offsets >>> 2),
      bytes,
      wanted,
      length,
      isAtEnd: where === "end",
      longest: where === "whole" ? length : 0xffffffff,
    };
    words.fill(0);
    for (let row = 0; row < rows; row += 32)
      words[row >>> 5] = compareSome(comparison, row, Math.min(rows, row + 32));
  }

  return {
    contains(rows, offsets, bytes, wanted, length, out) {
      const [words, ends] = [wordsAt(memory, out, rows), memory.u32.subarray(offsets >>> 2)];
      words.fill(0);
      if (length === 0) addRun(words, 0, rows);
      if (length === 0 || rows === 0) return;
      const all = memory.u8.subarray(bytes);
      const pairs = memory.u16.subarray(bytes >>> 1);
      const text = prepareSearch(memory.u8.slice(wanted, wanted + length));
      const end = ends[rows]!;
      // All texts are searched as one run of bytes, which begins where the first of them does.
      for (let row = 0, at = search(text, all, pairs, ends[0]!, end); at < end;) {
        row = rowAt(ends, row, at);
        const next = ends[row + 1]!;
        const isInside = at + length <= next;
        if (isInside) words[row >>> 5]! |= 1 << (row & 31);
        // One hit is enough for a text; what reaches into the next one is none.
        at = search(text, all, pairs, isInside ? next : at + 1, end);
      }
    },
    startsWith: (...operands) => compareTexts("begin", ...operands),
    endsWith: (...operands) => compareTexts("end", ...operands),
    equals: (...operands) => compareTexts("whole", ...operands),
  };
}

/** A bit for each row from `begin`, a multiple of 32, up to `limit`. Reads up to three bytes past what it compares. */
function compareSome(
  { view, ends, bytes, wanted, length, isAtEnd, longest }: Comparison,
  begin: number,
  limit: number,
): number {
  // The first four bytes and the last four are all of up to eight.
  const last = Math.max(0, length - 4);
  const mask = length < 4 ? (1 << (length * 8)) - 1 : -1;
  const [ofFirst, ofLast] = [view.getInt32(wanted, true), view.getInt32(wanted + last, true)];
  let value = 0;
  for (let row = begin, from = ends[row]!; row < limit; row++) {
    const to = ends[row + 1]!;
    const size = (to - from) >>> 0;
    const at = (bytes + (isAtEnd ? to - length : from)) >>> 0;
    from = to;
    if (size < length || size > longest) continue;
    if (length > 0) {
      const differing =
        (view.getInt32(at, true) ^ ofFirst) | (view.getInt32(at + last, true) ^ ofLast);
      if ((differing & mask) !== 0) continue;
    }
    let i = 4;
    while (i < last && view.getUint8(at + i) === view.getUint8(wanted + i)) i++;
    if (i >= last) value |= 1 << (row & 31);
  }
  return value;
}

/** The row whose text the byte at `position` belongs to, `row` or a later one. */
function rowAt(ends: Uint32Array, row: number, position: number): number {
  let at = row;
  while (ends[at + 1]! <= position) at++;
  return at;
}
