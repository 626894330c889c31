import type { Kernels } from "./kernels.ts";
import type { Memory } from "./memory.ts";
import { numbersAt } from "./plain-views.ts";

/** The kernel from texts to hashes: HalfSipHash-1-3 with 64 bits (https://github.com/veorq/SipHash). */
export function createPlainHash(memory: Memory): Kernels["hash"] {
  return (rows, offsets, bytes, key0, key1, out) => {
    const view = new DataView(memory.shared.buffer);
    const ends = memory.u32.subarray(offsets >>> 2);
    const halves = numbersAt(memory, out);
    for (let row = 0; row < rows; row++) {
      const length = ends[row + 1]! - ends[row]!;
      const from = bytes + ends[row]!;
      const words = length >>> 2;
      let last = length << 24;
      for (let i = words * 4; i < length; i++) last |= view.getUint8(from + i) << (i << 3);
      let v0 = key0 | 0;
      let v1 = key1 ^ 0xee;
      let v2 = key0 ^ 0x6c796765;
      let v3 = key1 ^ 0x74656462;
      // One round for each word and one for the rest, then three for each half of the result.
      for (let round = 0; round < words + 7; round++) {
        let word = 0;
        if (round < words) {
          word = view.getInt32(from + round * 4, true);
        } else if (round === words) {
          word = last;
        } else if (round === words + 1) {
          v2 ^= 0xee;
        } else if (round === words + 4) {
          halves[row * 2] = v1 ^ v3;
          v1 ^= 0xdd;
        }
        v3 ^= word;
        v0 = (v0 + v1) | 0;
        v1 = ((v1 << 5) | (v1 >>> 27)) ^ v0;
        v0 = (v0 << 16) | (v0 >>> 16);
        v2 = (v2 + v3) | 0;
        v3 = ((v3 << 8) | (v3 >>> 24)) ^ v2;
        v0 = (v0 + v3) | 0;
        v3 = ((v3 << 7) | (v3 >>> 25)) ^ v0;
        v2 = (v2 + v1) | 0;
        v1 = ((v1 << 13) | (v1 >>> 19)) ^ v2;
        v2 = (v2 << 16) | (v2 >>> 16);
        v0 ^= word;
      }
      halves[row * 2 + 1] = v1 ^ v3;
    }
  };
}
