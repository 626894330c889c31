/** The kernels from codes to rows. */

import { bitBefore, finish, wordsOf } from "./bits";

export function range(width: u32, codes: usize, rows: u32, low: u32, high: u32, out: usize): void {
  if (width == 1) range8(codes, rows, <u8>low, <u8>(min<u32>(high, 255) - low), out);
  else if (width == 2) range16(codes, rows, <u16>low, <u16>(min<u32>(high, 65535) - low), out);
  else range32(codes, rows, low, high - low, out);
  finish(rows, out);
}

// A code is in low..high where code - low, as an unsigned number, is at most high - low.

function within8(at: usize, low: v128, span: v128): u64 {
  return <u64>(<u32>i8x16.bitmask(i8x16.le_u(i8x16.sub(v128.load(at), low), span)));
}

function range8(codes: usize, rows: u32, low: u8, span: u8, out: usize): void {
  const lows = i8x16.splat(low);
  const spans = i8x16.splat(span);
  for (let word: u32 = 0, words = wordsOf(rows); word < words; word++) {
    const at = codes + (word << 6);
    store<u64>(
      out + (word << 3),
      within8(at, lows, spans) |
        (within8(at + 16, lows, spans) << 16) |
        (within8(at + 32, lows, spans) << 32) |
        (within8(at + 48, lows, spans) << 48),
    );
  }
}

function within16(at: usize, low: v128, span: v128): u64 {
  const a = i16x8.le_u(i16x8.sub(v128.load(at), low), span);
  const b = i16x8.le_u(i16x8.sub(v128.load(at + 16), low), span);
  return <u64>(<u32>i8x16.bitmask(i8x16.narrow_i16x8_s(a, b)));
}

function range16(codes: usize, rows: u32, low: u16, span: u16, out: usize): void {
  const lows = i16x8.splat(low);
  const spans = i16x8.splat(span);
  for (let word: u32 = 0, words = wordsOf(rows); word < words; word++) {
    const at = codes + (word << 7);
    store<u64>(
      out + (word << 3),
      within16(at, lows, spans) |
        (within16(at + 32, lows, spans) << 16) |
        (within16(at + 64, lows, spans) << 32) |
        (within16(at + 96, lows, spans) << 48),
    );
  }
}

function within32(at: usize, low: v128, span: v128): u64 {
  const a = i32x4.le_u(i32x4.sub(v128.load(at), low), span);
  const b = i32x4.le_u(i32x4.sub(v128.load(at + 16), low), span);
  const c = i32x4.le_u(i32x4.sub(v128.load(at + 32), low), span);
  const d = i32x4.le_u(i32x4.sub(v128.load(at + 48), low), span);
  const both = i8x16.narrow_i16x8_s(i16x8.narrow_i32x4_s(a, b), i16x8.narrow_i32x4_s(c, d));
  return <u64>(<u32>i8x16.bitmask(both));
}

function range32(codes: usize, rows: u32, low: u32, span: u32, out: usize): void {
  const lows = i32x4.splat(low);
  const spans = i32x4.splat(span);
  for (let word: u32 = 0, words = wordsOf(rows); word < words; word++) {
    const at = codes + (word << 8);
    store<u64>(
      out + (word << 3),
      within32(at, lows, spans) |
        (within32(at + 64, lows, spans) << 16) |
        (within32(at + 128, lows, spans) << 32) |
        (within32(at + 192, lows, spans) << 48),
    );
  }
}

export function lookup(width: u32, codes: usize, rows: u32, set: usize, out: usize): void {
  if (width == 1) lookup8(codes, rows, set, out);
  else if (width == 2) lookup16(codes, rows, set, out);
  else lookup32(codes, rows, set, out);
  finish(rows, out);
}

/** The 256 possible bits fit in two vectors: one swizzle finds the byte, another the bit in it. */
function among8(at: usize, first: v128, second: v128): u64 {
  const codes = v128.load(at);
  const bits = i8x16.sub(codes, i8x16.splat(1));
  const byte = i8x16.shr_u(bits, 3);
  const found = v128.or(
    i8x16.swizzle(first, byte),
    i8x16.swizzle(second, i8x16.sub(byte, i8x16.splat(16))),
  );
  const single = i8x16.swizzle(
    i8x16(1, 2, 4, 8, 16, 32, 64, -128, 0, 0, 0, 0, 0, 0, 0, 0),
    v128.and(bits, i8x16.splat(7)),
  );
  const hit = i8x16.ne(v128.and(found, single), i8x16.splat(0));
  return <u64>(<u32>i8x16.bitmask(v128.and(hit, i8x16.ne(codes, i8x16.splat(0)))));
}

function lookup8(codes: usize, rows: u32, set: usize, out: usize): void {
  const first = v128.load(set);
  const second = v128.load(set + 16);
  for (let word: u32 = 0, words = wordsOf(rows); word < words; word++) {
    const at = codes + (word << 6);
    store<u64>(
      out + (word << 3),
      among8(at, first, second) |
        (among8(at + 16, first, second) << 16) |
        (among8(at + 32, first, second) << 32) |
        (among8(at + 48, first, second) << 48),
    );
  }
}

function lookup16(codes: usize, rows: u32, set: usize, out: usize): void {
  for (let word: u32 = 0, words = wordsOf(rows); word < words; word++) {
    const limit = min<u32>(64, rows - (word << 6));
    let at = codes + (word << 7);
    let value: u64 = 0;
    for (let bit: u32 = 0; bit < limit; bit++, at += 2) {
      value |= bitBefore(set, <u32>load<u16>(at)) << (<u64>bit);
    }
    store<u64>(out + (word << 3), value);
  }
}

function lookup32(codes: usize, rows: u32, set: usize, out: usize): void {
  for (let word: u32 = 0, words = wordsOf(rows); word < words; word++) {
    const limit = min<u32>(64, rows - (word << 6));
    let at = codes + (word << 8);
    let value: u64 = 0;
    for (let bit: u32 = 0; bit < limit; bit++, at += 4) {
      value |= bitBefore(set, load<u32>(at)) << (<u64>bit);
    }
    store<u64>(out + (word << 3), value);
  }
}
