/** The kernel `contains`, and what it searches with. */

import { add, bytesOf } from "./bits";
import { span } from "./sets";

/** Whether the `length` bytes at `at` and at `wanted` are the same. */
export function same(at: usize, wanted: usize, length: u32): bool {
  let i: u32 = 0;
  for (; i + 8 <= length; i += 8) if (load<u64>(at + i) != load<u64>(wanted + i)) return false;
  for (; i < length; i++) if (load<u8>(at + i) != load<u8>(wanted + i)) return false;
  return true;
}

/** The text that the byte at `position` belongs to, which is `from` or a later one: in steps that double, then by halves. */
function textAt(offsets: usize, rows: u32, from: u32, position: u32): u32 {
  let low = from;
  let step: u32 = 1;
  while (low + step < rows && load<u32>(offsets + ((low + step) << 2)) <= position) {
    low += step;
    step <<= 1;
  }
  let high = min<u32>(rows, low + step);
  while (high - low > 1) {
    const half = (low + high) >>> 1;
    if (load<u32>(offsets + (half << 2)) <= position) low = half;
    else high = half;
  }
  return low;
}

/** How often a byte occurs in the first `length` bytes at `at`, in whole vectors. */
function frequency(byte: u8, at: usize, length: u32): u32 {
  const wanted = i8x16.splat(byte);
  let found: u32 = 0;
  for (let i: u32 = 0; i + 16 <= length; i += 16) {
    found += popcnt(i8x16.bitmask(i8x16.eq(v128.load(at + i), wanted)));
  }
  return found;
}

/** The place in `wanted`, but not `except`, of the byte that is rarest in a sample of the texts. */
function rarest(wanted: usize, length: u32, except: u32, sample: usize, sampled: u32): u32 {
  let best: u32 = except == 0 && length > 1 ? 1 : 0;
  let least = u32.MAX_VALUE;
  for (let i: u32 = 0, limit = min<u32>(length, 16); i < limit; i++) {
    if (i == except) continue;
    const found = frequency(load<u8>(wanted + i), sample, sampled);
    if (found < least) {
      least = found;
      best = i;
    }
  }
  return best;
}

/** At which of the 16 positions from `at` on the two bytes stand at their places. */
function bothAt(at: usize, one: u32, other: u32, ones: v128, others: v128): u64 {
  const begins = i8x16.eq(v128.load(at + one), ones);
  const ends = i8x16.eq(v128.load(at + other), others);
  return <u64>(<u32>i8x16.bitmask(v128.and(begins, ends)));
}

/**
 * All texts are searched as one run of bytes, 64 positions at a time, for the two wanted bytes that are rarest, at their
 * places; what passes is compared whole, and must not reach into the next text.
 */
export function contains(
  rows: u32,
  offsets: usize,
  bytes: usize,
  wanted: usize,
  length: u32,
  out: usize,
): void {
  if (length == 0) return span(rows, 0, rows, out);
  memory.fill(out, 0, bytesOf(rows));
  if (rows == 0) return;
  // The texts may be some of many: what stands before them is not theirs.
  const begin = load<u32>(offsets);
  const end = load<u32>(offsets + (rows << 2));
  const sampled = min<u32>(end - begin, 2048);
  const one = rarest(wanted, length, u32.MAX_VALUE, bytes + begin, sampled);
  const other = rarest(wanted, length, one, bytes + begin, sampled);
  const ones = i8x16.splat(load<u8>(wanted + one));
  const others = i8x16.splat(load<u8>(wanted + other));
  let row: u32 = 0;
  // Everything before this position is in texts that are decided, and before `row`.
  let decided: u32 = 0;
  for (let from = begin; from + length <= end; from += 64) {
    const at = bytes + from;
    let hits =
      bothAt(at, one, other, ones, others) |
      (bothAt(at + 16, one, other, ones, others) << 16) |
      (bothAt(at + 32, one, other, ones, others) << 32) |
      (bothAt(at + 48, one, other, ones, others) << 48);
    for (; hits != 0; hits &= hits - 1) {
      const position = from + <u32>ctz(hits);
      if (position < decided) continue;
      if (position + length > end) return;
      if (!same(bytes + position, wanted, length)) continue;
      row = textAt(offsets, rows, row, position);
      const textEnd = load<u32>(offsets + (row << 2), 4);
      if (position + length > textEnd) continue;
      add(out, row++);
      decided = textEnd;
    }
  }
}
