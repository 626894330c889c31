import { bitSetBytes } from "../../inventory/tables.ts";
import type { Memory } from "./memory.ts";

// Numbers are read as signed ones, as bit operations leave them: what may have either sign, or 33 bits, is no integer to the
// compiler. Only where the texts of a column end may be past 2 GB, and is unsigned.

/** The 32-bit words of the bit set at `place`: whole lines. */
export function wordsAt(memory: Memory, place: number, rows: number): Int32Array {
  return new Int32Array(memory.shared.buffer, place, bitSetBytes(rows) / 4);
}

/** 32-bit numbers from `place` on; an array does not say how long it is. */
export function numbersAt(memory: Memory, place: number): Int32Array {
  return new Int32Array(memory.shared.buffer, place);
}

/** Cuts off the bits of a bit set that are past its last row. */
export function finish(rows: number, words: Int32Array): void {
  if (rows % 32 !== 0) words[rows >>> 5]! &= (1 << (rows & 31)) - 1;
  words.fill(0, (rows + 31) >>> 5);
}

/** Sets the bits from `from` up to, not including, `to`. */
export function addRun(words: Int32Array, from: number, to: number): void {
  if (from >= to) return;
  const [first, last] = [from >>> 5, (to - 1) >>> 5];
  const [head, tail] = [-1 << (from & 31), -1 >>> (-to & 31)];
  if (first === last) {
    words[first]! |= head & tail;
    return;
  }
  words[first]! |= head;
  for (let word = first + 1; word < last; word++) words[word] = -1;
  words[last]! |= tail;
}

/** 1 where any of the bits from `from` up to, not including, `to` is set, else 0. */
export function anyBit(words: Int32Array, from: number, to: number): number {
  for (let word = from >>> 5; word < (to + 31) >>> 5; word++) {
    const head = word === from >>> 5 ? -1 << (from & 31) : -1;
    const tail = word === to >>> 5 ? ~(-1 << (to & 31)) : -1;
    if ((words[word]! & head & tail) !== 0) return 1;
  }
  return 0;
}

/** 1 where the bit before `number`, which counts from 1, is set, else 0; number 0 is in no set. */
export function bitBefore(words: Int32Array, number: number): number {
  const some = Number(number !== 0);
  const bit = number - some;
  return (words[bit >>> 5]! >>> (bit & 31)) & some;
}
