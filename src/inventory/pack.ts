import type { Codes, Texts } from "./tables.ts";
import { bitSetBytes, memoryBlob } from "./tables.ts";

// How codes, texts and bit sets become the bytes that a table holds of them.

/** Codes up to `largest` in as few bytes as hold it. */
export function packCodes(codes: Uint32Array, largest: number): Codes {
  if (largest < 1 << 8) return { width: 1, blob: memoryBlob(Uint8Array.from(codes)) };
  if (largest < 1 << 16) return { width: 2, blob: memoryBlob(Uint16Array.from(codes)) };
  return { width: 4, blob: memoryBlob(codes) };
}

/** The texts whose numbers `order` lists, in that order. */
export function gatherTexts(bytes: Uint8Array, offsets: Uint32Array, order: Uint32Array): Texts {
  const starts = new Uint32Array(order.length + 1);
  let end = 0;
  order.forEach((index, i) => {
    end += offsets[index + 1]! - offsets[index]!;
    starts[i + 1] = end;
  });
  if (end > 0xffffffff) throw new RangeError("More than 4 GiB of text in one column.");
  const target = new Uint8Array(end);
  order.forEach((index, i) => {
    target.set(bytes.subarray(offsets[index]!, offsets[index + 1]!), starts[i]!);
  });
  return {
    count: order.length,
    offsets: memoryBlob(starts),
    bytes: memoryBlob(target),
    ...describeBytes(target),
  };
}

function describeBytes(bytes: Uint8Array): Pick<Texts, "ascii" | "plainJson"> {
  let ascii = true;
  let plainJson = true;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]!;
    if (byte > 127) ascii = false;
    if (byte < 32 || byte === 34 || byte === 92) plainJson = false;
  }
  return { ascii, plainJson };
}

/** A bit set of `rows`, given in the numbering before `order`. */
export function markRows(rows: Uint32Array, order: Uint32Array) {
  const marked = new Set(rows);
  const bits = new Uint8Array(bitSetBytes(order.length));
  order.forEach((row, i) => {
    if (marked.has(row)) bits[i >> 3]! |= 1 << (i & 7);
  });
  return memoryBlob(bits);
}
