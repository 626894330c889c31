/** The kernel `write`. */

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
