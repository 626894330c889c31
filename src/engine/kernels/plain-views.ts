import { bitSetBytes } from "../../inventory/tables.ts";
import type { Memory } from "./memory.ts";

/** The 32-bit words of the bit set at `place`: whole lines. */
export function wordsAt(memory: Memory, place: number, rows: number): Uint32Array {
  return memory.u32.subarray(place >>> 2, (place + bitSetBytes(rows)) >>> 2);
}

/** 32-bit numbers from `place` on; an array does not say how long it is. */
export function numbersAt(memory: Memory, place: number): Uint32Array {
  return memory.u32.subarray(place >>> 2);
}

/** Cuts off the bits of a bit set that are past its last row. */
export function finish(rows: number, words: Uint32Array): void {
  if (rows % 32 !== 0) words[rows >>> 5]! &= (1 << (rows & 31)) - 1;
  words.fill(0, (rows + 31) >>> 5);
}
