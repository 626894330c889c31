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
  /** Rows of a type whose kept links name this id. */
  naming(type: string, relation: string, id: string): Iterable<number>;
  /** Rows of a type whose kept links lead to this row, as often as they do. */
  leadingTo(type: string, relation: string, target: Cell): readonly number[];
}

export interface OwnLinks {
  readonly ids: readonly string[];
  readonly cells: readonly Cell[];
}

/** The links of one relation, found from each side. */
interface Index {
  readonly byRow: Map<number, OwnLinks>;
  readonly byId: Map<string, Set<number>>;
  readonly byTarget: Map<string, Map<number, readonly number[]>>;
}

/** None so far. `resolve` gives the rows that ids lead to, as a relation of a row takes them. */
export function createKeptLinks(
  resolve: (cell: Cell, relation: string, ids: readonly string[]) => readonly Cell[],
): KeptLinks {
  const indexes = new Map<string, Index>();

  function indexOf(type: string, relation: string): Index {
    const key = `${type} ${relation}`;
    const index = indexes.get(key) ?? { byRow: new Map(), byId: new Map(), byTarget: new Map() };
    indexes.set(key, index);
    return index;
  }

  /** Makes a row's links lead to `cells`, and to nothing else. */
  function point(index: Index, row: number, ids: readonly string[], cells: readonly Cell[]): void {
    for (const before of index.byRow.get(row)?.cells ?? []) {
      const byRow = index.byTarget.get(before.table.type)!;
      byRow.set(
        before.row,
        byRow.get(before.row)!.filter((other) => other !== row),
      );
    }
    for (const target of cells) {
      const byRow = index.byTarget.get(target.table.type) ?? new Map<number, readonly number[]>();
      index.byTarget.set(target.table.type, byRow);
      byRow.set(target.row, [...(byRow.get(target.row) ?? []), row]);
    }
    index.byRow.set(row, { ids, cells });
  }

  function drop({ table, row }: Cell, relation: string): void {
    const index = indexOf(table.type, relation);
    const own = index.byRow.get(row);
    if (!own) return;
    point(index, row, [], []);
    for (const id of own.ids) index.byId.get(id)!.delete(row);
    index.byRow.delete(row);
  }

  return {
    of: ({ table, row }, relation) => indexes.get(`${table.type} ${relation}`)?.byRow.get(row),
    keep(cell, relation, ids) {
      drop(cell, relation);
      const index = indexOf(cell.table.type, relation);
      for (const id of ids) index.byId.set(id, (index.byId.get(id) ?? new Set()).add(cell.row));
      point(index, cell.row, ids, resolve(cell, relation, ids));
    },
    lead(cell, relation) {
      const index = indexOf(cell.table.type, relation);
      const { ids } = index.byRow.get(cell.row)!;
      point(index, cell.row, ids, resolve(cell, relation, ids));
    },
    drop,
    naming: (type, relation, id) => indexOf(type, relation).byId.get(id) ?? [],
    leadingTo: (type, relation, target) =>
      indexOf(type, relation).byTarget.get(target.table.type)?.get(target.row) ?? [],
  };
}
