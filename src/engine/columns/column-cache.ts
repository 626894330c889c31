import type { Blob, Codes, Column, Dictionary, Texts } from "../../inventory/tables.ts";
import type { FieldValue, Scalar } from "../../types.ts";
import type { Memory } from "../kernels/memory.ts";
import { createResidentBlobs, type ResidentBlobs } from "./resident-blobs.ts";

/** Brings blobs into memory when they are first needed, and reads single values without bringing a column in. */
export interface ColumnCache extends Omit<ResidentBlobs, "find"> {
  /** A whole blob of u32 as they lie in memory. */
  numbers(blob: Blob): Uint32Array;
  /** A whole blob as it lies in memory. */
  bytes(blob: Blob): Uint8Array;
  /** One unsigned integer: item `index` of a blob of integers of `width` bytes. */
  integer(blob: Blob, width: 1 | 2 | 4, index: number): number;
  isSet(bits: Blob, row: number): boolean;
  /** Text `index`. */
  text(texts: Texts, index: number): string;
  /** The texts of these numbers, in their order. */
  texts(texts: Texts, indices: Uint32Array): string[];
  /** The value behind a code, which is not 0. */
  value(dictionary: Dictionary, code: number): Exclude<FieldValue, null>;
  /** All values of a dictionary with their codes, in order; or those of the codes from `from` up to, not including, `to`. */
  eachValue(
    dictionary: Dictionary,
    visit: (code: number, value: Exclude<FieldValue, null>) => void,
    from?: number,
    to?: number,
  ): void;
  /** All texts in order, or those from `from` up to, not including, `to`. */
  eachText(
    texts: Texts,
    visit: (index: number, text: string) => void,
    from?: number,
    to?: number,
  ): void;
  /** The value of one row. */
  cell(column: Column, row: number): FieldValue;
}

/** A cache over `memory`; the blobs' owner keeps their files open. */
export function createColumnCache(memory: Memory): ColumnCache {
  const blobs = createResidentBlobs(memory);
  const { address, find } = blobs;
  const scratch = Buffer.alloc(8);
  let whole: Buffer = Buffer.alloc(0);

  /** All of the memory, to decode texts from: a view for each text would take longer than its decoding. */
  function wholeMemory(): Buffer {
    const { u8 } = memory;
    if (whole.length !== u8.length) whole = Buffer.from(u8.buffer);
    return whole;
  }

  function numbers(blob: Blob): Uint32Array {
    const first = address(blob) >>> 2;
    return memory.u32.subarray(first, first + blob.byteLength / 4);
  }

  function integer(blob: Blob, width: 1 | 2 | 4, index: number): number {
    const place = find(blob);
    if (place === undefined) {
      blob.read(scratch.subarray(0, width), index * width);
      return scratch.readUIntLE(0, width);
    }
    if (width === 1) return memory.u8[place + index]!;
    return width === 2 ? memory.u16[(place >>> 1) + index]! : memory.u32[(place >>> 2) + index]!;
  }

  function text({ offsets, bytes: content, ascii }: Texts, index: number): string {
    const encoding = ascii ? "latin1" : "utf8";
    const from = integer(offsets, 4, index);
    const to = integer(offsets, 4, index + 1);
    const place = find(content);
    if (place !== undefined) return wholeMemory().toString(encoding, place + from, place + to);
    const target = Buffer.alloc(to - from);
    content.read(target, from);
    return target.toString(encoding);
  }

  function texts(all: Texts, indices: Uint32Array): string[] {
    const ends = find(all.offsets);
    const place = find(all.bytes);
    const found: string[] = [];
    if (ends === undefined || place === undefined) {
      for (const index of indices) found.push(text(all, index));
      return found;
    }
    const encoding = all.ascii ? "latin1" : "utf8";
    const content = wholeMemory();
    const { u32 } = memory;
    for (let i = 0; i < indices.length; i++) {
      const end = (ends >>> 2) + indices[i]!;
      found.push(content.toString(encoding, place + u32[end]!, place + u32[end + 1]!));
    }
    return found;
  }

  function double(blob: Blob, index: number): number {
    const place = find(blob);
    if (place !== undefined) return memory.f64[(place >>> 3) + index]!;
    blob.read(scratch, index * 8);
    return scratch.readDoubleLE(0);
  }

  function eachText(
    texts: Texts,
    visit: (index: number, text: string) => void,
    begin = 0,
    end = texts.count,
  ): void {
    const offsets = address(texts.offsets) >>> 2;
    const start = address(texts.bytes);
    const { u32 } = memory;
    const decoded = wholeMemory();
    const encoding = texts.ascii ? "latin1" : "utf8";
    // Where one byte is one character a run of texts is decoded at once: the call costs more than the bytes.
    const run = texts.ascii ? 1024 : 1;
    for (let first = begin; first < end; first += run) {
      const last = Math.min(end, first + run);
      const from = u32[offsets + first]!;
      const all = decoded.toString(encoding, start + from, start + u32[offsets + last]!);
      for (let i = first; i < last; i++) {
        const own = texts.ascii
          ? all.slice(u32[offsets + i]! - from, u32[offsets + i + 1]! - from)
          : all;
        visit(i, own);
      }
    }
  }

  function eachValue(
    dictionary: Dictionary,
    visit: (code: number, value: Exclude<FieldValue, null>) => void,
    begin = 1,
    end = dictionary.count + 1,
  ): void {
    if (dictionary.kind === "boolean" || dictionary.kind === "number") {
      for (let code = begin; code < end; code++) visit(code, value(dictionary, code));
      return;
    }
    const read = dictionary.kind === "json" ? (text: string) => JSON.parse(text) : String;
    eachText(dictionary.texts, (index, text) => visit(index + 1, read(text)), begin - 1, end - 1);
  }

  function value(dictionary: Dictionary, code: number): Exclude<FieldValue, null> {
    switch (dictionary.kind) {
      case "boolean":
        return code === 2;
      case "number":
        return double(dictionary.numbers, code - 1);
      case "text":
        return text(dictionary.texts, code - 1);
      case "json":
        return JSON.parse(text(dictionary.texts, code - 1)) as Scalar;
    }
  }

  function isSet(bits: Blob, row: number): boolean {
    return ((integer(bits, 1, row >>> 3) >>> (row & 7)) & 1) === 1;
  }

  return {
    memory,
    address,
    bring: blobs.bring,
    isWorth: blobs.isWorth,
    numbers,
    bytes(blob) {
      const place = address(blob);
      return memory.u8.subarray(place, place + blob.byteLength);
    },
    integer,
    isSet,
    text,
    texts,
    value,
    eachValue,
    eachText,
    cell(column, row) {
      if (column.kind === "plain") {
        return column.nulls && isSet(column.nulls, row) ? null : text(column.texts, row);
      }
      const code = codeAt(column.codes, row);
      return code === 0 ? null : value(column.dictionary, code);
    },
  };

  function codeAt({ width, blob }: Codes, row: number): number {
    return integer(blob, width, row);
  }
}
