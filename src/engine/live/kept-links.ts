import type { Table } from "../../inventory/tables.ts";
import type { Cell } from "../rows/rows.ts";

/** Links that are kept as ids, because one of their ends changed, and the rows they lead to as of now. */
export interface KeptLinks {
  /** The links of a relation by row, as of whenever it is asked; rows whose links are the snapshot's are not there. */
  byRow(table: Table, relation: string): ReadonlyMap<number, OwnLinks>;
  /** The rows whose links of a relation lead to a row of `target`, as often as they do, by that row, as of whenever it is asked. */
  byTarget(table: Table, relation: string, target: Table): ReadonlyMap<number, readonly number[]>;
  /** From now on a row's links are these. */
  keep(cell: Cell, relation: string, ids: readonly string[]): void;
  /** A row whose id is named came or went: leads a row's links to what has their ids now. */
  lead(cell: Cell, relation: string): void;
  drop(cell: Cell, relation: string): void;
  /** Whether links of a relation are kept, of any row of a table. */
  any(table: Table, relation: string): boolean;
  /** Rows of a table whose kept links name this id. */
  naming(table: Table, relation: string, id: string): Iterable<number>;
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

  function indexOf(table: Table, relation: string): Index {
    const known = indexes.get(table)?.get(relation);
    if (known) return known;
    const index: Index = { byRow: new Map(), byId: new Map(), byTarget: new Map() };
    const ofTable = indexes.get(table) ?? new Map<string, Index>();
    indexes.set(table, ofTable.set(relation, index));
    return index;
  }

  function byTarget(index: Index, target: Table): Map<number, readonly number[]> {
    const known = index.byTarget.get(target) ?? new Map<number, readonly number[]>();
    index.byTarget.set(target, known);
    return known;
  }

  /** Makes a row's links lead to `cells`, and to nothing else. */
  function point(index: Index, row: number, ids: readonly string[], cells: readonly Cell[]): void {
    for (const before of index.byRow.get(row)?.cells ?? []) {
      const byRow = byTarget(index, before.table);
      byRow.set(
        before.row,
        byRow.get(before.row)!.filter((other) => other !== row),
      );
    }
    for (const target of cells) {
      const byRow = byTarget(index, target.table);
      byRow.set(target.row, [...(byRow.get(target.row) ?? []), row]);
    }
    index.byRow.set(row, { ids, cells });
  }

  function drop({ table, row }: Cell, relation: string): void {
    const index = indexOf(table, relation);
    const own = index.byRow.get(row);
    if (!own) return;
    point(index, row, [], []);
    for (const id of own.ids) index.byId.get(id)!.delete(row);
    index.byRow.delete(row);
  }

  return {
    byRow: (table, relation) => indexOf(table, relation).byRow,
    byTarget: (table, relation, target) => byTarget(indexOf(table, relation), target),
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
    any: (table, relation) => indexOf(table, relation).byRow.size > 0,
    naming: (table, relation, id) => indexOf(table, relation).byId.get(id) ?? [],
  };
}
