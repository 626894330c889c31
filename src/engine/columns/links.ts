import type { Adjacency } from "../../inventory/tables.ts";
import type { Slices } from "../../slices.ts";
import { blobsOfLinks } from "./blobs.ts";
import type { ColumnCache } from "./column-cache.ts";

/** The rows that `row` leads to. */
function eachTarget(
  cache: ColumnCache,
  adjacency: Adjacency,
  row: number,
  visit: (target: number) => void,
): void {
  if (adjacency.kind === "one") {
    const target = cache.integer(adjacency.targets, 4, row);
    if (target !== 0) visit(target - 1);
    return;
  }
  const to = cache.integer(adjacency.offsets, 4, row + 1);
  for (let i = cache.integer(adjacency.offsets, 4, row); i < to; i++) {
    visit(adjacency.kind === "runs" ? i : cache.integer(adjacency.targets, 4, i));
  }
}

/** Reads the ends of many rows' links from memory; of few those alone. */
export function* createLinkCounter(
  cache: ColumnCache,
  adjacency: Adjacency,
  rows: number,
): Slices<(row: number) => number> {
  const { kind } = adjacency;
  const blob = kind === "one" ? adjacency.targets : adjacency.offsets;
  const numbers = (yield* cache.isWorth([blob], rows)) ? cache.numbers(blob) : undefined;
  const at = (i: number) => (numbers ? numbers[i]! : cache.integer(blob, 4, i));
  return kind === "one" ? (row) => Math.sign(at(row)) : (row) => at(row + 1) - at(row);
}

/** Links that take about a millisecond to list. */
export const LINKS_AT_ONCE = 1 << 18;

/** Links of some rows, one after the other: from the row at a position among these to a target. */
export interface LinkList {
  readonly positions: Int32Array;
  readonly targets: Int32Array;
}

/**
 * All links of many rows, in loops that do nothing else: rows lie far apart, and the machine then waits for several at a
 * time.
 */
export function* listLinks(
  cache: ColumnCache,
  adjacency: Adjacency,
  rows: Uint32Array,
): Slices<LinkList> {
  if (!(yield* cache.isWorth(blobsOfLinks(adjacency), rows.length)))
    return yield* readLinks(cache, adjacency, rows);
  if (adjacency.kind === "one") {
    const found = read(cache.numbers(adjacency.targets), rows, 0);
    const list = createLinkList(found.length);
    let end = 0;
    for (let i = 0; i < rows.length; i++) {
      list.positions[end] = i;
      list.targets[end] = found[i]! - 1;
      end += found[i] === 0 ? 0 : 1;
    }
    return { positions: list.positions.subarray(0, end), targets: list.targets.subarray(0, end) };
  }
  const offsets = cache.numbers(adjacency.offsets);
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
      if (end % LINKS_AT_ONCE === 0) yield;
    }
  yield;
  if (adjacency.kind === "runs") return list;
  return { ...list, targets: read(cache.numbers(adjacency.targets), list.targets, 0) };
}

/** The same of a few rows, each read alone. */
function* readLinks(cache: ColumnCache, adjacency: Adjacency, rows: Uint32Array): Slices<LinkList> {
  const positions: number[] = [];
  const targets: number[] = [];
  for (const [i, row] of rows.entries()) {
    eachTarget(cache, adjacency, row, (target) => {
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
