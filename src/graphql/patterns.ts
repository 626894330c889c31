import { operators } from "../dialect/operators.ts";
import { type Allowance, type Call, createSpender } from "./call.ts";

const patternNames = Object.keys(operators).filter((name) => operators[name]!.isPattern);
/** What a pattern stands behind, in both spellings. */
const isPatternKey = new RegExp(`(?:^|_)(?:${patternNames.join("|")})$`, "i");

/**
 * Accounts for the patterns of a `where` before it is read: compiling one takes time by its size, and so does each value it
 * is held against.
 *
 * @throws Stopped when they are more, or larger, than the operation may have
 */
export function spendPatterns(call: Pick<Call, "spend">, where: unknown): void {
  if (typeof where !== "object" || where === null) return;
  // A list may have a hundred thousand members: no pair is made of each.
  if (Array.isArray(where)) {
    for (const member of where) if (typeof member === "object") spendPatterns(call, member);
    return;
  }
  for (const [key, value] of Object.entries(where)) {
    if (typeof value !== "string") spendPatterns(call, value);
    else if (isPatternKey.test(key)) {
      call.spend(1, "patterns");
      call.spend(sizeOf(value), "patternSize");
    }
  }
}

/** The same for several filters that are read before an operation begins, within an allowance of their own. */
export function createPatternCounter(allowance: Allowance): (where: unknown) => void {
  const spend = createSpender(allowance);
  return (where) => spendPatterns({ spend }, where);
}

/** The largest number that a regular expression may repeat something by, nested repeats multiplied. */
const MOST_REPEATS = 1000;

/**
 * How large a pattern is with its counted repeats written out, at most: what repeats a character or a class adds as much,
 * what may repeat a group multiplies all.
 */
export function sizeOf(pattern: string): number {
  let added = pattern.length;
  let times = 1;
  for (const [, before, from, to] of pattern.matchAll(/(?<=(.|\s))\{(\d+)(?:,(\d*))?\}/g)) {
    const repeats = Math.max(Number(from), Number(to || 0));
    if (/[)}*+?\s]/.test(before!)) times = Math.min(MOST_REPEATS, times * Math.max(1, repeats));
    else added += repeats;
  }
  return added * times;
}
