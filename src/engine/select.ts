import { membersOf } from "../model/concrete.ts";
import type { Table } from "../inventory/tables.ts";
import type { Slices } from "../slices.ts";
import type { Query, Rows, Selection } from "../types.ts";
import type { Ask, Engine } from "./engine.ts";
import { listSlices, type RowSet } from "./columns/row-set.ts";
import { type SortedRows, sortRows } from "./rows/sort-rows.ts";

interface Part {
  readonly table: Table;
  readonly examined: number;
  readonly matched: RowSet;
  readonly undecided: RowSet;
}

/** What is sorted: the rows that a query found, or those that it leaves open. */
export interface Sorted {
  readonly query: Query;
  readonly which: "matched" | "undecided";
}

/** Sorts what is asked for, at least the `first` of it. */
export type SortFirst = (
  sorted: Sorted,
  first: number,
  sort: (first: number) => Slices<SortedRows>,
) => Promise<SortedRows>;

/** Asks all queries together, and keeps of each what its `Selection` needs. */
export function* selectRows(
  engine: Engine,
  queries: readonly Query[],
  sortOnce: SortFirst,
): Slices<readonly Selection[]> {
  const { model, tables } = engine;
  const asks = queries.flatMap(({ type, where }) =>
    membersOf(model, type).flatMap((member): Ask[] => {
      const table = tables.tables.get(member)!;
      return [
        { table, where, which: "matched" },
        { table, where, which: "undecided" },
      ];
    }),
  );
  const sets = yield* engine.answer(asks);
  let next = 0;
  return queries.map((query) => {
    const parts = membersOf(model, query.type).map((): Part => {
      const { table } = asks[next]!;
      next += 2;
      return {
        table,
        examined: table.rows,
        matched: sets[next - 2]!,
        undecided: sets[next - 1]!,
      };
    });
    return createSelection(engine, query, parts, sortOnce);
  });
}

function createSelection(
  engine: Engine,
  query: Query,
  parts: readonly Part[],
  sortOnce: SortFirst,
): Selection {
  const total = (count: (part: Part) => number) =>
    parts.reduce((sum, part) => sum + count(part), 0);
  const { sort = [] } = query;
  function* sortPart(which: Which, first = Number.POSITIVE_INFINITY): Slices<SortedRows> {
    const runs: Rows[] = [];
    for (const { table, [which]: set } of parts)
      if (set.count > 0) runs.push({ type: table.type, rows: yield* listSlices(set) });
    return yield* sortRows(engine, runs, sort, first);
  }
  return {
    examined: total(({ examined }) => examined),
    matched: total(({ matched }) => matched.count),
    undecided: total(({ undecided }) => undecided.count),
    async among(which, { type, rows }) {
      const set = parts.find(({ table }) => table.type === type)?.[which];
      return set ? Uint32Array.from(rows.keys()).filter((i) => set.has(rows[i]!)) : noneAmong;
    },
    async rows(which, { offset = 0, limit = Number.POSITIVE_INFINITY } = {}) {
      if (sort.length === 0) return page(parts, which, offset, limit);
      const end = Math.min(
        offset + limit,
        parts.reduce((sum, { [which]: { count } }) => sum + count, 0),
      );
      const sorted = await sortOnce({ query, which }, end, (most) => sortPart(which, most));
      return sorted.page(offset, limit);
    },
  };
}

const noneAmong = new Uint32Array(0);

type Which = "matched" | "undecided";

function page(
  parts: readonly Part[],
  which: Which,
  offset: number,
  limit: number,
): readonly Rows[] {
  const runs: Rows[] = [];
  let skip = offset;
  let left = limit;
  for (const { table, [which]: set } of parts) {
    if (skip < set.count && left > 0) {
      const rows = set.rows(skip, Math.min(left, set.count - skip));
      runs.push({ type: table.type, rows });
      left -= rows.length;
    }
    skip = Math.max(0, skip - set.count);
  }
  return runs;
}
