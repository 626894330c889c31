import { membersOf } from "../model/concrete.ts";
import type { Table, Tables } from "../inventory/tables.ts";
import type { Model, Query, Rows, Selection } from "../types.ts";
import { execute } from "./execute.ts";
import type { Kernels } from "./kernels.ts";
import type { Bits } from "./node.ts";
import { createNodes } from "./node.ts";
import { createPlanner } from "./plan.ts";
import type { RowSet } from "./row-set.ts";
import { allRows, copyRows, noRows } from "./row-set.ts";
import { sortRows } from "./sort-rows.ts";
import { createStoredSources } from "./stored.ts";
import type { RowAccess } from "./rows.ts";
import type { Store } from "./store.ts";

/** All that answering takes: what is stored, and what runs over it. */
export interface Engine {
  readonly model: Model;
  readonly tables: Tables;
  readonly store: Store;
  readonly rows: RowAccess;
  readonly kernels: Kernels;
}

interface Part {
  readonly table: Table;
  readonly matched: RowSet;
  readonly undecided: RowSet;
}

/** Plans all queries together, works them out, and keeps of each what its `Selection` needs. */
export function selectRows(engine: Engine, queries: readonly Query[]): readonly Selection[] {
  const { model, tables, store } = engine;
  const nodes = createNodes();
  const planner = createPlanner(nodes, createStoredSources(model, tables, store, nodes));
  const roots: { readonly table: Table; readonly bits: Bits }[] = [];
  const parts = queries.map(({ type, where }) =>
    membersOf(model, type).map((member) => {
      const table = tables.tables.get(member)!;
      roots.push(
        { table, bits: planner.truth(table, where, true) },
        { table, bits: planner.missing(table, where) },
      );
      return { table, matched: roots.length - 2, undecided: roots.length - 1 };
    }),
  );
  const sets = takeSets(engine, roots);
  return queries.map((query, i) =>
    createSelection(
      engine,
      query,
      parts[i]!.map(({ table, matched, undecided }) => ({
        table,
        matched: sets[matched]!,
        undecided: sets[undecided]!,
      })),
    ),
  );
}

/** Works out bit sets and copies them out of the engine's memory. */
export function takeSets(
  { store: { memory }, kernels }: Engine,
  roots: readonly { readonly table: Table; readonly bits: Bits }[],
): readonly RowSet[] {
  const sets: RowSet[] = roots.map(({ table, bits }) =>
    bits === "all" ? allRows(table.rows) : noRows,
  );
  execute(
    memory,
    kernels,
    roots.map(({ bits }) => bits),
    (root, address) => {
      if (address === undefined) return;
      const { rows } = roots[root]!.table;
      const count = kernels.count(rows, address);
      sets[root] = copyRows(memory.u32.subarray(address >>> 2), rows, count);
    },
  );
  return sets;
}

function createSelection(
  { model, tables, store }: Engine,
  { sort }: Query,
  parts: readonly Part[],
): Selection {
  const total = (count: (part: Part) => number) =>
    parts.reduce((sum, part) => sum + count(part), 0);
  return {
    examined: total(({ table }) => table.rows),
    matched: total(({ matched }) => matched.count),
    undecided: total(({ undecided }) => undecided.count),
    rows(which, { offset = 0, limit = Number.POSITIVE_INFINITY } = {}) {
      if (!sort || sort.length === 0) return page(parts, which, offset, limit);
      const all = page(parts, which, 0, Number.POSITIVE_INFINITY);
      return cut(sortRows(model, tables, store, all, sort), offset, limit);
    },
  };
}

function page(
  parts: readonly Part[],
  which: "matched" | "undecided",
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

function cut(runs: readonly Rows[], offset: number, limit: number): readonly Rows[] {
  const kept: Rows[] = [];
  let skip = offset;
  let left = limit;
  for (const { type, rows } of runs) {
    const own = rows.subarray(Math.min(skip, rows.length), Math.min(rows.length, skip + left));
    if (own.length > 0) kept.push({ type, rows: own });
    skip = Math.max(0, skip - rows.length);
    left -= own.length;
  }
  return kept;
}
