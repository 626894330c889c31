import { compareValues } from "../../dialect/values.ts";
import type { Tristate, Comparison } from "../../dialect/operators.ts";
import { compileComparison, operators } from "../../dialect/operators.ts";
import type { CodedColumn, Dictionary } from "../../inventory/tables.ts";
import type { Field, FieldValue, Scalar } from "../../types.ts";
import type { Slices } from "../../slices.ts";
import type { Sorted } from "../columns/sorted.ts";
import { firstWhere } from "../columns/first-where.ts";
import type { ColumnCache } from "../columns/column-cache.ts";

/** Numbers in runs, both ends included, rising and apart. */
export type Ranges = readonly (readonly [low: number, high: number])[];

/** The codes for which a comparison is true, and those for which it is false; for the rest it cannot be told. */
export interface Decision {
  readonly whenTrue: Ranges;
  readonly whenFalse: Ranges;
}

/**
 * Decides a comparison once for each distinct value instead of once for each row.
 *
 * Where the operator has an order (see `Operator.order`) the dictionary's own order answers with a few looks at it;
 * else every distinct value is tested.
 */
export function decideCodes(
  cache: ColumnCache,
  field: Pick<Field, "scalar" | "coalesce">,
  { dictionary }: CodedColumn,
  filter: Comparison,
): Decision {
  const answer = compileComparison(field, filter);
  const values = decideByOrder(cache, field.scalar, dictionary, filter);
  const ofValues = values
    ? { whenTrue: shift(values.whenTrue), whenFalse: shift(values.whenFalse) }
    : decideEach(answer, (visit) => cache.eachValue(dictionary, visit));
  const ofNull = answer(null);
  return {
    whenTrue: ofNull === true ? merge([[0, 0], ...ofValues.whenTrue]) : ofValues.whenTrue,
    whenFalse: ofNull === false ? merge([[0, 0], ...ofValues.whenFalse]) : ofValues.whenFalse,
  };
}

/** Whether the dictionary's order decides a comparison. */
export function hasOrder(
  cache: ColumnCache,
  { scalar }: Pick<Field, "scalar">,
  { dictionary }: CodedColumn,
  filter: Comparison,
): boolean {
  return decideByOrder(cache, scalar, dictionary, filter) !== undefined;
}

function decideByOrder(
  cache: ColumnCache,
  scalar: Field["scalar"],
  dictionary: Dictionary,
  filter: Comparison,
): Decision | undefined {
  if (dictionary.kind !== "text" && dictionary.kind !== "number") return undefined;
  const { count } = dictionary;
  const value = (i: number) => cache.value(dictionary, i + 1) as Scalar;
  return decideSorted({ scalar, count, value }, filter);
}

/** Tests every value that `each` visits with its number. */
function decideEach(
  answer: (actual: FieldValue) => Tristate,
  each: (visit: (index: number, value: Exclude<FieldValue, null>) => void) => void,
): Decision {
  const runs: Record<"true" | "false", [number, number][]> = { true: [], false: [] };
  each((index, value) => {
    const decided = answer(value);
    if (decided === undefined) return;
    const list = decided ? runs.true : runs.false;
    const last = list.at(-1);
    if (last && last[1] === index - 1) last[1] = index;
    else list.push([index, index]);
  });
  return { whenTrue: runs.true, whenFalse: runs.false };
}

/** Bits of many values, by position: those for which a comparison is true, and those for which it is false. */
export interface Tested {
  readonly whenTrue: Uint8Array;
  readonly whenFalse: Uint8Array;
}

/** Values, of which `each` visits those from one position up to, not including, another. */
export interface Values {
  readonly count: number;
  each(
    visit: (index: number, value: Exclude<FieldValue, null>) => void,
    from: number,
    to: number,
  ): void;
}

/** Values that are tested before others are served: a pattern takes some microseconds for each, or as many milliseconds. */
const testedAtOnce = 8;

