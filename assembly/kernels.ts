/**
 * The kernels of `src/engine/kernels/kernels.ts` in AssemblyScript, for WebAssembly with SIMD; what each has to do is said there and in
 * `plain.ts`. `npm run kernels` compiles this file into `src/engine/kernels/module.ts`.
 *
 * The common form: 64 rows make one 64-bit word of a bit set. Reads may go up to 256 bytes past an array's end, which the
 * memory allows for; what they find there is cut off by `tail` in the last word.
 */

/** Bits of the last word that stand for rows; all of them where the last word is full. */
function tail(rows: u32): u64 {
  const rest = rows & 63;
  return rest == 0 ? u64.MAX_VALUE : ((<u64>1) << (<u64>rest)) - 1;
}

function wordsOf(rows: u32): u32 {
  return (rows + 63) >>> 6;
}

/** Bytes of a bit set: whole lines of 64. */
function bytesOf(rows: u32): u32 {
  return ((rows + 511) >>> 9) << 6;
}

/** Cuts off the bits past the rows, in the last word and in what is left of its line. */
function finish(rows: u32, out: usize): void {
  const words = wordsOf(rows);
  if (words == 0) return;
  const last = out + ((words - 1) << 3);
  store<u64>(last, load<u64>(last) & tail(rows));
  memory.fill(last + 8, 0, bytesOf(rows) - (words << 3));
}

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

