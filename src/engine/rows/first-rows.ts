import { placeTextSlices } from "../../inventory/sort-texts.ts";
import type { PlainColumn } from "../../inventory/tables.ts";
import { SLICE, type Slices } from "../../slices.ts";
import type { Rows, Sort } from "../../types.ts";
import type { Engine } from "../engine.ts";
import { columnOf, FEW, rankRun, scalarOf, splitNulls } from "./rank.ts";
import { keyOf } from "./sort-key.ts";
import type { ColumnCache } from "../columns/column-cache.ts";

/** Of more than these all are sorted. */
export const MOST_FIRST = 65_536;

/** Rows by how they compare with the one that comes to a certain place; each in the order they came in. */
interface Divided {
  readonly before: Uint32Array;
  readonly equal: Uint32Array;
}

/**
 * The rows of a run that come first in the order of `sort`, in the order they came in: `first` of them, or the run itself where that
 * saves little.
 *
 * By each key the rows are divided at the last one that is wanted, which takes no sort; what is equal to it there is divided by
 * the next key.
 */
export function* firstRows(
  engine: Engine,
  run: Rows,
  sort: readonly Sort[],
  first: number,
): Slices<Rows> {
  if (run.rows.length <= Math.max(FEW, 4 * first)) return run;
  if (first <= 0) return { type: run.type, rows: none };
  const taken = new Uint32Array(first);
  let count = 0;
  let { rows } = run;
  for (const key of sort) {
    const { before, equal } = yield* divideRows(engine, { ...run, rows }, key, first - count);
    taken.set(before, count);
    count += before.length;
    rows = equal;
    if (count + rows.length === first) break;
  }
  taken.set(rows.subarray(0, first - count), count);
  return { type: run.type, rows: taken.sort() };
}

function* divideRows(engine: Engine, run: Rows, key: Sort, wanted: number): Slices<Divided> {
  const column = columnOf(engine, run, key.field);
  if (column?.kind === "plain" && !column.sorted)
    return yield* divideTexts(engine.cache, column, run.rows, key, wanted);
  const scalar = scalarOf(engine, [run], key.field);
  const ranked = keyOf(yield* rankRun(engine, run, key.field, scalar), key.direction);
  const counts = new Uint32Array(ranked.count);
  for (let i = 0; i < run.rows.length; i++) {
    counts[ranked.at(i)]!++;
    if (i % SLICE === 0) yield;
  }
  let last = 0;
  for (let seen = counts[0]!; seen < wanted; seen += counts[++last]!) if (last % SLICE === 0) yield;
  return yield* divide(run.rows, (i) => ranked.at(i) - last);
}

function* divideTexts(
  cache: ColumnCache,
  { texts, nulls }: PlainColumn,
  rows: Uint32Array,
  { direction }: Sort,
  wanted: number,
): Slices<Divided> {
  yield* cache.bring([texts.offsets, texts.bytes, ...(nulls ? [nulls] : [])]);
  const order = yield* splitNulls(cache, nulls, rows);
  const isRising = direction === "ASC";
  if (isRising && order.texts.length < wanted) return { before: order.texts, equal: order.nulls };
  if (!isRising && order.nulls.length >= wanted) return { before: none, equal: order.nulls };
  const place = isRising ? wanted - 1 : order.texts.length - (wanted - order.nulls.length);
  const view = () => ({ bytes: cache.bytes(texts.bytes), offsets: cache.numbers(texts.offsets) });
  yield* placeTextSlices(view(), order.texts, place);
  // The memory may have grown, and moved.
  const { bytes, offsets } = view();
  const last = order.texts[place]!;
  const text = bytes.slice(offsets[last]!, offsets[last + 1]!);
  const sign = isRising ? 1 : -1;
  return yield* divide(rows, (i) => {
    const row = rows[i]!;
    if (nulls && cache.isSet(nulls, row)) return isRising ? 1 : -1;
    return sign * compareBytes(bytes, offsets[row]!, offsets[row + 1]!, text);
  });
}

const none = new Uint32Array(0);

/** `compare` says how the row at a position compares with the last one wanted. */
function* divide(rows: Uint32Array, compare: (i: number) => number): Slices<Divided> {
  const before: number[] = [];
  const equal: number[] = [];
  for (let i = 0; i < rows.length; i++) {
    const order = compare(i);
    if (order < 0) before.push(rows[i]!);
    else if (order === 0) equal.push(rows[i]!);
    if (i % SLICE === 0) yield;
  }
  return { before: Uint32Array.from(before), equal: Uint32Array.from(equal) };
}

function compareBytes(bytes: Uint8Array, from: number, to: number, other: Uint8Array): number {
  const length = Math.min(to - from, other.length);
  for (let i = 0; i < length; i++) {
    const difference = bytes[from + i]! - other[i]!;
    if (difference !== 0) return difference;
  }
  return to - from - other.length;
}
