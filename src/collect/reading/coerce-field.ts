import { readValue } from "../../dialect/values.ts";
import { storeSpelling } from "../../model/spellings.ts";
import type { Field, FieldValue, Scalar, ScalarName } from "../../types.ts";
import { mismatch, type Outcome } from "./mismatch.ts";

/** What was found for a field, null for nothing, as the value that is stored; not understood where it is of another kind. */
export function coerceField(field: Field, value: Outcome<unknown>): Outcome<FieldValue> {
  if (value === mismatch) return mismatch;
  if (value === null) return field.required ? (field.list ? [] : mismatch) : null;
  const equals = field.reading?.equals;
  if (equals) return isOneOf(equals, value);
  if (!field.list) {
    const fitted = fitScalar(field, value);
    const saysNothing = fitted === null && (field.required || field.absence?.is === "missing");
    return saysNothing ? mismatch : fitted;
  }
  if (!Array.isArray(value)) return mismatch;
  const fitted = value.map((each) => {
    const member = each === null ? null : fitScalar(field, each);
    return member === null && field.elementRequired ? mismatch : member;
  });
  return fitted.includes(mismatch) ? mismatch : (fitted as FieldValue);
}

function isOneOf(texts: readonly string[], value: unknown): Outcome<boolean> {
  if (typeof value === "object" || typeof value === "symbol") return mismatch;
  const text = String(value).toLowerCase();
  return texts.some((each) => each.toLowerCase() === text);
}

/** An enum's field keeps words that the schema does not know yet. Null where an empty text stands for no value. */
function fitScalar(field: Field, value: unknown): Outcome<Scalar | null> {
  const written = field.enumName === undefined ? spelt(field.scalar, value) : value;
  const read = readValue({ scalar: field.scalar }, written);
  if (!("value" in read)) return mismatch;
  if (!field.spelling) return read.value;
  const stored = storeSpelling(field.spelling, String(read.value));
  return stored === undefined ? mismatch : stored;
}

/** The same value as text or as a number, where services disagree on how to write it. */
function spelt(scalar: ScalarName, value: unknown): unknown {
  if (scalar === "String")
    return typeof value === "number" || typeof value === "boolean" ? String(value) : value;
  const isNumber = scalar === "Int" || scalar === "Float";
  return isNumber && typeof value === "string" && /^-?\d+(\.\d+)?$/.test(value)
    ? Number(value)
    : value;
}
