/** What the kernels of several files do with sets of rows. */

/** Bits of the last word that stand for rows; all of them where the last word is full. */
export function tail(rows: u32): u64 {
  const rest = rows & 63;
  return rest == 0 ? u64.MAX_VALUE : ((<u64>1) << (<u64>rest)) - 1;
}

/** 64-bit words of a bit set that have rows. */
export function wordsOf(rows: u32): u32 {
  return (rows + 63) >>> 6;
}

/** Bytes of a bit set: whole lines of 64. */
export function bytesOf(rows: u32): u32 {
  return ((rows + 511) >>> 9) << 6;
}

/** Cuts off the bits past the rows, in the last word and in what is left of its line. */
export function finish(rows: u32, out: usize): void {
  const words = wordsOf(rows);
  if (words == 0) return;
  const last = out + ((words - 1) << 3);
  store<u64>(last, load<u64>(last) & tail(rows));
  memory.fill(last + 8, 0, bytesOf(rows) - (words << 3));
}

/** Whether the bit before `number`, which counts from 1, is set; 0 is in no set. */
export function bitBefore(set: usize, number: u32): u64 {
  const some = u32(number != 0);
  const bit = number - some;
  return <u64>(((<u32>load<u8>(set + (bit >>> 3))) >>> (bit & 7)) & some);
}

/** Sets the bit of a row. */
export function add(set: usize, row: u32): void {
  const at = set + ((row >>> 5) << 2);
  store<u32>(at, load<u32>(at) | (1 << (row & 31)));
}
