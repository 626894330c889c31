import { compareValues } from "../dialect/values.ts";
import type { FieldValue, ScalarName } from "../types.ts";
import { createInterner } from "./interner.ts";
import { gatherTexts, packCodes } from "./pack.ts";
import { sortTexts } from "./sort-texts.ts";
import type { Blob, Codes, Dictionary, Texts } from "./tables.ts";
import { bitSetBytes, memoryBlob } from "./tables.ts";
import { grown } from "./vector.ts";

/** Values in some unsorted coding: `codes[row]` from 1, 0 for null. */
export interface Coding {
  set(row: number, value: Exclude<FieldValue, null>): void;
  finish(order: Uint32Array): Layout;
  value(row: number): FieldValue;
}

/** A column but for its scalar and what is missing in it. */
export type Layout =
  | { readonly kind: "coded"; readonly codes: Codes; readonly dictionary: Dictionary }
  | {
      readonly kind: "plain";
      readonly texts: Texts;
      readonly nulls?: Blob;
      readonly sorted: boolean;
    };

/** The coding for values of a scalar; they are what `canonical` gives. */
export function codeScalar(scalar: ScalarName): Coding {
  if (scalar === "Boolean") return codeBooleans();
  return scalar === "Int" || scalar === "Float" ? codeNumbers() : codeTexts(scalar);
}

function codeBooleans(): Coding {
  let values = new Uint8Array(64);
  return {
    set(row, value) {
      if (row >= values.length) values = grown(values, row * 2);
      values[row] = value ? 2 : 1;
    },
    value: (row) => (values[row] ? values[row] === 2 : null),
    finish: (order) => ({
      kind: "coded",
      codes: packCodes(
        order.map((row) => values[row] ?? 0),
        2,
      ),
      dictionary: { kind: "boolean", count: 2 },
    }),
  };
}

function codeNumbers(): Coding {
  let values = new Float64Array(64).fill(Number.NaN);
  return {
    set(row, value) {
      if (row >= values.length) {
        const length = values.length;
        values = grown(values, row * 2).fill(Number.NaN, length);
      }
      // Adding 0 turns -0 into 0, which it equals.
      values[row] = (value as number) + 0;
    },
    value: (row) => (row < values.length && !Number.isNaN(values[row]) ? values[row]! : null),
    finish(order) {
      const sorted = values.filter((value) => !Number.isNaN(value)).sort();
      const distinct = sorted.filter((value, i) => i === 0 || value !== sorted[i - 1]);
      const codeOf = codeLookup(distinct);
      const codes = order.map((row) => (row < values.length ? codeOf(values[row]!) : 0));
      return {
        kind: "coded",
        codes: packCodes(codes, distinct.length),
        dictionary: { kind: "number", count: distinct.length, numbers: memoryBlob(distinct) },
      };
    },
  };
}

/** From a number to its position in `distinct`, from 1; 0 for NaN. */
function codeLookup(distinct: Float64Array): (value: number) => number {
  if (distinct.length <= 1 << 16) {
    const codes = new Map(Array.from(distinct, (value, i) => [value, i + 1]));
    return (value) => codes.get(value) ?? 0;
  }
  return (value) => {
    if (Number.isNaN(value)) return 0;
    let low = 0;
    let high = distinct.length - 1;
    while (low < high) {
      const half = (low + high) >>> 1;
      if (distinct[half]! < value) low = half + 1;
      else high = half;
    }
    return low + 1;
  };
}

function codeTexts(scalar: ScalarName): Coding {
  const interner = createInterner();
  let codes = new Uint32Array(64);
  let last: { text?: string; code: number } = { code: 0 };
  return {
    set(row, value) {
      if (row >= codes.length) codes = grown(codes, row * 2);
      const text = value as string;
      if (text !== last.text) last = { text, code: interner.intern(text) + 1 };
      codes[row] = last.code;
    },
    value: (row) => (codes[row] ? interner.text(codes[row]! - 1) : null),
    finish(order) {
      const rows = order.map((row) => codes[row] ?? 0);
      const { bytes, offsets } = interner.view();
      // Where most values differ, codes and a dictionary would only cost more than the texts themselves.
      const mostlyDistinct = interner.count > 1024 && interner.count > rows.length / 2;
      if (mostlyDistinct && (scalar === "String" || scalar === "ID")) {
        return { kind: "plain", sorted: false, ...layPlain(bytes, offsets, rows) };
      }
      const sorted = sortBy(scalar, bytes, offsets, interner.text);
      const texts = gatherTexts(bytes, offsets, sorted);
      return {
        kind: "coded",
        codes: packCodes(recode(rows, sorted), texts.count),
        dictionary: { kind: "text", count: texts.count, texts },
      };
    },
  };
}

/** The coding for lists, and for values of any kind. */
export function codeJson(): Coding {
  const interner = createInterner();
  let codes = new Uint32Array(64);
  return {
    set(row, value) {
      if (row >= codes.length) codes = grown(codes, row * 2);
      codes[row] = interner.intern(JSON.stringify(value)) + 1;
    },
    value: (row) =>
      codes[row] ? (JSON.parse(interner.text(codes[row]! - 1)) as FieldValue) : null,
    finish(order) {
      const { bytes, offsets } = interner.view();
      const sorted = sortTexts(bytes, offsets);
      const texts = gatherTexts(bytes, offsets, sorted);
      const rows = order.map((row) => codes[row] ?? 0);
      return {
        kind: "coded",
        codes: packCodes(recode(rows, sorted), texts.count),
        dictionary: { kind: "json", count: texts.count, texts },
      };
    },
  };
}

function sortBy(
  scalar: ScalarName,
  bytes: Uint8Array,
  offsets: Uint32Array,
  text: (index: number) => string,
): Uint32Array {
  if (scalar !== "BigInt")
    return sortTexts(bytes, offsets, scalar === "DateTime" ? "Z".charCodeAt(0) : -1);
  const indexes = Uint32Array.from({ length: offsets.length - 1 }, (_, i) => i);
  return indexes.sort((a, b) => compareValues("BigInt", text(a), text(b)));
}

/** Codes by the sorted dictionary in place of codes by first appearance. */
function recode(codes: Uint32Array, sorted: Uint32Array): Uint32Array {
  const rank = new Uint32Array(sorted.length + 1);
  sorted.forEach((code, i) => {
    rank[code + 1] = i + 1;
  });
  return codes.map((code) => rank[code]!);
}

function layPlain(bytes: Uint8Array, offsets: Uint32Array, codes: Uint32Array) {
  // Null rows take the empty text, which stands behind all others.
  const empty = offsets.length - 1;
  const ends = new Uint32Array(offsets.length + 1);
  ends.set(offsets);
  ends[empty + 1] = offsets[empty]!;
  const order = codes.map((code) => (code === 0 ? empty : code - 1));
  const texts = gatherTexts(bytes, ends, order);
  if (!codes.includes(0)) return { texts };
  const nulls = new Uint8Array(bitSetBytes(codes.length));
  codes.forEach((code, row) => {
    if (code === 0) nulls[row >> 3]! |= 1 << (row & 7);
  });
  return { texts, nulls: memoryBlob(nulls) };
}
