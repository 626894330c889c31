/** The kernels along links: from rows of one table to those of another. */

import { add, bitBefore, tail, wordsOf } from "./bits";

function addTwice(set: usize, twice: usize, row: u32): void {
  const offset = (row >>> 5) << 2;
  const bit: u32 = 1 << (row & 31);
  const known = load<u32>(set + offset);
  store<u32>(twice + offset, load<u32>(twice + offset) | (known & bit));
  store<u32>(set + offset, known | bit);
}

export function scatter(rows: u32, targets: usize, bits: usize, out: usize): void {
  // Neighbours mostly lead to neighbours: the word that they fill stays in a register until another one's turn.
  let at = out;
  let filled = load<u64>(at);
  for (let word: u32 = 0, words = wordsOf(rows); word < words; word++) {
    const base = targets + (word << 8);
    for (let value = load<u64>(bits + (word << 3)); value != 0; value &= value - 1) {
      const target = load<u32>(base + ((<u32>ctz(value)) << 2));
      if (target == 0) continue;
      const row = target - 1;
      const next = out + ((row >>> 6) << 3);
      if (next != at) {
        store<u64>(at, filled);
        at = next;
        filled = load<u64>(at);
      }
      const bit: u64 = row & 63;
      filled |= (<u64>1) << bit;
    }
  }
  store<u64>(at, filled);
}

export function scatterTwice(
  rows: u32,
  targets: usize,
  bits: usize,
  out: usize,
  twice: usize,
): void {
  for (let word: u32 = 0, words = wordsOf(rows); word < words; word++) {
    const base = targets + (word << 8);
    for (let value = load<u64>(bits + (word << 3)); value != 0; value &= value - 1) {
      const target = load<u32>(base + ((<u32>ctz(value)) << 2));
      if (target != 0) addTwice(out, twice, target - 1);
    }
  }
}

export function scatterMany(
  rows: u32,
  offsets: usize,
  targets: usize,
  bits: usize,
  out: usize,
): void {
  for (let word: u32 = 0, words = wordsOf(rows); word < words; word++) {
    const base = offsets + (word << 8);
    for (let value = load<u64>(bits + (word << 3)); value != 0; value &= value - 1) {
      const at = base + ((<u32>ctz(value)) << 2);
      const to = load<u32>(at, 4);
      for (let i = load<u32>(at); i < to; i++) add(out, load<u32>(targets + (i << 2)));
    }
  }
}

export function scatterManyTwice(
  rows: u32,
  offsets: usize,
  targets: usize,
  bits: usize,
  out: usize,
  twice: usize,
): void {
  for (let word: u32 = 0, words = wordsOf(rows); word < words; word++) {
    const base = offsets + (word << 8);
    for (let value = load<u64>(bits + (word << 3)); value != 0; value &= value - 1) {
      const at = base + ((<u32>ctz(value)) << 2);
      const to = load<u32>(at, 4);
      for (let i = load<u32>(at); i < to; i++) addTwice(out, twice, load<u32>(targets + (i << 2)));
    }
  }
}

/** Sets the bits from `from` up to `to`. */
function addRun(out: usize, from: u32, to: u32): void {
  const begin: u64 = from & 63;
  const first = out + ((from >>> 6) << 3);
  const last = out + (((to - 1) >>> 6) << 3);
  const head = u64.MAX_VALUE << begin;
  if (first == last) {
    store<u64>(first, load<u64>(first) | (head & tail(to)));
    return;
  }
  store<u64>(first, load<u64>(first) | head);
  memory.fill(first + 8, 255, last - first - 8);
  store<u64>(last, load<u64>(last) | tail(to));
}

export function descend(rows: u32, offsets: usize, bits: usize, out: usize): void {
  for (let word: u32 = 0, words = wordsOf(rows); word < words; word++) {
    const base = offsets + (word << 8);
    for (let value = load<u64>(bits + (word << 3)); value != 0; value &= value - 1) {
      const at = base + ((<u32>ctz(value)) << 2);
      const from = load<u32>(at);
      const to = load<u32>(at, 4);
      if (from < to) addRun(out, from, to);
    }
  }
}

/** The lowest `count` bits, fewer than 64. */
function lowBits(count: u32): u64 {
  return ((<u64>1) << (<u64>count)) - 1;
}

