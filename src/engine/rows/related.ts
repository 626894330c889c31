import type { Adjacency, Blob } from "../../inventory/tables.ts";
import { createVector } from "../../inventory/vector.ts";
import { SLICE, type Slices } from "../../slices.ts";
import type { Filter, Related, Rows } from "../../types.ts";
import type { Ask, Engine } from "../engine.ts";
import type { Store } from "../columns/store.ts";

/**
 * Follows `relation` from many rows at once; `where` keeps the targets for which it is true. Targets come type by type, rising;
 * of a to-one relation that finds several the first.
 */
export function* relateRows(
  engine: Engine,
  { type, rows }: Rows,
  relation: string,
  where: Filter | undefined,
): Slices<Related> {
  const { tables, store } = engine;
  const table = tables.tables.get(type)!;
  const links = table.relations.get(relation)?.links ?? [];
  const kept = yield* keptTargets(
    engine,
    links.map(({ target }) => target),
    where,
  );
  const lists: LinkList[] = [];
  for (const { forward } of links) {
    lists.push(yield* listLinks(store, forward, rows));
    yield;
  }
  const next = lists.map(() => 0);
  const offsets = new Uint32Array(rows.length + 1);
  const targets = createVector();
  const targetTypes = createVector();
  const isOne = leadsToOne(engine, type, relation);
  let begin = 0;
  const take = (t: number, target: number): void => {
    if ((isOne && targets.length > begin) || !kept[t]!(target)) return;
    targets.push(target);
    targetTypes.push(t);
  };
  for (let i = 0; i < rows.length; i++) {
    if (i % SLICE === SLICE - 1) yield;
    begin = targets.length;
    for (const [t, { positions, targets: ends }] of lists.entries())
      for (; positions[next[t]!] === i; next[t]!++) {
        take(t, ends[next[t]!]!);
        if (next[t]! % SLICE === SLICE - 1) yield;
      }
    offsets[i + 1] = targets.length;
  }
  return {
    offsets,
    types: links.map(({ target }) => target),
    targetTypes: Uint8Array.from(targetTypes.view()),
    targets: targets.view().slice(),
  };
}

/** Whether one is promised. Two may be found: a disk that two machines share, or one id that assets of two types have. */
function leadsToOne({ model }: Engine, type: string, relation: string): boolean {
  return model.types.get(type)?.relations.get(relation)?.toMany === false;
}

/** How many rows `relation` leads to from many rows, counted without following it. */
export function* countLinks(
  engine: Engine,
  { type, rows }: Rows,
  relation: string,
): Slices<number> {
  const { tables, store } = engine;
  const table = tables.tables.get(type)!;
  const links = table.relations.get(relation)?.links ?? [];
  const count: ((row: number) => number)[] = [];
  for (const { forward } of links)
    count.push(yield* createLinkCounter(store, forward, rows.length));
  const most = leadsToOne(engine, type, relation) ? 1 : Number.POSITIVE_INFINITY;
  let sum = 0;
  for (let i = 0; i < rows.length; i++) {
    if (i % SLICE === SLICE - 1) yield;
    let found = 0;
    for (const countOf of count) found += countOf(rows[i]!);
    sum += Math.min(found, most);
  }
  return sum;
}

/** Reads the ends of many rows' links from memory; of few those alone. */
function* createLinkCounter(
  store: Store,
  adjacency: Adjacency,
  rows: number,
): Slices<(row: number) => number> {
  const { kind } = adjacency;
  const blob = kind === "one" ? adjacency.targets : adjacency.offsets;
  const numbers = (yield* store.isWorth([blob], rows)) ? store.numbers(blob) : undefined;
  const at = (i: number) => (numbers ? numbers[i]! : store.integer(blob, 4, i));
  return kind === "one" ? (row) => Math.sign(at(row)) : (row) => at(row + 1) - at(row);
}

/** Links that take about a millisecond to list. */
const linksAtOnce = 1 << 18;

/** Links of some rows, one after the other: from the row at a position among these to a target. */
interface LinkList {
  readonly positions: Int32Array;
  readonly targets: Int32Array;
}

/**
 * All links of many rows, in loops that do nothing else: rows lie far apart, and the machine then waits for several at a
 * time.
 */
