import { DEEPEST } from "./nesting.ts";

const encoder = new DataView(new ArrayBuffer(8));

/**
 * A number by which two JSON values are told apart, whatever the order of their properties: equal values have the same, and
 * different ones not but by a chance of one in 2^53. NaN, which is not even like itself, for what is nested too deep to tell.
 */
export function digest(value: unknown): number {
  const [low, high] = mixed(value, 0);
  return low < 0 ? Number.NaN : (high & 0x1fffff) * 2 ** 32 + low;
}

/** Two numbers of 32 bits; the first is -1 where something lies too deep. */
type Pair = readonly [low: number, high: number];

const tooDeep: Pair = [-1, 0];

function mixed(value: unknown, depth: number): Pair {
  if (typeof value === "string") return ofText(value, 3);
  if (typeof value === "number") return ofNumber(value);
  if (typeof value !== "object" || value === null) return ofText(String(value), 5);
  if (depth === DEEPEST) return tooDeep;
  const isList = Array.isArray(value);
  let low = isList ? 0x5bd1e995 : 0x1b873593;
  let high = isList ? 7 : 11;
  for (const key of Object.keys(value)) {
    const inner = mixed((value as Record<string, unknown>)[key], depth + 1);
    if (inner[0] < 0) return tooDeep;
    const name = ofText(key, 17);
    // A sum, so that the order of properties does not count; a list's members have their positions for names.
    low = (low + scatter(name[0] ^ Math.imul(inner[0], 0x9e3779b1))) >>> 0;
    high = (high + scatter(name[1] ^ Math.imul(inner[1], 0x85ebca6b))) >>> 0;
  }
  return [scatter(low), scatter(high)];
}

function ofNumber(value: number): Pair {
  encoder.setFloat64(0, value === 0 ? 0 : value);
  const [left, right] = [encoder.getUint32(0), encoder.getUint32(4)];
  return [scatter(left ^ Math.imul(right, 0x27d4eb2f)), scatter(right + Math.imul(left, 31) + 1)];
}

function ofText(text: string, seed: number): Pair {
  let low = seed ^ 0x811c9dc5;
  let high = seed ^ text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    low = Math.imul(low ^ unit, 0x01000193);
    high = Math.imul(high, 0x5bd1e995) + unit;
  }
  return [scatter(low), scatter(high)];
}

function scatter(value: number): number {
  const once = Math.imul(value ^ (value >>> 16), 0x7feb352d);
  const twice = Math.imul(once ^ (once >>> 15), 0x846ca68b);
  return (twice ^ (twice >>> 16)) >>> 0;
}
