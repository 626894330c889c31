import { compareValues } from "../dialect/values.ts";
import type { FieldValue, ScalarName } from "../types.ts";
import type { TextBytes } from "./interner.ts";
import { createInterner } from "./interner.ts";
import { gatherTexts, packCodes } from "./pack.ts";
import type { RowCodes } from "./row-codes.ts";
import { createRowCodes } from "./row-codes.ts";
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
  const codes = createRowCodes();
  const unchanged = Uint32Array.of(0, 1, 2);
  return {
    set: (row, value) => codes.set(row, value ? 2 : 1),
    value: (row) => (codes.get(row) ? codes.get(row) === 2 : null),
    finish: (order) => ({
      kind: "coded",
      codes: codes.lay(order, unchanged),
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
      const codes = packCodes(order.length, distinct.length, (i) =>
        order[i]! < values.length ? codeOf(values[order[i]!]!) : 0,
      );
      return {
        kind: "coded",
        codes,
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

/** How many texts of a column are looked up as they come; most columns have no more. */
const FEW = 256;

function codeTexts(scalar: ScalarName): Coding {
  const interner = createInterner();
  const codes = createRowCodes();
  // A text's bytes need not be written and hashed to be found here.
  let few: Map<string, number> | undefined = new Map();

  function codeOf(text: string): number {
    const known = few?.get(text);
    if (known !== undefined) return known;
    const code = interner.intern(text) + 1;
    few?.set(text, code);
    if (few?.size === FEW) few = undefined;
    return code;
  }

  return {
    set: (row, value) => codes.set(row, codeOf(value as string)),
    value: (row) => (codes.get(row) ? interner.text(codes.get(row) - 1) : null),
    finish(order) {
      const texts = interner.view();
      // Where most values differ, codes and a dictionary would only cost more than the texts themselves.
      const mostlyDistinct = interner.count > 1024 && interner.count > order.length / 2;
      if (mostlyDistinct && (scalar === "String" || scalar === "ID"))
        return { kind: "plain", sorted: false, ...layPlain(texts, codes, order) };
      const sorted = sortBy(scalar, texts, interner.text);
      return layCoded("text", texts, sorted, codes, order);
    },
  };
}

/** The coding for lists, and for values of any kind. */
export function codeJson(): Coding {
  const interner = createInterner();
  const codes = createRowCodes();
  return {
    set: (row, value) => codes.set(row, interner.intern(JSON.stringify(value)) + 1),
    value: (row) =>
      codes.get(row) ? (JSON.parse(interner.text(codes.get(row) - 1)) as FieldValue) : null,
    finish(order) {
      const texts = interner.view();
      return layCoded("json", texts, sortTexts(texts), codes, order);
    },
  };
}

function sortBy(
  scalar: ScalarName,
  texts: TextBytes,
  text: (index: number) => string,
): Uint32Array {
  if (scalar !== "BigInt") return sortTexts(texts, scalar === "DateTime" ? "Z".charCodeAt(0) : -1);
  const indexes = Uint32Array.from({ length: texts.offsets.length - 1 }, (_, i) => i);
  return indexes.sort((a, b) => compareValues("BigInt", text(a), text(b)));
}

/** Codes by the sorted dictionary in place of codes by first appearance. */
function layCoded(
  kind: "text" | "json",
  texts: TextBytes,
  sorted: Uint32Array,
  codes: RowCodes,
  order: Uint32Array,
): Layout {
  const recoded = new Uint32Array(sorted.length + 1);
  sorted.forEach((index, i) => {
    recoded[index + 1] = i + 1;
  });
  return {
    kind: "coded",
    codes: codes.lay(order, recoded),
    dictionary: { kind, count: sorted.length, texts: gatherTexts(texts, sorted) },
  };
}

function layPlain({ bytes, offsets }: TextBytes, codes: RowCodes, order: Uint32Array) {
  // Null rows take the empty text, which stands behind all others.
  const empty = offsets.length - 1;
  const ends = new Uint32Array(offsets.length + 1);
  ends.set(offsets);
  ends[empty + 1] = offsets[empty]!;
  const nulls = new Uint8Array(bitSetBytes(order.length));
  let hasNulls = false;
  const indexes = order.map((row, i) => {
    const code = codes.get(row);
    if (code > 0) return code - 1;
    nulls[i >> 3]! |= 1 << (i & 7);
    hasNulls = true;
    return empty;
  });
  const texts = gatherTexts({ bytes, offsets: ends }, indexes);
  return { texts, ...(hasNulls ? { nulls: memoryBlob(nulls) } : {}) };
}