function* listLinks(store: Store, adjacency: Adjacency, rows: Uint32Array): Slices<LinkList> {
  if (!(yield* store.isWorth(blobsOf(adjacency), rows.length)))
    return yield* readLinks(store, adjacency, rows);
  if (adjacency.kind === "one") {
    const found = read(store.numbers(adjacency.targets), rows, 0);
    const list = createLinkList(found.length);
    let end = 0;
    for (let i = 0; i < rows.length; i++) {
      list.positions[end] = i;
      list.targets[end] = found[i]! - 1;
      end += found[i] === 0 ? 0 : 1;
    }
    return { positions: list.positions.subarray(0, end), targets: list.targets.subarray(0, end) };
  }
  const offsets = store.numbers(adjacency.offsets);
  const begins = read(offsets, rows, 0);
  const ends = read(offsets, rows, 1);
  yield;
  let count = 0;
  for (let i = 0; i < rows.length; i++) count += ends[i]! - begins[i]!;
  const list = createLinkList(count);
  for (let i = 0, end = 0; i < rows.length; i++)
    for (let k = begins[i]!; k < ends[i]!; k++) {
      list.positions[end] = i;
      list.targets[end++] = k;
      if (end % linksAtOnce === 0) yield;
    }
  yield;
  if (adjacency.kind === "runs") return list;
  return { ...list, targets: read(store.numbers(adjacency.targets), list.targets, 0) };
}

/** The same of a few rows, each read alone. */
function* readLinks(store: Store, adjacency: Adjacency, rows: Uint32Array): Slices<LinkList> {
  const positions: number[] = [];
  const targets: number[] = [];
  for (const [i, row] of rows.entries()) {
    eachTarget(store, adjacency, row, (target) => {
      positions.push(i);
      targets.push(target);
    });
    if (i % 256 === 255) yield;
  }
  return { positions: Int32Array.from(positions), targets: Int32Array.from(targets) };
}

function createLinkList(count: number): LinkList {
  return { positions: new Int32Array(count), targets: new Int32Array(count) };
}

function read(numbers: Uint32Array, rows: Uint32Array | Int32Array, behind: number): Int32Array {
  const found = new Int32Array(rows.length);
  for (let i = 0; i < rows.length; i++) found[i] = numbers[rows[i]! + behind]!;
  return found;
}

/** Where the links of one direction lie. */
export function blobsOf(adjacency: Adjacency): readonly Blob[] {
  switch (adjacency.kind) {
    case "one":
      return [adjacency.targets];
    case "runs":
      return [adjacency.offsets];
    case "many":
      return [adjacency.offsets, adjacency.targets];
  }
}

/** The rows that `row` leads to. */
export function eachTarget(
  store: Store,
  adjacency: Adjacency,
  row: number,
  visit: (target: number) => void,
): void {
  if (adjacency.kind === "one") {
    const target = store.integer(adjacency.targets, 4, row);
    if (target !== 0) visit(target - 1);
    return;
  }
  const to = store.integer(adjacency.offsets, 4, row + 1);
  for (let i = store.integer(adjacency.offsets, 4, row); i < to; i++) {
    visit(adjacency.kind === "runs" ? i : store.integer(adjacency.targets, 4, i));
  }
}

/** For each target type which rows `where` keeps. */
function* keptTargets(
  engine: Engine,
  targets: readonly string[],
  where: Filter | undefined,
): Slices<readonly ((row: number) => boolean)[]> {
  if (!where) return targets.map(() => () => true);
  const asks = targets.map((target): Ask => {
    return { table: engine.tables.tables.get(target)!, where, which: "matched" };
  });
  const kept: ((row: number) => boolean)[] = [];
  for (const set of yield* engine.answer(asks)) {
    const rows = set.rows();
    const bits = new Uint8Array(((rows.at(-1) ?? 0) >>> 3) + 1);
    for (let i = 0; i < rows.length; i++) {
      bits[rows[i]! >>> 3]! |= 1 << (rows[i]! & 7);
      if (i % linksAtOnce === linksAtOnce - 1) yield;
    }
    kept.push((row) => ((bits[row >>> 3] ?? 0) & (1 << (row & 7))) !== 0);
  }
  return kept;
}
