import { compareValues } from "../../dialect/values.ts";
import { sortTextSlices } from "../../inventory/sort-texts.ts";
import type { Column, PlainColumn } from "../../inventory/tables.ts";
import { SLICE, type Slices, sortSlices } from "../../slices.ts";
import type { FieldValue, Rows, Scalar, ScalarName } from "../../types.ts";
import type { Engine } from "../engine.ts";
import { readColumn } from "./read.ts";
import type { ColumnCache } from "../columns/column-cache.ts";

/** Values as small numbers that order as they do. */
export interface Ranks {
  /** For each row its value's position among the distinct ones, from 1; 0 for null. */
  readonly ranks: Uint32Array;
  /** The largest there may be. */
  readonly count: number;
}

/** Ranks of the rows of one table, and the value behind each of them. */
interface TableRanks extends Ranks {
  valueAt(rank: number): Scalar;
}

/** Values that are looked up between two places where work may give way. */
const VALUES = 2048;

/** Of no more rows than these the values themselves are compared: there are larger dictionaries. */
export const FEW = 4096;

/**
 * Ranks of a field over runs of rows of one or several types, of which each row stands once.
 *
 * A dictionary's codes are ranks already, and so are row numbers where a column rises with them. Texts that mostly differ are
 * sorted by their bytes, where they lie: as JavaScript's strings, millions of them would not fit.
 */
export function* rankRows(engine: Engine, runs: readonly Rows[], field: string): Slices<Ranks> {
  const scalar = scalarOf(engine, runs, field);
  const total = runs.reduce((sum, { rows }) => sum + rows.length, 0);
  if (total <= FEW) {
    const values: FieldValue[] = [];
    for (const run of runs)
      for (const value of yield* readRun(engine, run, field)) values.push(value);
    return yield* rankValues(scalar, values);
  }
  const ranked: TableRanks[] = [];
  for (const run of runs) ranked.push(yield* rankRun(engine, run, field, scalar));
  return ranked.length === 1 ? ranked[0]! : yield* mergeRanks(scalar, ranked, total);
}

/** What a field holds, by the first of the types that has it. */
export function scalarOf({ model }: Engine, runs: readonly Rows[], field: string): ScalarName {
  for (const { type } of runs) {
    const found = model.types.get(type)?.fields.get(field);
    if (found) return found.scalar;
  }
  return "String";
}

/** Ranks of a field over rows of one type. */
export function* rankRun(
  engine: Engine,
  run: Rows,
  field: string,
  scalar: ScalarName,
): Slices<TableRanks> {
  const column = columnOf(engine, run, field);
  if (!column) return { ranks: new Uint32Array(run.rows.length), count: 0, valueAt: () => "" };
  if (column.kind === "plain") return yield* rankTexts(engine.cache, column, run.rows);
  if (column.dictionary.kind === "json")
    return yield* rankValues(scalar, yield* readColumn(engine.cache, column, run.rows));
  const { cache } = engine;
  const { codes, dictionary } = column;
  const { count } = dictionary;
  yield* cache.isWorth([codes.blob], run.rows.length);
  const ranks = new Uint32Array(run.rows.length);
  for (let i = 0; i < ranks.length; i++) {
    ranks[i] = cache.integer(codes.blob, codes.width, run.rows[i]!);
    if (i % SLICE === 0) yield;
  }
  return { ranks, count, valueAt: (rank) => cache.value(dictionary, rank) as Scalar };
}

/** The column of a field; undefined where the type lacks it. */
export function columnOf({ tables }: Engine, { type }: Rows, field: string): Column | undefined {
  return tables.tables.get(type)!.columns.get(field);
}

function* readRun(engine: Engine, run: Rows, field: string): Slices<readonly FieldValue[]> {
  const column = columnOf(engine, run, field);
  if (!column) return new Array<FieldValue>(run.rows.length).fill(null);
  return yield* readColumn(engine.cache, column, run.rows);
}

function* rankValues(scalar: ScalarName, values: readonly FieldValue[]): Slices<TableRanks> {
  const numbers = new Map<FieldValue, number>();
  const distinct: Scalar[] = [];
  const ranks = new Uint32Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (i % VALUES === 0) yield;
    if (value === null) continue;
    const known = numbers.get(value);
    if (known === undefined) numbers.set(value, distinct.push(value as Scalar));
    ranks[i] = known ?? distinct.length;
  }
  const order = Uint32Array.from(distinct.keys());
  yield* sortSlices(order, (a, b) => compare(scalar, distinct[a]!, distinct[b]!));
  const rankOf = new Uint32Array(order.length + 1);
  for (let i = 0; i < order.length; i++) rankOf[order[i]! + 1] = i + 1;
  yield;
  for (let i = 0; i < ranks.length; i++) {
    ranks[i] = rankOf[ranks[i]!]!;
    if (i % SLICE === 0) yield;
  }
  return { ranks, count: distinct.length, valueAt: (rank) => distinct[order[rank - 1]!]! };
}

