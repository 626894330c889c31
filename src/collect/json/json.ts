import { repeatsKey } from "./repeated-keys.ts";

/** A parsed JSON object. */
export type JsonObject = { readonly [name: string]: unknown };

/** Whether a parsed value is an object, not null and not a list. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * The JSON value of `text`, or undefined where it is none or has an object with a key twice. A byte order mark is skipped, and whole
 * numbers beyond what a float holds exactly become decimal text, so that no digit is lost.
 */
export function readJson(text: string): unknown {
  const json = withoutMark(text);
  const value = parseJson(json);
  return value === undefined || repeatsKey(json, value) ? undefined : value;
}

/** Whether a text that `readJson` does not read is JSON all the same: one with a key twice. */
export function saysTwice(text: string): boolean {
  return parseJson(withoutMark(text)) !== undefined && readJson(text) === undefined;
}

function withoutMark(text: string): string {
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

function parseJson(json: string): unknown {
  try {
    return /\d{16}/.test(json) ? JSON.parse(json, keepDigits) : JSON.parse(json);
  } catch {
    return undefined;
  }
}

function keepDigits(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  if (typeof value !== "number" || !Number.isInteger(value) || Number.isSafeInteger(value))
    return value;
  const source = context?.source;
  return source !== undefined && /^-?\d+$/.test(source) ? source : value;
}
