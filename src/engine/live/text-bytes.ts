import { invariant } from "../../errors.ts";
import type { Table, Texts } from "../../inventory/tables.ts";
import { bytesOf, numbersOf } from "../../inventory/tables.ts";

/** Texts as bytes: text `i` is `bytes` from `offsets[i]` to `offsets[i + 1]`. */
export interface TextBytes {
  readonly offsets: Uint32Array;
  readonly bytes: Uint8Array;
  text(index: number): string;
  /** Once they were asked for: ids are looked for in the tables of all types that they may be of. */
  hashes?: Int32Array;
}

/** All of `texts`; those that are in memory are not copied. */
export function textsOf(texts: Texts): TextBytes {
  return withText(texts, numbersOf(texts.offsets), bytesOf(texts.bytes));
}

/** Texts read at a time. */
const chunk = 4096;

/** Hands over `texts` some thousands at a time, each time with the number of the first one. */
export function eachChunk(texts: Texts, visit: (some: TextBytes, first: number) => void): void {
  for (let first = 0; first < texts.count; first += chunk)
    visit(readTexts(texts, first, Math.min(texts.count, first + chunk)), first);
}

function readTexts(texts: Texts, first: number, end: number): TextBytes {
  const offsets = new Uint32Array(end - first + 1);
  texts.offsets.read(new Uint8Array(offsets.buffer), first * 4);
  const start = offsets[0]!;
  const bytes = Buffer.allocUnsafe(offsets[end - first]! - start);
  texts.bytes.read(bytes, start);
  for (let i = 0; i < offsets.length; i++) offsets[i]! -= start;
  return withText(texts, offsets, bytes);
}

function withText({ ascii }: Texts, offsets: Uint32Array, bytes: Uint8Array): TextBytes {
  const encoding = ascii ? "latin1" : "utf8";
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const text = (index: number) => buffer.toString(encoding, offsets[index]!, offsets[index + 1]!);
  return { offsets, bytes, text };
}

/** Texts as bytes. */
export function encodeTexts(texts: readonly string[]): TextBytes {
  const offsets = new Uint32Array(texts.length + 1);
  for (const [i, text] of texts.entries()) offsets[i + 1] = offsets[i]! + Buffer.byteLength(text);
  const bytes = Buffer.allocUnsafe(offsets[texts.length]!);
  for (const [i, text] of texts.entries()) bytes.write(text, offsets[i]!);
  return { offsets, bytes, text: (index) => texts[index]! };
}

/** The ids of a table's rows. */
export function idsOf({ columns }: Table): TextBytes {
  const ids = columns.get("id");
  invariant(ids?.kind === "plain", "a table's ids are a plain column");
  return textsOf(ids.texts);
}
