import { SLICE, type Slices, sortSlices } from "../../slices.ts";
import type { Rows, Sort } from "../../types.ts";
import type { Engine } from "../engine.ts";
import { firstRows, MOST_FIRST } from "./first-rows.ts";
import { FEW, rankRows } from "./rank.ts";
import { type Key, keyOf } from "./sort-key.ts";

/** Rows in an order of their own. */
export interface SortedRows {
  /** How many are held. */
  readonly count: number;
  /** Places from the first one whose rows are known: those behind were not sorted. */
  readonly reach: number;
  /** A part of them, as runs of one type. `offset` before `limit`. */
  page(offset: number, limit: number): readonly Rows[];
}

/**
 * Rows in the order of `sort`: null last for ASC and first for DESC; what is equal stays in the order it came in, which is by
 * type and id.
 *
 * Every value becomes a small number that orders as it does, and the rows are sorted by counting, from the last key to the
 * first: each pass keeps the order of the one before. Where no more than the `first` are asked for, few of each type are left
 * to be sorted.
 */
export function* sortRows(
  engine: Engine,
  all: readonly Rows[],
  sort: readonly Sort[],
  first = Number.POSITIVE_INFINITY,
): Slices<SortedRows> {
  const runs: Rows[] = [];
  for (const run of all)
    runs.push(first <= MOST_FIRST ? yield* firstRows(engine, run, sort, first) : run);
  const total = runs.reduce((sum, { rows }) => sum + rows.length, 0);
  const reach = runs.every(({ rows }, i) => rows === all[i]!.rows) ? Infinity : first;
  let order = new Uint32Array(total);
  for (let i = 0; i < total; i++) {
    order[i] = i;
    if (i % SLICE === 0) yield;
  }
  for (const { field, direction } of [...sort].reverse()) {
    const key = keyOf(yield* rankRows(engine, runs, field), direction);
    if (total <= FEW) yield* sortSlices(order, (a, b) => key.at(a) - key.at(b));
    else order = yield* sortByCounting(order, key);
  }
  return { count: total, reach, page: (offset, limit) => split(runs, order, offset, limit) };
}

function* sortByCounting(
  order: Uint32Array<ArrayBuffer>,
  { count, at }: Key,
): Slices<Uint32Array<ArrayBuffer>> {
  const next = new Uint32Array(count + 1);
  for (let i = 0; i < order.length; i++) {
    next[at(order[i]!) + 1]!++;
    if (i % SLICE === 0) yield;
  }
  for (let k = 0; k < count; k++) {
    next[k + 1]! += next[k]!;
    if (k % SLICE === 0) yield;
  }
  const sorted = new Uint32Array(order.length);
  for (let i = 0; i < order.length; i++) {
    sorted[next[at(order[i]!)]!++] = order[i]!;
    if (i % SLICE === 0) yield;
  }
  return sorted;
}

function split(
  runs: readonly Rows[],
  order: Uint32Array,
  offset: number,
  limit: number,
): readonly Rows[] {
  const ends: number[] = [];
  let end = 0;
  for (const { rows } of runs) {
    end += rows.length;
    ends.push(end);
  }
  const result: { type: string; rows: number[] }[] = [];
  const to = Math.min(order.length, offset + limit);
  for (let at = Math.min(offset, order.length); at < to; at++) {
    const i = order[at]!;
    const run = ends.findIndex((limit) => i < limit);
    const { type, rows } = runs[run]!;
    const row = rows[i - ends[run]! + rows.length]!;
    const last = result.at(-1);
    if (last?.type === type) last.rows.push(row);
    else result.push({ type, rows: [row] });
  }
  return result.map(({ type, rows }) => ({ type, rows: Uint32Array.from(rows) }));
}
