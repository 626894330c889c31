import type { Kernels } from "./kernels.ts";
import type { Memory } from "./memory.ts";
import { numbersAt } from "./plain-views.ts";

/** The kernel from texts to hashes: SipHash-1-3 (https://github.com/veorq/SipHash), each of its words as two halves. */
export function createPlainHash(memory: Memory): Kernels["hash"] {
  return (rows, offsets, bytes, key, out) => {
    const { u8 } = memory;
    const ends = memory.u32.subarray(offsets >>> 2);
    const halves = numbersAt(memory, out);
    const [key0, key1, key2, key3] = numbersAt(memory, key).subarray(0, 4) as unknown as Key;
    for (let row = 0; row < rows; row++) {
      const length = ends[row + 1]! - ends[row]!;
      const from = bytes + ends[row]!;
      const words = length >>> 3;
      // What has a `h` in its name is an upper half.
      let [v0, v0h] = [key0 ^ 0x70736575, key1 ^ 0x736f6d65];
      let [v1, v1h] = [key2 ^ 0x6e646f6d, key3 ^ 0x646f7261];
      let [v2, v2h] = [key0 ^ 0x6e657261, key1 ^ 0x6c796765];
      let [v3, v3h] = [key2 ^ 0x79746573, key3 ^ 0x74656462];
      // One round for each word and one for the rest, then three for the result.
      for (let round = 0; round < words + 4; round++) {
        let [word, wordh] = [0, 0];
        if (round <= words) {
          const rest = Math.min(8, length - round * 8);
          for (let i = 0; i < rest; i++) {
            const byte = u8[from + round * 8 + i]! << ((i & 3) * 8);
            if (i < 4) word |= byte;
            else wordh |= byte;
          }
          if (round === words) wordh |= length << 24;
        } else if (round === words + 1) v2 ^= 0xff;
        v3 ^= word;
        v3h ^= wordh;
        let sum = (v0 + v1) | 0;
        v0h = (v0h + v1h + carry(sum, v1)) | 0;
        v0 = sum;
        [v1, v1h] = [left(v1, v1h, 13) ^ v0, left(v1h, v1, 13) ^ v0h];
        [v0, v0h] = [v0h, v0];
        sum = (v2 + v3) | 0;
        v2h = (v2h + v3h + carry(sum, v3)) | 0;
        v2 = sum;
        [v3, v3h] = [left(v3, v3h, 16) ^ v2, left(v3h, v3, 16) ^ v2h];
        sum = (v0 + v3) | 0;
        v0h = (v0h + v3h + carry(sum, v3)) | 0;
        v0 = sum;
        [v3, v3h] = [left(v3, v3h, 21) ^ v0, left(v3h, v3, 21) ^ v0h];
        sum = (v2 + v1) | 0;
        v2h = (v2h + v1h + carry(sum, v1)) | 0;
        v2 = sum;
        [v1, v1h] = [left(v1, v1h, 17) ^ v2, left(v1h, v1, 17) ^ v2h];
        [v2, v2h] = [v2h, v2];
        v0 ^= word;
        v0h ^= wordh;
      }
      halves[row * 2] = v0 ^ v1 ^ v2 ^ v3;
      halves[row * 2 + 1] = v0h ^ v1h ^ v2h ^ v3h;
    }
  };
}

type Key = readonly [number, number, number, number];

/** 1 where a sum of 32 bits, of which `part` is one summand, went over. */
function carry(sum: number, part: number): number {
  return sum >>> 0 < part >>> 0 ? 1 : 0;
}

/** One half of a word that is turned left by fewer than 32 bits, `other` being the half that follows it. */
function left(half: number, other: number, bits: number): number {
  return (half << bits) | (other >>> (32 - bits));
}