/** Whether the bit before `number`, which counts from 1, is set; 0 is in no set. */
function bitBefore(set: usize, number: u32): u64 {
  const some = u32(number != 0);
  const bit = number - some;
  return <u64>(((<u32>load<u8>(set + (bit >>> 3))) >>> (bit & 7)) & some);
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

/** The lowest `count` bits, fewer than 64. */
function lowBits(count: u32): u64 {
  return ((<u64>1) << (<u64>count)) - 1;
}

export function span(rows: u32, from: u32, to: u32, out: usize): void {
  memory.fill(out, 0, bytesOf(rows));
  if (from >= to) return;
  const first = from >>> 6;
  const last = (to - 1) >>> 6;
  const skipped: u64 = from & 63;
  const begin = u64.MAX_VALUE << skipped;
  if (first == last) {
    store<u64>(out + (first << 3), begin & tail(to));
    return;
  }
  store<u64>(out + (first << 3), begin);
  memory.fill(out + ((first + 1) << 3), 255, (last - first - 1) << 3);
  store<u64>(out + (last << 3), tail(to));
}

export function and(rows: u32, a: usize, b: usize, out: usize): void {
  for (let at: u32 = 0, end = bytesOf(rows); at < end; at += 16) {
    v128.store(out + at, v128.and(v128.load(a + at), v128.load(b + at)));
  }
}

export function or(rows: u32, a: usize, b: usize, out: usize): void {
  for (let at: u32 = 0, end = bytesOf(rows); at < end; at += 16) {
    v128.store(out + at, v128.or(v128.load(a + at), v128.load(b + at)));
  }
}

export function andNot(rows: u32, a: usize, b: usize, out: usize): void {
  for (let at: u32 = 0, end = bytesOf(rows); at < end; at += 16) {
    v128.store(out + at, v128.andnot(v128.load(a + at), v128.load(b + at)));
  }
}

export function not(rows: u32, a: usize, out: usize): void {
  for (let at: u32 = 0, end = bytesOf(rows); at < end; at += 16) {
    v128.store(out + at, v128.not(v128.load(a + at)));
  }
  finish(rows, out);
}

export function copy(rows: u32, a: usize, out: usize): void {
  memory.copy(out, a, bytesOf(rows));
}

export function count(rows: u32, a: usize): u32 {
  let total: u64 = 0;
  for (let at: u32 = 0, end = bytesOf(rows); at < end; at += 8) total += popcnt(load<u64>(a + at));
  return <u32>total;
}

export function list(rows: u32, a: usize, out: usize): void {
  let at = out;
  for (let word: u32 = 0, words = wordsOf(rows); word < words; word++) {
    for (let value = load<u64>(a + (word << 3)); value != 0; value &= value - 1, at += 4) {
      store<u32>(at, (word << 6) + <u32>ctz(value));
    }
  }
}

function add(set: usize, row: u32): void {
  const at = set + ((row >>> 5) << 2);
  store<u32>(at, load<u32>(at) | (1 << (row & 31)));
}

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

/** Whether the `length` bytes at `at` and at `wanted` are the same. */
function same(at: usize, wanted: usize, length: u32): bool {
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
  const end = load<u32>(offsets + (rows << 2));
  const sampled = min<u32>(end, 2048);
  const one = rarest(wanted, length, u32.MAX_VALUE, bytes, sampled);
  const other = rarest(wanted, length, one, bytes, sampled);
  const ones = i8x16.splat(load<u8>(wanted + one));
  const others = i8x16.splat(load<u8>(wanted + other));
  let row: u32 = 0;
  // Everything before this position is in texts that are decided, and before `row`.
  let decided: u32 = 0;
  for (let from: u32 = 0; from + length <= end; from += 64) {
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

/** Copies bytes in vectors: may write up to 15 more than `length`, which are written over by what comes next. */
function put(out: usize, from: usize, length: u32): void {
  for (let at: u32 = 0; at < length; at += 16) v128.store(out + at, v128.load(from + at));
}

/** The escaped text of one byte below 32, a quote or a backslash; returns where it ends. */
function putEscaped(out: usize, byte: u32): usize {
  store<u8>(out, 0x5c);
  let short: u32 = 0;
  if (byte == 0x22 || byte == 0x5c) short = byte;
  else if (byte == 8) short = 0x62;
  else if (byte == 9) short = 0x74;
  else if (byte == 10) short = 0x6e;
  else if (byte == 12) short = 0x66;
  else if (byte == 13) short = 0x72;
  if (short != 0) {
    store<u8>(out, short, 1);
    return out + 2;
  }
  // "u00" and two hexadecimal digits.
  store<u8>(out, 0x75, 1);
  store<u16>(out, 0x3030, 2);
  store<u8>(out, 0x30 + (byte >>> 4), 4);
  const low = byte & 15;
  store<u8>(out, low < 10 ? 0x30 + low : 0x57 + low, 5);
  return out + 6;
}

function putText(out: usize, from: usize, length: u32): usize {
  let at = out;
  let i: u32 = 0;
  while (i < length) {
    const bytes = v128.load(from + i);
    const special = v128.or(
      i8x16.lt_u(bytes, i8x16.splat(32)),
      v128.or(i8x16.eq(bytes, i8x16.splat(0x22)), i8x16.eq(bytes, i8x16.splat(0x5c))),
    );
    // Bit 16 stops the count where nothing is special.
    const plain = min<u32>(ctz<u32>((<u32>i8x16.bitmask(special)) | 0x10000), length - i);
    v128.store(at, bytes);
    at += plain;
    i += plain;
    if (plain < 16 && i < length) at = putEscaped(at, load<u8>(from + i++));
  }
  return at;
}

/** Rows whose cells are found before any of them is written. */
const blockRows: u32 = 32;
/** The length of a cell that is null. */
const nullLength: u32 = u32.MAX_VALUE;

/**
 * Finds where the texts of one member of `count` rows lie: address and length in `member`'s cells. Adds to `needs`, a u64 for
 * each row, what the member takes at most.
 *
 * The rows are scattered over columns of many megabytes: found in one go, before any is copied, they are fetched from memory at
 * the same time and not one after the other. Returns what was read of the texts, so that reading it is not left out.
 */
function find(member: usize, rows: usize, position: u32, count: u32, needs: usize): u32 {
  const prefixLength = load<u32>(member, 4);
  const kind = load<u32>(member, 8);
  const width = load<u32>(member, 12);
  const codes = load<u32>(member, 16);
  const offsets = load<u32>(member, 20);
  const bytes = load<u32>(member, 24);
  const cells = load<u32>(member, 28);
  const most: u64 = kind == 2 ? 6 : 1;
  let touched: u32 = 0;
  for (let i: u32 = 0; i < count; i++) {
    const need = needs + (i << 3);
    if (kind == 0) {
      store<u64>(need, load<u64>(need) + prefixLength);
      continue;
    }
    const row = load<u32>(rows + (i << 2));
    let index = row;
    let isNull = false;
    if (width == 8) index = position + i;
    else if (width != 0) {
      const code =
        width == 1
          ? <u32>load<u8>(codes + row)
          : width == 2
            ? <u32>load<u16>(codes + (row << 1))
            : load<u32>(codes + (row << 2));
      isNull = code == 0;
      index = code - 1;
    } else if (codes != 0) {
      isNull = (((<u32>load<u8>(codes + (row >>> 3))) >>> (row & 7)) & 1) == 1;
    }
    const cell = cells + (i << 3);
    if (isNull) {
      store<u32>(cell, nullLength, 4);
      store<u64>(need, load<u64>(need) + prefixLength + 4);
      continue;
    }
    const from = load<u32>(offsets + (index << 2));
    const length = load<u32>(offsets + (index << 2), 4) - from;
    touched ^= (<u32>load<u8>(bytes + from)) ^ (<u32>load<u8>(bytes + from + length));
    store<u32>(cell, bytes + from);
    store<u32>(cell, length, 4);
    store<u64>(need, load<u64>(need) + prefixLength + <u64>length * most + 4);
  }
  return touched;
}

/** Writes what `find` found of one member of row `i` of its block; returns where it ends. */
function putMember(out: usize, member: usize, i: u32): usize {
  const prefixLength = load<u32>(member, 4);
  const kind = load<u32>(member, 8);
  put(out, load<u32>(member), prefixLength);
  let at = out + prefixLength;
  if (kind == 0) return at;
  const cell = <usize>load<u32>(member, 28) + (i << 3);
  const length = load<u32>(cell, 4);
  if (length == nullLength || (kind == 5 && length == 0)) {
    store<u32>(at, 0x6c6c756e);
    return at + 4;
  }
  const from = load<u32>(cell);
  if (kind == 1) {
    store<u8>(at, 0x22);
    put(at + 1, from, length);
    at += length + 1;
    store<u8>(at, 0x22);
    return at + 1;
  }
  if (kind == 2) {
    store<u8>(at, 0x22);
    at = putText(at + 1, from, length);
    store<u8>(at, 0x22);
    return at + 1;
  }
  // Each child is followed by a comma; there is none after the last.
  const kept = kind >= 4 && length > 0 ? length - 1 : length;
  if (kind == 4) store<u8>(at++, 0x5b);
  put(at, from, kept);
  at += kept;
  if (kind == 4) store<u8>(at++, 0x5d);
  return at;
}

export function write(
  members: usize,
  count: u32,
  rows: usize,
  progress: usize,
  out: usize,
  limit: u32,
): u32 {
  let position = load<u32>(progress);
  const end = load<u32>(progress, 4);
  const ends = load<u32>(progress, 8);
  const needs = progress + 64;
  let at = out;
  let touched: u32 = 0;
  while (position < end) {
    const block = min<u32>(blockRows, end - position);
    memory.fill(needs, 0, block << 3);
    for (let m: u32 = 0; m < count; m++)
      touched ^= find(members + (m << 5), rows + (position << 2), position, block, needs);
    for (let i: u32 = 0; i < block; i++, position++) {
      if (<u64>(at - out) + load<u64>(needs + (i << 3)) + 64 > <u64>limit) {
        store<u32>(progress, position);
        return <u32>(at - out);
      }
      for (let m: u32 = 0; m < count; m++) at = putMember(at, members + (m << 5), i);
      if (ends != 0) store<u32>(ends + (position << 2), <u32>(at - out));
    }
  }
  store<u32>(progress, position);
  store<u32>(progress, touched, 12);
  return <u32>(at - out);
}
