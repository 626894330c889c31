import { compareValues } from "../../dialect/values.ts";
import type { Model, Rows, Scalar, Sort } from "../../types.ts";
import type { Engine } from "../select.ts";
import { isAnyTouched } from "./rows.ts";

/**
 * Rows in the order of `sort`, as runs of one type: null last for ASC and first for DESC; what is equal stays in the order it came in, which
 * is by type and id.
 *
 * Every value becomes a small number that orders as it does (a dictionary's code is one already), and the rows are
 * sorted by counting, from the last key to the first: each pass keeps the order of the one before.
 */
export function sortRows(
  engine: Engine,
  runs: readonly Rows[],
  sort: readonly Sort[],
): readonly Rows[] {
  const total = runs.reduce((sum, { rows }) => sum + rows.length, 0);
  let order = Uint32Array.from({ length: total }, (_, i) => i);
  for (const { field, direction } of [...sort].reverse()) {
    const { ranks, count } = rank(engine, runs, field);
    // Null is rank 0 and comes last when the rest rises.
    const key =
      direction === "ASC"
        ? (i: number) => (ranks[i] === 0 ? count : ranks[i]! - 1)
        : (i: number) => (ranks[i] === 0 ? 0 : count - ranks[i]! + 1);
    order = sortByCounting(order, key, count + 1);
  }
  return split(runs, order);
}

interface Ranks {
  /** For each row in the order of the runs its value's position among the distinct ones, from 1; 0 for null. */
  readonly ranks: Uint32Array;
  readonly count: number;
}

function rank(engine: Engine, runs: readonly Rows[], field: string): Ranks {
  const { model, tables, store, rows: access } = engine;
  const only = runs.length === 1 ? runs[0]! : undefined;
  const table = only && tables.tables.get(only.type)!;
  const isStored = table && !isAnyTouched(access.touched(table), only.rows);
  const column = isStored ? table.columns.get(field) : undefined;
  if (only && column?.kind === "coded" && column.dictionary.kind !== "json") {
    const { width, blob } = column.codes;
    return {
      ranks: only.rows.map((row) => store.integer(blob, width, row)),
      count: column.dictionary.count,
    };
  }
  const values = runs.flatMap(({ type, rows }) => {
    const own = tables.tables.get(type)!;
    return Array.from(rows, (row) => access.value({ table: own, row }, field) as Scalar | null);
  });
  const scalar = scalarOf(model, runs, field);
  const distinct = [...new Set(values)].filter((value) => value !== null);
  distinct.sort((a, b) =>
    typeof a === typeof b ? compareValues(scalar, a, b) : typeof a < typeof b ? -1 : 1,
  );
  const ranks = new Map<Scalar | null, number>(distinct.map((value, i) => [value, i + 1]));
  return {
    ranks: Uint32Array.from(values, (value) => ranks.get(value) ?? 0),
    count: distinct.length,
  };
}

function scalarOf(model: Model, runs: readonly Rows[], field: string) {
  for (const { type } of runs) {
    const found = model.types.get(type)?.fields.get(field);
    if (found) return found.scalar;
  }
  return "String";
}

function sortByCounting(
  order: Uint32Array<ArrayBuffer>,
  key: (i: number) => number,
  keys: number,
): Uint32Array<ArrayBuffer> {
  const next = new Uint32Array(keys + 1);
  for (const i of order) next[key(i) + 1]!++;
  for (let k = 0; k < keys; k++) next[k + 1]! += next[k]!;
  const sorted = new Uint32Array(order.length);
  for (const i of order) sorted[next[key(i)]!++] = i;
  return sorted;
}

function split(runs: readonly Rows[], order: Uint32Array): readonly Rows[] {
  const ends: number[] = [];
  let end = 0;
  for (const { rows } of runs) {
    end += rows.length;
    ends.push(end);
  }
  const result: { type: string; rows: number[] }[] = [];
  for (const i of order) {
    const run = ends.findIndex((limit) => i < limit);
    const { type, rows } = runs[run]!;
    const row = rows[i - ends[run]! + rows.length]!;
    const last = result.at(-1);
    if (last?.type === type) last.rows.push(row);
    else result.push({ type, rows: [row] });
  }
  return result.map(({ type, rows }) => ({ type, rows: Uint32Array.from(rows) }));
}
