/** The kernels from the begins and ends of texts to rows. */

import { finish, wordsOf } from "./bits";
import { same } from "./search";

const places = i8x16(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);

/** Whether two vectors differ where `mask` is set. */
function differIn(mask: v128, a: v128, b: v128): u32 {
  return u32(v128.any_true(v128.and(v128.xor(a, b), mask)));
}

/** Texts that begin with the wanted one and are at most `longer` bytes longer: 16 bytes at once, and only where they agree the rest. */
function begins(
  rows: u32,
  offsets: usize,
  bytes: usize,
  wanted: usize,
  length: u32,
  longer: u32,
  out: usize,
): void {
  const isLong = length > 16;
  const mask = i8x16.lt_u(places, i8x16.splat(<u8>min<u32>(length, 16)));
  const begin = v128.load(wanted);
  for (let word: u32 = 0, words = wordsOf(rows); word < words; word++) {
    const limit = min<u32>(64, rows - (word << 6));
    let at = offsets + (word << 8);
    let value: u64 = 0;
    let from = load<u32>(at);
    for (let bit: u32 = 0; bit < limit; bit++) {
      at += 4;
      const to = load<u32>(at);
      let hit = u32(to - from - length <= longer) & ~differIn(mask, v128.load(bytes + from), begin);
      if (isLong && hit != 0) hit = u32(same(bytes + from + 16, wanted + 16, length - 16));
      value |= (<u64>hit) << (<u64>bit);
      from = to;
    }
    store<u64>(out + (word << 3), value);
  }
  finish(rows, out);
}

export function startsWith(
  rows: u32,
  offsets: usize,
  bytes: usize,
  wanted: usize,
  length: u32,
  out: usize,
): void {
  // A text that is shorter is longer by a number beyond that, without its sign.
  begins(rows, offsets, bytes, wanted, length, i32.MAX_VALUE, out);
}

export function equals(
  rows: u32,
  offsets: usize,
  bytes: usize,
  wanted: usize,
  length: u32,
  out: usize,
): void {
  begins(rows, offsets, bytes, wanted, length, 0, out);
}

export function endsWith(
  rows: u32,
  offsets: usize,
  bytes: usize,
  wanted: usize,
  length: u32,
  out: usize,
): void {
  const isLong = length > 16;
  // The last 16 bytes, of which a shorter end is the last ones. Nothing is before address 64.
  const mask = i8x16.ge_u(places, i8x16.splat(<u8>(16 - min<u32>(length, 16))));
  const ending = v128.load(wanted + length - 16);
  for (let word: u32 = 0, words = wordsOf(rows); word < words; word++) {
    const limit = min<u32>(64, rows - (word << 6));
    let at = offsets + (word << 8);
    let value: u64 = 0;
    let from = load<u32>(at);
    for (let bit: u32 = 0; bit < limit; bit++) {
      at += 4;
      const to = load<u32>(at);
      let hit = u32(to - from >= length) & ~differIn(mask, v128.load(bytes + to - 16), ending);
      if (isLong && hit != 0) hit = u32(same(bytes + to - length, wanted, length - 16));
      value |= (<u64>hit) << (<u64>bit);
      from = to;
    }
    store<u64>(out + (word << 3), value);
  }
  finish(rows, out);
}
