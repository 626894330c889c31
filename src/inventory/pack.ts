import type { TextBytes } from "./interner.ts";
import type { Codes, Texts } from "./tables.ts";
import { memoryBlob, uniformBlob } from "./tables.ts";

// How codes and texts become the bytes that a table holds of them.

/** For each of `length` rows the code that `codeOf` gives, at most `largest`, in as few bytes as hold that. */
export function packCodes(length: number, largest: number, codeOf: (row: number) => number): Codes {
  if (largest === 0) return { width: 1, blob: uniformBlob(length, 0) };
  const width = largest < 1 << 8 ? 1 : largest < 1 << 16 ? 2 : 4;
  const codes = new { 1: Uint8Array, 2: Uint16Array, 4: Uint32Array }[width](length);
  for (let row = 0; row < length; row++) codes[row] = codeOf(row);
  return { width, blob: memoryBlob(codes) };
}

const noTexts = packTexts(new Uint32Array(1), new Uint8Array(0));

/** The texts whose numbers `order` lists, in that order. */
export function gatherTexts(texts: TextBytes, order: Uint32Array): Texts {
  if (order.length === 0) return noTexts;
  const starts = new Uint32Array(order.length + 1);
  let end = 0;
  for (let i = 0; i < order.length; i++) {
    end += lengthOf(texts, order[i]!);
    starts[i + 1] = end;
  }
  const bytes = createText(end);
  for (let i = 0; i < order.length; i++) copyText(texts, order[i]!, bytes, starts[i]!);
  return packTexts(starts, bytes);
}

/** Room for `length` bytes of text. Throws a `RangeError` beyond what offsets of 32 bits reach. */
export function createText(length: number): Uint8Array {
  if (length > 0xffffffff) throw new RangeError("More than 4 GiB of text in one column.");
  return new Uint8Array(length);
}

/** How many bytes a text has. */
export function lengthOf({ offsets }: TextBytes, index: number): number {
  return offsets[index + 1]! - offsets[index]!;
}

/** Copies a text to where `at` is in `target`: most are too short for a call of `set` to pay. */
export function copyText(
  { bytes, offsets }: TextBytes,
  index: number,
  target: Uint8Array,
  at: number,
): void {
  const from = offsets[index]!;
  const to = offsets[index + 1]!;
  for (let i = from; i < to; i++) target[at + i - from] = bytes[i]!;
}

/** What is said of the bytes of texts. */
export type Described = Pick<Texts, "ascii" | "plainJson">;

/** Texts as a table holds them; `described` where it is known what holds of them. */
export function packTexts(offsets: Uint32Array, bytes: Uint8Array, described?: Described): Texts {
  return {
    count: offsets.length - 1,
    offsets: memoryBlob(offsets),
    bytes: memoryBlob(bytes),
    ...(described ?? describeBytes(bytes)),
  };
}

/** What holds of whatever is put together of texts of these sources; undefined where it depends on which of them. */
export function describeAll(...sources: readonly Uint8Array[]): Described | undefined {
  const plain = sources.map(describeBytes).every(({ ascii, plainJson }) => ascii && plainJson);
  return plain ? { ascii: true, plainJson: true } : undefined;
}

function describeBytes(bytes: Uint8Array): Described {
  let ascii = true;
  let plainJson = true;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]!;
    if (byte > 127) ascii = false;
    if (byte < 32 || byte === 34 || byte === 92) plainJson = false;
  }
  return { ascii, plainJson };
}