/** Tests values one by one, as bits: of millions there would be as many ranges. */
export function* testSlices(
  answer: (actual: FieldValue) => Tristate,
  { count, each }: Values,
): Slices<Tested> {
  const bytes = Math.ceil(count / 8);
  const tested = { whenTrue: new Uint8Array(bytes), whenFalse: new Uint8Array(bytes) };
  const test = (index: number, value: Exclude<FieldValue, null>): void => {
    const decided = answer(value);
    if (decided === undefined) return;
    (decided ? tested.whenTrue : tested.whenFalse)[index >>> 3]! |= 1 << (index & 7);
  };
  for (let from = 0; from < count; from += testedAtOnce) {
    each(test, from, Math.min(from + testedAtOnce, count));
    yield;
  }
  return tested;
}

/** Members of a list that are looked for one after the other. */
export const mostSought = 8;

/** A comparison over sorted values by binary search, as positions from 0; undefined where its operator has no order. */
export function decideSorted(sorted: Sorted, filter: Comparison): Decision | undefined {
  const order = filter.ignoreCase ? undefined : operators[filter.operator]!.order;
  const wanted = filter.value;
  if (order === undefined || sorted.count === 0) return undefined;
  const list = Array.isArray(wanted) ? (wanted as readonly (Scalar | null)[]) : [wanted as Scalar];
  // Many are better looked up in a set, value by value.
  if (list.length > mostSought) return undefined;
  const values = list.filter((value) => value !== null);
  // A comparison across types has the operator's own answer.
  const first = sorted.value(0);
  if (values.some((value) => typeof value !== typeof first)) return undefined;
  const runs = values.map((value) => positions(sorted, order, value));
  const whenTrue = merge(runs.filter(([low, high]) => low <= high));
  return {
    whenTrue,
    // A miss in a list that holds null is unknown.
    whenFalse: list.length > values.length ? [] : complement(whenTrue, sorted.count),
  };
}

function positions(
  sorted: Sorted,
  order: NonNullable<(typeof operators)[string]["order"]>,
  wanted: Scalar,
): readonly [number, number] {
  const compare = (value: Scalar) => compareValues(sorted.scalar, value, wanted);
  const last = sorted.count - 1;
  const firstFrom = (from: number, test: (value: Scalar) => boolean) =>
    firstWhere(from, sorted.count, (i) => test(sorted.value(i)));
  const lower = () => firstFrom(0, (value) => compare(value) >= 0);
  const upper = (from: number) => firstFrom(from, (value) => compare(value) > 0);
  switch (order) {
    case "EQ":
    case "IN": {
      const from = lower();
      return [from, upper(from) - 1];
    }
    case "LT":
      return [0, lower() - 1];
    case "LTE":
      return [0, upper(0) - 1];
    case "GT":
      return [upper(0), last];
    case "GTE":
      return [lower(), last];
    case "PREFIX": {
      const from = lower();
      const end = firstFrom(from, (value) => !String(value).startsWith(String(wanted)));
      return [from, end - 1];
    }
  }
}

function shift(ranges: Ranges): Ranges {
  return ranges.map(([low, high]) => [low + 1, high + 1] as const);
}

/** Runs as rising runs that stand apart. */
function merge(runs: readonly (readonly [number, number])[]): Ranges {
  const merged: [number, number][] = [];
  for (const [low, high] of [...runs].sort((a, b) => a[0] - b[0])) {
    const last = merged.at(-1);
    if (last && low <= last[1] + 1) last[1] = Math.max(last[1], high);
    else merged.push([low, high]);
  }
  return merged;
}

function complement(ranges: Ranges, count: number): Ranges {
  const gaps: [number, number][] = [];
  let from = 0;
  for (const [low, high] of ranges) {
    if (low > from) gaps.push([from, low - 1]);
    from = high + 1;
  }
  if (from < count) gaps.push([from, count - 1]);
  return gaps;
}
