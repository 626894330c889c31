import { atOnce, SLICE, type Slices } from "../slices.ts";
import type { TextBytes } from "./interner.ts";

const none = new Uint32Array(0);

/**
 * The order of distinct texts by code point, which is the order of their UTF-8 bytes: `result[k]` is the number of the
 * k-th text. `last` is a byte that counts as the end of a text: with `Z` moments in UTC sort as instants (`…:00Z` before
 * `…:00.5Z`).
 */
export function sortTexts(texts: TextBytes, last = -1): Uint32Array {
  if (texts.offsets.length < 2) return none;
  const order = Uint32Array.from({ length: texts.offsets.length - 1 }, (_, i) => i);
  atOnce(createSorter(texts, order, last)(0, order.length));
  return order;
}

/** Sorts numbers of texts, some of which may be equal: those come in any order. */
export function sortTextSlices(texts: TextBytes, order: Uint32Array): Slices<void> {
  return createSorter(texts, order, -1)(0, order.length);
}

/**
 * Moves numbers of texts, some of which may be equal, so that the one that a sort would bring to `wanted` is there, what comes
 * before it is before, and what comes after is behind.
 */
export function placeTextSlices(
  texts: TextBytes,
  order: Uint32Array,
  wanted: number,
): Slices<void> {
  return createSorter(texts, order, -1, wanted)(0, order.length);
}

/** Sorts numbers of texts within groups: those from `order[offsets[k]]` to `order[offsets[k + 1]]`, which are distinct texts. */
export function sortGroups(texts: TextBytes, order: Uint32Array, offsets: Uint32Array): void {
  const sort = createSorter(texts, order, -1);
  for (let k = 0; k + 1 < offsets.length; k++) atOnce(sort(offsets[k]!, offsets[k + 1]!));
}

/** Texts that are sorted without giving way; most of the work is done when parts are as short. */
const SHORT = 1024;

/**
 * Sorts a part of `order`; with `wanted` only as far as it takes for that place.
 *
 * Quicksort over keys of six bytes: a key is an exact float64 (6 × log2(257) < 53 bits), so that most comparisons are one
 * of two numbers that lie beside each other. Texts whose six bytes are equal are sorted by the next six.
 */
function createSorter(
  { bytes, offsets }: TextBytes,
  order: Uint32Array,
  last: number,
  wanted?: number,
): (from: number, to: number) => Slices<void> {
  const keys = new Float64Array(order.length);

  /** A byte counts from 1, since a text that ends comes before one that goes on. */
  function key(index: number, depth: number): number {
    const from = offsets[index]! + depth;
    const to = offsets[index + 1]!;
    let value = 0;
    let ended = false;
    for (let i = from; i < from + 6; i++) {
      ended ||= i >= to || bytes[i] === last;
      value = value * 257 + (ended ? 0 : bytes[i]! + 1);
    }
    return value;
  }

  function swap(a: number, b: number): void {
    const index = order[a]!;
    order[a] = order[b]!;
    order[b] = index;
    const value = keys[a]!;
    keys[a] = keys[b]!;
    keys[b] = value;
  }

  /** Parts that are still to be sorted: from, to, the depth of their keys; and whether those have to be made first. */
  const open: number[] = [];
  const FRESH = 0;
  const KEYED = 1;

  function push(from: number, to: number, depth: number, state: number): void {
    const isWanted = wanted === undefined || (from <= wanted && wanted < to);
    if (isWanted && to - from > 1) open.push(from, to, depth, state);
  }

  function makeKeys(from: number, to: number, depth: number): void {
    for (let i = from; i < to; i++) keys[i] = key(order[i]!, depth);
  }

  /** The part that is being divided: below the pivot, equal to it up to `at`, not looked at yet, above it. */
  let [below, at, above] = [0, 0, 0];

  /** Looks at no more than `most`; true when all have been. */
  function divide(pivot: number, most: number): boolean {
    for (let i = 0; i < most && at < above; i++) {
      if (keys[at]! < pivot) swap(at++, below++);
      else if (keys[at]! > pivot) swap(at, --above);
      else at++;
    }
    return at === above;
  }

  function pushDivided(from: number, to: number, depth: number, pivot: number): void {
    push(from, below, depth, KEYED);
    push(above, to, depth, KEYED);
    // A key whose last digit is 0 holds its text's end: what shares it is equal.
    if (pivot % 257 !== 0) push(below, above, depth + 6, FRESH);
  }

  function* sortNext(): Slices<void> {
    const state = open.pop()!;
    const depth = open.pop()!;
    const to = open.pop()!;
    const from = open.pop()!;
    for (let i = from; state === FRESH && i < to; i += SLICE) {
      makeKeys(i, Math.min(i + SLICE, to), depth);
      yield;
    }
    const pivot = middle(keys[from]!, keys[(from + to) >>> 1]!, keys[to - 1]!);
    [below, at, above] = [from, from, to];
    while (!divide(pivot, SLICE)) yield;
    pushDivided(from, to, depth, pivot);
  }

  /** A part that is sorted in no time, with all that it is divided into. */
  function sortShort(depthOfOpen: number): void {
    while (open.length > depthOfOpen) {
      const state = open.pop()!;
      const depth = open.pop()!;
      const to = open.pop()!;
      const from = open.pop()!;
      if (state === FRESH) makeKeys(from, to, depth);
      const pivot = middle(keys[from]!, keys[(from + to) >>> 1]!, keys[to - 1]!);
      below = at = from;
      above = to;
      divide(pivot, to - from);
      pushDivided(from, to, depth, pivot);
    }
  }

  return function* (from, to) {
    // A list of its own, not the stack: texts have been seen that are alike for 80,000 characters.
    push(from, to, 0, FRESH);
    while (open.length > 0) {
      const isShort = open.at(-3)! - open.at(-4)! <= SHORT;
      if (isShort) sortShort(open.length - 4);
      else yield* sortNext();
      yield;
    }
  };
}

function middle(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}
