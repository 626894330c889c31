import type { Field, FieldValue, Scalar } from "../../src/types.ts";
import { and, or, type Truth, truthOf } from "./truth.ts";

/** A comparison as a filter holds it. */
export interface Comparison {
  readonly operator: string;
  readonly value: Scalar | readonly (Scalar | null)[];
  readonly ignoreCase?: true;
}

/** What a comparison comes to for one stored value, by the book and as slowly as that may be. */
export function compare(field: Field, comparison: Comparison, stored: FieldValue): Truth {
  const actual = stored ?? field.coalesce ?? null;
  const { operator, value } = comparison;
  if (operator === "IN") return isOneOf(actual, value as readonly (Scalar | null)[], comparison);
  if (actual === null) return "unknown";
  if (operator === "INCLUDES")
    return isOneOf(value as Scalar, actual as readonly (Scalar | null)[], {});
  if (operator === "INCLUDES_ALL" || operator === "INCLUDES_SOME") {
    const found = (value as readonly (Scalar | null)[]).map((one) =>
      isOneOf(one, actual as readonly (Scalar | null)[], {}),
    );
    return operator === "INCLUDES_ALL" ? and(found) : or(found);
  }
  if (operator === "MATCHES" && typeof actual === "string")
    return truthOf(pattern(String(value), comparison.ignoreCase).test(actual));
  const fold = comparison.ignoreCase ? lower : <T>(same: T) => same;
  return single(operator, field, fold(actual), fold(value));
}

function single(operator: string, field: Field, actual: FieldValue, wanted: FieldValue): Truth {
  if (operator === "EQ") return equal(actual, wanted);
  if (typeof actual !== typeof wanted) return "unknown";
  if (["LT", "LTE", "GT", "GTE"].includes(operator)) {
    const [a, b] = [rank(field, actual as Scalar), rank(field, wanted as Scalar)];
    const order = precedes(a, b) ? -1 : precedes(b, a) ? 1 : 0;
    return truthOf({ LT: order < 0, LTE: order <= 0, GT: order > 0, GTE: order >= 0 }[operator]!);
  }
  if (typeof actual !== "string" || typeof wanted !== "string") return "unknown";
  switch (operator) {
    case "CONTAINS":
      return truthOf(actual.split(wanted).length > 1 || wanted === "");
    case "STARTS_WITH":
      return truthOf(actual.slice(0, wanted.length) === wanted);
    case "ENDS_WITH":
      return truthOf(wanted === "" || actual.slice(-wanted.length) === wanted);
    default:
      throw new Error(`Unknown operator "${operator}".`);
  }
}

/** Enough of Java's regular expressions for tests: the whole text; `(?i)` at the beginning ignores the case of letters in ASCII. */
function pattern(java: string, ignoreCase = false): RegExp {
  const [, body] = /^\(\?i\)(.*)$/s.exec(java) ?? [];
  const spelt = body?.replace(/\\.|[a-z]/gi, (one) =>
    one.length > 1 ? one : `[${one.toLowerCase()}${one.toUpperCase()}]`,
  );
  return new RegExp(`^(?:${spelt ?? java})$`, ignoreCase ? "iu" : "u");
}

/** A list's membership: one comparison for each member, of which one must be true. */
function isOneOf(
  actual: FieldValue,
  list: readonly (Scalar | null)[],
  { ignoreCase }: Pick<Comparison, "ignoreCase">,
): Truth {
  const fold = ignoreCase ? lower : <T>(same: T) => same;
  return or(list.map((member) => equal(fold(actual), fold(member))));
}

function equal(a: FieldValue, b: FieldValue): Truth {
  if (a === null || b === null) return "unknown";
  if (!Array.isArray(a) || !Array.isArray(b)) return truthOf(a === b);
  if (a.length !== b.length) return "false";
  return and(a.map((member, i) => equal(member, b[i])));
}

function lower<T extends FieldValue>(value: T): T {
  if (typeof value === "string") return value.toLowerCase() as T;
  return Array.isArray(value) ? (value.map(lower) as unknown as T) : value;
}

/** A value as numbers that compare one after the other. */
function rank(field: Field, value: Scalar): readonly (number | bigint)[] {
  if (typeof value === "number") return [value];
  if (typeof value === "boolean") return [Number(value)];
  if (field.scalar === "BigInt") return [BigInt(value)];
  if (field.scalar !== "DateTime") return [...value].map((character) => character.codePointAt(0)!);
  const [seconds, fraction = "0"] = value.replace("Z", "").split(".");
  return [Date.parse(`${seconds}Z`), Number(`0.${fraction}`)];
}

/** How two values of a field are sorted, null apart: below zero where the first comes first. */
export function order(field: Field, a: Scalar, b: Scalar): number {
  const [left, right] = [rank(field, a), rank(field, b)];
  return precedes(left, right) ? -1 : precedes(right, left) ? 1 : 0;
}

function precedes(a: readonly (number | bigint)[], b: readonly (number | bigint)[]): boolean {
  const [first, ...others] = a;
  const [other, ...rest] = b;
  if (other === undefined) return false;
  if (first === undefined || first < other) return true;
  return first === other && precedes(others, rest);
}
