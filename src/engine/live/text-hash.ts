import { randomBytes } from "node:crypto";
import type { Kernels } from "../kernels/kernels.ts";
import type { Memory } from "../kernels/memory.ts";
import type { TextBytes } from "./text-bytes.ts";

/** Both halves of each text's hash. */
export type HashTexts = (texts: TextBytes) => Int32Array;

/**
 * Hashes by a kernel, with a key of its own.
 *
 * A hash stands for its text: of 64 bits, and keyed so that nobody can choose two texts with the same one, it takes one for
 * another less often than the checksum of a block lets a damaged one pass.
 */
export function createTextHash(memory: Memory, kernels: Kernels): HashTexts {
  const key = memory.allocate(16);
  memory.u8.set(randomBytes(16), key);
  let place = 0;
  let size = 0;

  /** Room for so many bytes, the same one for all calls. */
  function room(bytes: number): number {
    if (bytes <= size) return place;
    if (size > 0) memory.release(place, size);
    size = Math.max(bytes, size * 2, 65_536);
    place = memory.allocate(size);
    return place;
  }

  function hashAll({ offsets, bytes }: TextBytes): Int32Array {
    const count = offsets.length - 1;
    const out = room(count * 8 + offsets.byteLength + bytes.length);
    const ends = out + count * 8;
    const texts = ends + offsets.byteLength;
    memory.u32.set(offsets, ends >>> 2);
    memory.u8.set(bytes, texts);
    kernels.hash(count, ends, texts, key, out);
    return new Int32Array(memory.shared.buffer, out, count * 2).slice();
  }

  return (texts) => (texts.hashes ??= hashAll(texts));
}
