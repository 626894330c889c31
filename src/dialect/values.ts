import { notationOf, shownWords } from "../model/spellings.ts";
import type { Field, Scalar, ScalarName } from "../types.ts";
import { readDate, readInstant } from "./moments.ts";

/**
 * A bare word of a document, as in `status: ACTIVE`: it may stand for a value of an enum and for nothing else, so it must
 * not be taken for a text. A class, so that nothing else can be mistaken for one.
 */
export class Word {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }

  toString(): string {
    return this.name;
  }
}

/** What values are of: a field, or as much of one as its values depend on. */
export type ValueType = Pick<Field, "scalar" | "enumName" | "values" | "spelling">;

/** A value in its canonical form, or what was expected in its place, as it follows "takes". */
export type ReadValue = { readonly value: Scalar } | { readonly expected: string };

const largestInt = 2 ** 31 - 1;

/**
 * One value of a scalar or an enum, in the one form in which values are stored and compared: moments in UTC (see
 * `readInstant`), BigInt as a decimal text without leading zeros, an ID as text.
 */
export function readValue(type: ValueType, value: unknown): ReadValue {
  const read = type.values ? readEnum(type.values, value) : readers[type.scalar](value);
  return read === undefined ? { expected: describeValue(type) } : { value: read };
}

/** What a value of this type looks like, as it follows "takes": `a whole number`. */
export function describeValue(type: ValueType): string {
  const words = type.values ?? (type.spelling && shownWords(type.spelling));
  if (words) return `one of ${words.join(", ")}`;
  return (type.spelling && notationOf(type.spelling)?.expected) ?? descriptions[type.scalar];
}

/**
 * The order of two canonical values of one scalar: negative, zero or positive. Numbers by size, texts by code point,
 * moments in time, false before true. Both values must be of the scalar's own type.
 */
export function compareValues(scalar: ScalarName, a: Scalar, b: Scalar): number {
  switch (scalar) {
    case "Int":
    case "Float":
    case "Boolean":
      return Number(a) - Number(b);
    case "BigInt":
      // Of a union's types, another's condition may be tried on this one's values, where its answer does not count.
      return isBig(a) && isBig(b)
        ? compareBig(BigInt(a), BigInt(b))
        : compareText(String(a), String(b));
    case "DateTime":
      // Without the closing Z a shorter fraction is a prefix of a longer one, so that order by text is order in time.
      return compareText(String(a).slice(0, -1), String(b).slice(0, -1));
    default:
      return compareText(String(a), String(b));
  }
}

/** The order of two texts by code point, which JavaScript's own (by UTF-16 unit) is not beyond U+FFFF. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  const shorter = Math.min(a.length, b.length);
  for (let i = 0; i < shorter; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x === y) continue;
    // A surrogate stands for a code point above all others' units.
    return isSurrogate(x) === isSurrogate(y) ? x - y : isSurrogate(x) ? 1 : -1;
  }
  return a.length - b.length;
}

function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff;
}

function isBig(value: Scalar): boolean {
  return /^-?\d+$/.test(String(value));
}

function compareBig(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

const descriptions: Readonly<Record<ScalarName, string>> = {
  ID: "an id (text)",
  String: "a text",
  Int: "a whole number between -2147483648 and 2147483647",
  Float: "a number",
  BigInt: "a whole number, as text where it is large",
  Boolean: "true or false",
  DateTime: 'a moment such as "2026-11-20T08:30:00Z"',
  Date: 'a calendar date such as "2026-11-20"',
};

const readers: Readonly<Record<ScalarName, (value: unknown) => Scalar | undefined>> = {
  ID: (value) =>
    typeof value === "string" ? value : Number.isSafeInteger(value) ? String(value) : undefined,
  String: (value) => (typeof value === "string" ? value : undefined),
  Int: (value) =>
    Number.isInteger(value) && Math.abs((value as number) + 0.5) <= largestInt + 0.5
      ? (value as number)
      : undefined,
  Float: (value) => (Number.isFinite(value) ? (value as number) : undefined),
  BigInt: readBig,
  Boolean: (value) => (typeof value === "boolean" ? value : undefined),
  DateTime: (value) => (typeof value === "string" ? readInstant(value) : undefined),
  Date: (value) => (typeof value === "string" ? readDate(value) : undefined),
};

function readBig(value: unknown): string | undefined {
  if (typeof value === "bigint" || Number.isSafeInteger(value)) return String(value);
  // What is longer is no amount of anything, and takes its length squared to read.
  if (typeof value !== "string" || value.length > 1000) return undefined;
  return isBig(value) ? String(BigInt(value)) : undefined;
}

function readEnum(values: readonly string[], value: unknown): string | undefined {
  const name = value instanceof Word ? value.name : value;
  return typeof name === "string" && values.includes(name) ? name : undefined;
}
