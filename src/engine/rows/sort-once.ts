import { inSlices, type Slices, unlessAborted } from "../../slices.ts";
import type { Sorted } from "../select.ts";
import type { SortedRows } from "./sort-rows.ts";

/** Sorts what is asked for, one thing after the other, and what was sorted lately not again. */
export type SortOnce = (
  sorted: Sorted,
  first: number,
  sort: (first: number) => Slices<SortedRows>,
  signal: AbortSignal | undefined,
) => Promise<SortedRows>;

/** So many places are sorted at least, and then twice as many: pages are asked for one after the other. */
const fewestSorted = 1024;

/** Rows in orders that are kept, all together: some ten bytes for each. */
const mostKept = 8_000_000;

/**
 * Sorting millions of rows takes a hundred megabytes, so it is done for one at a time; who waits may find it done by then.
 * Rows of a snapshot never change, so orders are kept, as far as they are not too long: pages of a list are asked for one
 * after the other.
 */
export function createSortOnce(): SortOnce {
  const kept = new Map<string, SortedRows>();
  let keptRows = 0;
  let last: Promise<unknown> = Promise.resolve();

  function keep(key: string, sorted: SortedRows): void {
    if (sorted.count > mostKept) return;
    keptRows += sorted.count - (kept.get(key)?.count ?? 0);
    kept.delete(key);
    kept.set(key, sorted);
    for (const [oldest, { count }] of kept) {
      if (keptRows <= mostKept) break;
      kept.delete(oldest);
      keptRows -= count;
    }
  }

  return async ({ query, which }, first, sort, signal) => {
    const key = JSON.stringify([query.type, query.where, query.sort, which]);
    const mine = last.then(async () => {
      const known = kept.get(key);
      if (known && known.reach >= first) return known;
      const most = 2 ** Math.ceil(Math.log2(Math.max(fewestSorted, first)));
      const sorted = await inSlices(sort(most), signal);
      keep(key, sorted);
      return sorted;
    });
    last = mine.catch(() => undefined);
    return await unlessAborted(mine, signal);
  };
}
