/** The kernel from texts to hashes: HalfSipHash-1-3 with 64 bits (https://github.com/veorq/SipHash). */

/** What is left of a text behind its last whole word, and its length. */
function lastWord(from: usize, to: usize, length: u32): u32 {
  let word = length << 24;
  let shift: u32 = 0;
  for (let at = from; at < to; at++, shift += 8) word |= (<u32>load<u8>(at)) << shift;
  return word;
}

export function hash(
  rows: u32,
  offsets: usize,
  bytes: usize,
  key0: u32,
  key1: u32,
  out: usize,
): void {
  let from = load<u32>(offsets);
  for (let row: u32 = 0; row < rows; row++) {
    const to = load<u32>(offsets + ((row + 1) << 2));
    const length = to - from;
    const words = length >>> 2;
    const begin = bytes + from;
    const last = lastWord(begin + (words << 2), bytes + to, length);
    let v0 = key0;
    let v1 = key1 ^ 0xee;
    let v2 = key0 ^ 0x6c796765;
    let v3 = key1 ^ 0x74656462;
    // One round for each word and one for the rest, then three for each half of the result.
    for (let round: u32 = 0; round < words + 7; round++) {
      let word: u32 = 0;
      if (round < words) {
        word = load<u32>(begin + (round << 2));
      } else if (round == words) {
        word = last;
      } else if (round == words + 1) {
        v2 ^= 0xee;
      } else if (round == words + 4) {
        store<u32>(out + (row << 3), v1 ^ v3);
        v1 ^= 0xdd;
      }
      v3 ^= word;
      v0 += v1;
      v1 = rotl(v1, 5) ^ v0;
      v0 = rotl(v0, 16);
      v2 += v3;
      v3 = rotl(v3, 8) ^ v2;
      v0 += v3;
      v3 = rotl(v3, 7) ^ v0;
      v2 += v1;
      v1 = rotl(v1, 13) ^ v2;
      v2 = rotl(v2, 16);
      v0 ^= word;
    }
    store<u32>(out + (row << 3) + 4, v1 ^ v3);
    from = to;
  }
}