/** Whether any of the bits from `from` up to `to` is set. */
function isAnySet(bits: usize, from: u32, to: u32): bool {
  for (let at = from; at < to; at += 56) {
    const skipped: u64 = at & 7;
    const found = load<u64>(bits + (at >>> 3)) >> skipped;
    if ((found & lowBits(min<u32>(56, to - at))) != 0) return true;
  }
  return false;
}

/** For each byte of four lanes where the lowest byte of its lane is, and how many bits of the lane are below it. */
const lowest = i8x16(0, 0, 0, 0, 4, 4, 4, 4, 8, 8, 8, 8, 12, 12, 12, 12);
const below = i8x16(0, 8, 16, 24, 0, 8, 16, 24, 0, 8, 16, 24, 0, 8, 16, 24);

/** 2 to the power of each of four offsets less a base, in lanes of 32 bits, 0 from 32 on; `bases` is the base + `below`. */
function powers(offsets: v128, bases: v128): v128 {
  // The one byte that the bit is in is left with a number below 8, all others with one that gives 0.
  return i8x16.swizzle(
    i8x16(1, 2, 4, 8, 16, 32, 64, -128, 0, 0, 0, 0, 0, 0, 0, 0),
    i8x16.sub(i8x16.swizzle(offsets, lowest), bases),
  );
}

/** `ascend` for the rows from `from` up to `to`, one by one. */
function ascendEach(from: u32, to: u32, offsets: usize, bits: usize, out: usize): void {
  for (let row = from; row < to; row++) {
    const at = offsets + (row << 2);
    if (isAnySet(bits, load<u32>(at), load<u32>(at, 4))) add(out, row);
  }
}

/** The runs of four rows mostly lie in 32 bits: the difference of two powers of 2 has just the bits of one run. */
export function ascend(rows: u32, offsets: usize, bits: usize, out: usize): void {
  const whole = rows & ~63;
  for (let from: u32 = 0; from < whole; from += 64) {
    let at = offsets + (from << 2);
    if (!isAnySet(bits, load<u32>(at), load<u32>(at, 256))) continue;
    let value: u64 = 0;
    for (let bit: u32 = 0; bit < 64; bit += 4, at += 16) {
      const base = load<u32>(at) & ~7;
      if (load<u32>(at, 16) - base > 32) {
        ascendEach(from + bit, from + bit + 4, offsets, bits, out);
        continue;
      }
      const bases = i8x16.add(i8x16.splat(<u8>base), below);
      const own = i32x4.sub(powers(v128.load(at, 4), bases), powers(v128.load(at), bases));
      const found = v128.and(v128.load32_splat(bits + (base >>> 3)), own);
      value |= (<u64>(<u32>i32x4.bitmask(i32x4.ne(found, i32x4.splat(0))))) << (<u64>bit);
    }
    const place = out + (from >>> 3);
    store<u64>(place, load<u64>(place) | value);
  }
  ascendEach(whole, rows, offsets, bits, out);
}

export function gather(rows: u32, targets: usize, bits: usize, out: usize): void {
  for (let word: u32 = 0, words = wordsOf(rows); word < words; word++) {
    const limit = min<u32>(64, rows - (word << 6));
    let at = targets + (word << 8);
    let value: u64 = 0;
    for (let bit: u32 = 0; bit < limit; bit++, at += 4) {
      value |= bitBefore(bits, load<u32>(at)) << (<u64>bit);
    }
    const place = out + (word << 3);
    store<u64>(place, load<u64>(place) | value);
  }
}

function differ(at: usize): u64 {
  return <u64>(<u32>i32x4.bitmask(i32x4.ne(v128.load(at), v128.load(at, 4))));
}

export function linked(rows: u32, offsets: usize, out: usize): void {
  for (let word: u32 = 0, words = wordsOf(rows); word < words; word++) {
    let at = offsets + (word << 8);
    let value: u64 = 0;
    for (let bit: u64 = 0; bit < 64; bit += 4, at += 16) value |= differ(at) << bit;
    const place = out + (word << 3);
    const mask: u64 = word == words - 1 ? tail(rows) : u64.MAX_VALUE;
    store<u64>(place, load<u64>(place) | (value & mask));
  }
}
