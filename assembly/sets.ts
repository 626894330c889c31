/** The kernels from sets of rows to others. */

import { bytesOf, finish, tail, wordsOf } from "./bits";

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
