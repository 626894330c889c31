/** The kernel from texts to hashes: SipHash-1-3 (https://github.com/veorq/SipHash). */

/** What is left of a text behind its last whole word, and its length. */
function lastWord(from: usize, to: usize, length: u32): u64 {
  let word = (<u64>length) << 56;
  let shift: u64 = 0;
  for (let at = from; at < to; at++, shift += 8) word |= (<u64>load<u8>(at)) << shift;
  return word;
}

export function hash(rows: u32, offsets: usize, bytes: usize, key: usize, out: usize): void {
  const key0 = load<u64>(key);
  const key1 = load<u64>(key + 8);
  let from = load<u32>(offsets);
  for (let row: u32 = 0; row < rows; row++) {
    const to = load<u32>(offsets + ((row + 1) << 2));
    const length = to - from;
    const words = length >>> 3;
    const begin = bytes + from;
    const last = lastWord(begin + (words << 3), bytes + to, length);
    let v0 = key0 ^ 0x736f6d6570736575;
    let v1 = key1 ^ 0x646f72616e646f6d;
    let v2 = key0 ^ 0x6c7967656e657261;
    let v3 = key1 ^ 0x7465646279746573;
    // One round for each word and one for the rest, then three for the result.
    for (let round: u32 = 0; round < words + 4; round++) {
      let word: u64 = 0;
      if (round < words) word = load<u64>(begin + (round << 3));
      else if (round == words) word = last;
      else if (round == words + 1) v2 ^= 0xff;
      v3 ^= word;
      v0 += v1;
      v1 = rotl(v1, 13) ^ v0;
      v0 = rotl(v0, 32);
      v2 += v3;
      v3 = rotl(v3, 16) ^ v2;
      v0 += v3;
      v3 = rotl(v3, 21) ^ v0;
      v2 += v1;
      v1 = rotl(v1, 17) ^ v2;
      v2 = rotl(v2, 32);
      v0 ^= word;
    }
    store<u64>(out + (row << 3), v0 ^ v1 ^ v2 ^ v3);
    from = to;
  }
}
