import { compareValues } from "../dialect/values.ts";
import type { FieldValue, ScalarName } from "../types.ts";
import type { TextBytes } from "./interner.ts";
import { createInterner } from "./interner.ts";
import { createNumberInterner } from "./number-interner.ts";
import { gatherTexts } from "./pack.ts";
import type { RowCodes } from "./row-codes.ts";
import { sortTexts } from "./sort-texts.ts";
import type { Blob, Codes, Dictionary, Texts } from "./tables.ts";
import { bitSetBytes, memoryBlob } from "./tables.ts";

/** Distinct values, each with a code from 1, in the order in which they first came. */
export interface Coding {
  code(value: Exclude<FieldValue, null>): number;
  value(code: number): Exclude<FieldValue, null>;
  /** The column of these codes, 0 for null, with the values in their order. `order[new row]` is the row that has the code. */
  lay(codes: RowCodes, order: Uint32Array): Layout;
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
  return {
    code: (value) => (value ? 2 : 1),
    value: (code) => code === 2,
    lay: (codes, order) => ({
      kind: "coded",
      codes: codes.lay(order, Uint32Array.of(0, 1, 2)),
      dictionary: { kind: "boolean", count: 2 },
    }),
  };
}

function codeNumbers(): Coding {
  const interner = createNumberInterner();
  return {
    code: (value) => interner.intern(value as number) + 1,
    value: (code) => interner.view()[code - 1]!,
    lay(codes, order) {
      const values = interner.view();
      const sorted = indexesOf(values.length).sort((a, b) => values[a]! - values[b]!);
      const numbers = Float64Array.from(sorted, (index) => values[index]!);
      return {
        kind: "coded",
        codes: codes.lay(order, recode(sorted)),
        dictionary: { kind: "number", count: numbers.length, numbers: memoryBlob(numbers) },
      };
    },
  };
}

function codeTexts(scalar: ScalarName): Coding {
  const interner = createInterner();
  return {
    code: (value) => interner.intern(value as string) + 1,
    value: (code) => interner.text(code - 1),
    lay(codes, order) {
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
  return {
    code: (value) => interner.intern(JSON.stringify(value)) + 1,
    value: (code) => JSON.parse(interner.text(code - 1)) as Exclude<FieldValue, null>,
    lay(codes, order) {
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
  return indexesOf(texts.offsets.length - 1).sort((a, b) =>
    compareValues("BigInt", text(a), text(b)),
  );
}

function indexesOf(count: number): Uint32Array {
  return Uint32Array.from({ length: count }, (_, i) => i);
}

/** From a code by first appearance to the code in the sorted dictionary. */
function recode(sorted: Uint32Array): Uint32Array {
  const recoded = new Uint32Array(sorted.length + 1);
  sorted.forEach((index, i) => {
    recoded[index + 1] = i + 1;
  });
  return recoded;
}

function layCoded(
  kind: "text" | "json",
  texts: TextBytes,
  sorted: Uint32Array,
  codes: RowCodes,
  order: Uint32Array,
): Layout {
  return {
    kind: "coded",
    codes: codes.lay(order, recode(sorted)),
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
