/**
 * The checksum of `src/snapshot/checksum.ts` in AssemblyScript, for WebAssembly with SIMD; what it is is said there. `npm run kernels`
 * compiles this file into `src/snapshot/checksum-module.ts`.
 */

/** One round of xxHash32 in four lanes. */
function round(sums: v128, words: v128): v128 {
  const mixed = i32x4.add(sums, i32x4.mul(words, i32x4.splat(0x85ebca77)));
  const turned = v128.or(i32x4.shl(mixed, 13), i32x4.shr_u(mixed, 19));
  return i32x4.mul(turned, i32x4.splat(0x9e3779b1));
}

/** Writes at `out` the eight bytes that stand for the bytes from `from` to `end`, a multiple of 128 of them. */
export function checksum(from: usize, end: usize, out: usize): void {
  let a = i32x4(1, 2, 3, 4);
  let b = i32x4(5, 6, 7, 8);
  let c = i32x4(9, 10, 11, 12);
  let d = i32x4(13, 14, 15, 16);
  let e = i32x4(17, 18, 19, 20);
  let f = i32x4(21, 22, 23, 24);
  let g = i32x4(25, 26, 27, 28);
  let h = i32x4(29, 30, 31, 32);
  for (let at = from; at < end; at += 128) {
    a = round(a, v128.load(at));
    b = round(b, v128.load(at, 16));
    c = round(c, v128.load(at, 32));
    d = round(d, v128.load(at, 48));
    e = round(e, v128.load(at, 64));
    f = round(f, v128.load(at, 80));
    g = round(g, v128.load(at, 96));
    h = round(h, v128.load(at, 112));
  }
  const four = round(round(round(round(round(round(round(a, b), c), d), e), f), g), h);
  const two = round(four, i64x2.shuffle(four, four, 1, 0));
  store<u64>(out, i64x2.extract_lane(two, 0));
}
