import { membersOf } from "../model/concrete.ts";
import type { Table } from "../inventory/tables.ts";
import type { Model } from "../types.ts";
import type { ChangedRows } from "./changed-rows.ts";
import type { KeptLinks } from "./kept-links.ts";
import { createKeptLinks } from "./kept-links.ts";
import type { Cell, RowAccess } from "./rows.ts";
import { followTo, relationOf } from "./rows.ts";
import type { Store } from "./store.ts";

/**
 * Where the links of rows lead, with what changed since the snapshot. They are the snapshot's wherever neither end
 * changed; others are kept as ids, and lead to whatever has that id now.
 */
export interface ChangedLinks extends Pick<RowAccess, "targets" | "dangling"> {
  readonly kept: KeptLinks;
  /** Keeps a row's links as ids, if they are not yet. */
  keepAsIds(cell: Cell, relation: string): void;
  /** The ids that a stored relation's links name, those that lead nowhere included. */
  linkIds(cell: Cell, relation: string): readonly string[];
  /** The rows of `table` whose stored relation leads to this row. */
  namersOf(table: Table, relation: string, target: Cell): readonly Cell[];
  /** Rows of `table` that `relation` (of any kind) leads from to this row. */
  sources(table: Table, relation: string, target: Cell): readonly Cell[];
  /** Rows whose links lead nowhere in the snapshot, by the id they name. */
  danglersOf(table: Table, relation: string, id: string): readonly number[];
}

/** The links that `stored` has, of the rows as they are now. */
export function createChangedLinks(
  model: Model,
  store: Store,
  stored: RowAccess,
  rows: ChangedRows,
): ChangedLinks {
  const { of, tableOf, find, idOf, isAlive, compare } = rows;
  const danglers = new Map<string, ReadonlyMap<string, readonly number[]>>();
  const kept = createKeptLinks(resolve);

  function linkIds(cell: Cell, relation: string): readonly string[] {
    return (
      kept.of(cell, relation)?.ids ?? [
        ...stored.targets(cell, relation).map(idOf),
        ...stored.dangling(cell, relation),
      ]
    );
  }

  function targets(cell: Cell, relation: string): readonly Cell[] {
    const declared = relationOf(model, cell.table, relation);
    if (!declared) return [];
    const members = membersOf(model, declared.target);
    if (declared.kind === "inverse") {
      return members.flatMap((member) => namersOf(tableOf(member), declared.inverse!, cell));
    }
    return kept.of(cell, relation)?.cells ?? stored.targets(cell, relation);
  }

  /** The rows that have these ids, as a relation leads to them. Remembers where one leads nowhere. */
  function resolve({ table }: Cell, relation: string, ids: readonly string[]): readonly Cell[] {
    const cells = membersOf(model, relationOf(model, table, relation)!.target).flatMap((member) =>
      sortCells(
        ids.flatMap((id) => {
          const row = find(member, id);
          return row === undefined ? [] : [{ table: tableOf(member), row }];
        }),
      ),
    );
    if (cells.length < ids.length) of(table.type).mayMiss.add(relation);
    return cells;
  }

  function namersOf(table: Table, relation: string, target: Cell): Cell[] {
    const links = table.relations
      .get(relation)
      ?.links.find((candidate) => candidate.target === target.table.type);
    if (!links) return [];
    const isStored = target.row < target.table.rows;
    const before = isStored ? followTo(store, table, links.backward, target.row) : [];
    const same = before.filter((cell) => isAlive(cell) && !kept.of(cell, relation));
    const now = kept.leadingTo(table.type, relation, target);
    if (now.length === 0) return same;
    return sortCells([...same, ...now.map((row) => ({ table, row }))]);
  }

  function sortCells(cells: Cell[]): Cell[] {
    return cells.sort((a, b) => compare(a.table, a.row, b.row));
  }

  /** The map is made when an asset first comes. */
  function danglersOf({ type, relations }: Table, relation: string, id: string): readonly number[] {
    const key = `${type} ${relation}`;
    let byId = danglers.get(key);
    if (!byId) {
      const found = new Map<string, number[]>();
      const own = relations.get(relation)?.dangling;
      if (own) {
        store.eachText(own.ids, (i, text) => {
          const row = store.integer(own.rows, 4, i);
          if (found.has(text)) found.get(text)!.push(row);
          else found.set(text, [row]);
        });
      }
      byId = found;
      danglers.set(key, byId);
    }
    return byId.get(id) ?? [];
  }

  function dangling(cell: Cell, relation: string): readonly string[] {
    const links = kept.of(cell, relation);
    const declared = relationOf(model, cell.table, relation);
    if (!links || !declared) return stored.dangling(cell, relation);
    const members = membersOf(model, declared.target);
    return links.ids.filter((id) => members.every((member) => find(member, id) === undefined));
  }

  function sources(table: Table, relation: string, target: Cell): readonly Cell[] {
    const declared = relationOf(model, table, relation)!;
    if (declared.kind !== "inverse") return namersOf(table, relation, target);
    return targets(target, declared.inverse!).filter((cell) => cell.table === table);
  }

  function keepAsIds(cell: Cell, relation: string): void {
    if (!kept.of(cell, relation)) kept.keep(cell, relation, linkIds(cell, relation));
  }

  return { kept, keepAsIds, linkIds, targets, dangling, namersOf, sources, danglersOf };
}
