import type { Table } from "../../inventory/tables.ts";
import type { RowSet } from "../columns/row-set.ts";

/** The rows of a set that somebody asked for, as they turn. What was handed out stays as it was. */
export interface FollowedRows {
  /** Notes that a row is in now, or no longer is. */
  turn(row: number, isIn: boolean): void;
  /** The rows as they are now, in the order of ids. They are listed when somebody reads them. */
  rows(): RowSet;
}

/** Rows of a table; those behind its stored ones were added since. */
export interface AskedRows {
  readonly stored: RowSet;
  readonly added: readonly number[];
}

/** Beyond this many, or half of the rows, what turned costs more than to ask for the rows anew. */
const mostTurned = 1024;

/**
 * Follows the rows of one set from `asked` on; `askAgain` gives them as they are. `compare` says of two rows of the table
 * whose id comes first.
 */
export function createFollowedRows(
  table: Table,
  asked: AskedRows,
  askAgain: () => AskedRows,
  compare: (a: number, b: number) => number,
): FollowedRows {
  let before = asked;
  let count = countOf(asked);
  // Each as often as it did. It only grows: what was handed out reads its begin.
  let turned: number[] = [];
  let now: RowSet | undefined;

  return {
    turn(row, isIn) {
      turned.push(row);
      count += isIn ? 1 : -1;
      now = undefined;
    },
    rows() {
      if (now) return now;
      if (turned.length > mostTurned + before.stored.count / 2) {
        before = askAgain();
        turned = [];
      }
      const [from, since, length] = [before, turned, turned.length];
      now = listed(count, () => list(table, from, since.slice(0, length), compare));
      return now;
    },
  };
}

function countOf({ stored, added }: AskedRows): number {
  return stored.count + added.length;
}

/** So many rows, listed once, when they are first read. */
function listed(count: number, list: () => Uint32Array): RowSet {
  let rows: Uint32Array | undefined;
  let known: ReadonlySet<number> | undefined;
  return {
    count,
    has(row) {
      rows ??= list();
      known ??= new Set(rows);
      return known.has(row);
    },
    rows(offset = 0, limit = count) {
      rows ??= list();
      return rows.slice(offset, offset + limit);
    },
  };
}

/** All rows in the order of ids: stored ones rise, and those that were added stand where their id belongs. */
function list(
  { rows: firstAdded }: Table,
  { stored, added }: AskedRows,
  turned: readonly number[],
  compare: (a: number, b: number) => number,
): Uint32Array {
  const isStored = (row: number): boolean => row < firstAdded;
  const storedNow = turnRows(stored.rows(), turned.filter(isStored));
  const addedNow = new Set(added);
  for (const row of turned) if (!isStored(row) && !addedNow.delete(row)) addedNow.add(row);
  return merge(storedNow, [...addedNow].sort(compare), compare);
}

/**
 * The rows of `numbers` but for those `turned`: which of these were in are out, and the others in. What turned twice is as it
 * was.
 */
function turnRows(numbers: Uint32Array, turned: readonly number[]): Uint32Array {
  const others = oddOnes(Uint32Array.from(turned).sort());
  const result = new Uint32Array(numbers.length + others.length);
  let from = 0;
  let end = 0;
  for (const row of others) {
    let [low, high] = [from, numbers.length];
    while (low < high) {
      const half = (low + high) >>> 1;
      if (numbers[half]! < row) low = half + 1;
      else high = half;
    }
    result.set(numbers.subarray(from, low), end);
    end += low - from;
    from = low;
    if (numbers[low] === row) from++;
    else result[end++] = row;
  }
  result.set(numbers.subarray(from), end);
  return result.subarray(0, end + numbers.length - from);
}

/** Those of sorted numbers that stand there an odd number of times. */
function oddOnes(sorted: Uint32Array): Uint32Array {
  let end = 0;
  for (const number of sorted) {
    if (end > 0 && sorted[end - 1] === number) end--;
    else sorted[end++] = number;
  }
  return sorted.subarray(0, end);
}

/** Two lists of rows in the order of ids, as one. */
function merge(
  stored: Uint32Array,
  added: readonly number[],
  compare: (a: number, b: number) => number,
): Uint32Array {
  if (added.length === 0) return stored;
  const merged = new Uint32Array(stored.length + added.length);
  let from = 0;
  let end = 0;
  for (const row of added) {
    let [low, high] = [from, stored.length];
    while (low < high) {
      const half = (low + high) >>> 1;
      if (compare(stored[half]!, row) < 0) low = half + 1;
      else high = half;
    }
    merged.set(stored.subarray(from, low), end);
    end += low - from;
    merged[end++] = row;
    from = low;
  }
  merged.set(stored.subarray(from), end);
  return merged;
}
