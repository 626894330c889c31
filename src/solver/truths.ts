import type { Truth } from "../types.ts";

/** A set of truths, a bit for each. */
export type Truths = number;

export const TRUE = 1;
export const FALSE = 2;
export const UNKNOWN = 4;
export const MISSING = 8;
export const ANY = 15;

const bits: Readonly<Record<Truth, Truths>> = {
  true: TRUE,
  false: FALSE,
  unknown: UNKNOWN,
  missing: MISSING,
};

export function truthsOf(list: readonly Truth[]): Truths {
  return list.reduce((all, truth) => all | bits[truth], 0);
}

/** The truths of a condition whose negation has these. */
export function negated(truths: Truths): Truths {
  const others = truths & (UNKNOWN | MISSING);
  return others | (truths & TRUE ? FALSE : 0) | (truths & FALSE ? TRUE : 0);
}

/** The first of these that any part has is what all together have, and the last where none has another. */
export const andOrder: readonly Truths[] = [FALSE, MISSING, UNKNOWN, TRUE];
export const orOrder: readonly Truths[] = [TRUE, MISSING, UNKNOWN, FALSE];

/** One way in which conditions together come to something: one of them is among `one`, unless that is not asked, and all are among `all`. */
export interface Way {
  readonly one?: Truths;
  readonly all: Truths;
}

/** The ways in which conditions that are joined in this order come to one of some truths. */
export function waysOf(order: readonly Truths[], wanted: Truths): readonly Way[] {
  const ways: Way[] = [];
  for (let first = 0; first < order.length; first++) {
    if (!(wanted & order[first]!)) continue;
    let last = first;
    while (last + 1 < order.length && wanted & order[last + 1]!) last++;
    const among = (from: number, to: number) =>
      order.slice(from, to + 1).reduce((all, truth) => all | truth, 0);
    const all = among(first, order.length - 1);
    ways.push(last === order.length - 1 ? { all } : { one: among(first, last), all });
    first = last;
  }
  return ways;
}
