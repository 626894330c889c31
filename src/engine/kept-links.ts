import type { Table } from "../inventory/tables.ts";
import type { Cell } from "./rows.ts";

/** Links that are kept as ids, because one of their ends changed, and the rows they lead to as of now. */
export interface KeptLinks {
  /** A row's links of a relation; undefined where they are the snapshot's. */
  of(cell: Cell, relation: string): OwnLinks | undefined;
  /** From now on a row's links are these. */
  keep(cell: Cell, relation: string, ids: readonly string[]): void;
  /** A row whose id is named came or went: leads a row's links to what has their ids now. */
  lead(cell: Cell, relation: string): void;
  drop(cell: Cell, relation: string): void;
  /** Whether links of a relation are kept, of any row of a table. */
  any(table: Table, relation: string): boolean;
  /** Rows of a table whose kept links name this id. */
  naming(table: Table, relation: string, id: string): Iterable<number>;
  /** Rows of a table whose kept links lead to this row, as often as they do. */
  leadingTo(table: Table, relation: string, target: Cell): readonly number[];
}

export interface OwnLinks {
  readonly ids: readonly string[];
  readonly cells: readonly Cell[];
}

/** The links of one relation, found from each side. */
interface Index {
  readonly byRow: Map<number, OwnLinks>;
  readonly byId: Map<string, Set<number>>;
  readonly byTarget: Map<Table, Map<number, readonly number[]>>;
}

/** None so far. `resolve` gives the rows that ids lead to, as a relation of a row takes them. */
export function createKeptLinks(
  resolve: (cell: Cell, relation: string, ids: readonly string[]) => readonly Cell[],
): KeptLinks {
  const indexes = new Map<Table, Map<string, Index>>();

  const find = (table: Table, relation: string) => indexes.get(table)?.get(relation);

  function indexOf(table: Table, relation: string): Index {
    const known = find(table, relation);
    if (known) return known;
    const index: Index = { byRow: new Map(), byId: new Map(), byTarget: new Map() };
    const ofTable = indexes.get(table) ?? new Map<string, Index>();
    indexes.set(table, ofTable.set(relation, index));
    return index;
  }

  /** Makes a row's links lead to `cells`, and to nothing else. */
  function point(index: Index, row: number, ids: readonly string[], cells: readonly Cell[]): void {
    for (const before of index.byRow.get(row)?.cells ?? []) {
      const byRow = index.byTarget.get(before.table)!;
      byRow.set(
        before.row,
        byRow.get(before.row)!.filter((other) => other !== row),
      );
    }
    for (const target of cells) {
      const byRow = index.byTarget.get(target.table) ?? new Map<number, readonly number[]>();
      index.byTarget.set(target.table, byRow);
      byRow.set(target.row, [...(byRow.get(target.row) ?? []), row]);
    }
    index.byRow.set(row, { ids, cells });
  }

  function drop({ table, row }: Cell, relation: string): void {
    const index = find(table, relation);
    const own = index?.byRow.get(row);
    if (!index || !own) return;
    point(index, row, [], []);
    for (const id of own.ids) index.byId.get(id)!.delete(row);
    index.byRow.delete(row);
  }

  return {
    of: ({ table, row }, relation) => find(table, relation)?.byRow.get(row),
    keep(cell, relation, ids) {
      drop(cell, relation);
      const index = indexOf(cell.table, relation);
      for (const id of ids) index.byId.set(id, (index.byId.get(id) ?? new Set()).add(cell.row));
      point(index, cell.row, ids, resolve(cell, relation, ids));
    },
    lead(cell, relation) {
      const index = indexOf(cell.table, relation);
      const { ids } = index.byRow.get(cell.row)!;
      point(index, cell.row, ids, resolve(cell, relation, ids));
    },
    drop,
    any: (table, relation) => find(table, relation) !== undefined,
    naming: (table, relation, id) => find(table, relation)?.byId.get(id) ?? [],
    leadingTo: (table, relation, target) =>
      find(table, relation)?.byTarget.get(target.table)?.get(target.row) ?? [],
  };
}