/** A field may have values of several kinds, where a service sends something else than its schema says. */
function compare(scalar: ScalarName, a: Scalar, b: Scalar): number {
  if (typeof a === typeof b) return compareValues(scalar, a, b);
  return typeof a < typeof b ? -1 : 1;
}

function* rankTexts(
  cache: ColumnCache,
  { texts, nulls, sorted }: PlainColumn,
  rows: Uint32Array,
): Slices<TableRanks> {
  const ranks = new Uint32Array(rows.length);
  if (sorted) {
    for (let i = 0; i < ranks.length; i++) {
      ranks[i] = nulls && cache.isSet(nulls, rows[i]!) ? 0 : rows[i]! + 1;
      if (i % SLICE === 0) yield;
    }
    return { ranks, count: texts.count, valueAt: (rank) => cache.text(texts, rank - 1) };
  }
  yield* cache.bring([texts.offsets, texts.bytes, ...(nulls ? [nulls] : [])]);
  const view = () => ({ bytes: cache.bytes(texts.bytes), offsets: cache.numbers(texts.offsets) });
  const order = (yield* splitNulls(cache, nulls, rows)).texts;
  yield* sortTextSlices(view(), order);
  // By row number, from where those of the rows are taken: equal texts have the same.
  const byRow = new Uint32Array(texts.count);
  const firsts: number[] = [];
  const { bytes, offsets } = view();
  for (let i = 0; i < order.length; i++) {
    const row = order[i]!;
    if (i === 0 || !areEqual(bytes, offsets, order[i - 1]!, row)) firsts.push(row);
    byRow[row] = firsts.length;
    if (i % SLICE === 0) yield;
  }
  for (let i = 0; i < ranks.length; i++) {
    ranks[i] = byRow[rows[i]!]!;
    if (i % SLICE === 0) yield;
  }
  return { ranks, count: firsts.length, valueAt: (rank) => cache.text(texts, firsts[rank - 1]!) };
}

/** Rows with a text, and rows with null, each in their order. */
export function* splitNulls(
  cache: ColumnCache,
  nulls: PlainColumn["nulls"],
  rows: Uint32Array,
): Slices<{ readonly texts: Uint32Array; readonly nulls: Uint32Array }> {
  const texts = new Uint32Array(rows.length);
  const none: number[] = [];
  let count = 0;
  for (let i = 0; i < rows.length; i++) {
    if (nulls && cache.isSet(nulls, rows[i]!)) none.push(rows[i]!);
    else texts[count++] = rows[i]!;
    if (i % SLICE === 0) yield;
  }
  return { texts: texts.subarray(0, count), nulls: Uint32Array.from(none) };
}

function areEqual(bytes: Uint8Array, offsets: Uint32Array, a: number, b: number): boolean {
  const length = offsets[a + 1]! - offsets[a]!;
  if (length !== offsets[b + 1]! - offsets[b]!) return false;
  for (let i = 0; i < length; i++)
    if (bytes[offsets[a]! + i] !== bytes[offsets[b]! + i]) return false;
  return true;
}

/** One row of ranks for all tables: their distinct values are gone through together, the smallest first. */
function* mergeRanks(
  scalar: ScalarName,
  tables: readonly TableRanks[],
  total: number,
): Slices<Ranks> {
  const common = tables.map(({ count }) => new Uint32Array(count + 1));
  const next = tables.map(({ count, valueAt }, table) => ({
    table,
    rank: 1,
    value: count > 0 ? valueAt(1) : null,
  }));
  let count = 0;
  for (let steps = 0; ; steps++) {
    let least: Scalar | null = null;
    for (const { value } of next)
      if (value !== null && (least === null || compare(scalar, value, least) < 0)) least = value;
    if (least === null) break;
    count++;
    for (const one of next) {
      if (one.value === null || compare(scalar, one.value, least) !== 0) continue;
      common[one.table]![one.rank++] = count;
      const { count: own, valueAt } = tables[one.table]!;
      one.value = one.rank <= own ? valueAt(one.rank) : null;
    }
    if (steps % 256 === 0) yield;
  }
  const ranks = new Uint32Array(total);
  let at = 0;
  for (const [table, { ranks: own }] of tables.entries())
    for (let i = 0; i < own.length; i++) {
      ranks[at++] = common[table]![own[i]!]!;
      if (i % SLICE === 0) yield;
    }
  return { ranks, count };
}
