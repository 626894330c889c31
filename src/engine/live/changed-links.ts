import { compareText } from "../../dialect/values.ts";
import { membersOf } from "../../model/concrete.ts";
import type { Links, Table } from "../../inventory/tables.ts";
import type { Model } from "../../types.ts";
import type { ChangedRows } from "./changed-rows.ts";
import type { KeptLinks } from "./kept-links.ts";
import { createKeptLinks } from "./kept-links.ts";
import { remember } from "./relation-ends.ts";
import { eachTarget } from "../rows/related.ts";
import type { Cell, RowAccess } from "../rows/rows.ts";
import { relationOf } from "../rows/rows.ts";
import type { Store } from "../rows/store.ts";

/**
 * Where the links of rows lead, with what changed since the snapshot. They are the snapshot's wherever neither end
 * changed; others are kept as ids, and lead to whatever has that id now.
 */
export interface ChangedLinks extends Pick<RowAccess, "targets" | "dangling"> {
  readonly kept: KeptLinks;
  /** Follows a relation of any kind, from one row at a time to all that it leads to, in no order; parallel links twice. */
  follow(table: Table, relation: string): Follow;
  /** The other way round: from rows of `far` to those of `table` whose relation leads there. */
  followBack(table: Table, relation: string, far: Table): Follow;
  /** Keeps a row's links as ids, if they are not yet. The id of one that they may lead to need not be looked for. */
  keepAsIds(cell: Cell, relation: string, known?: Named): void;
  /** Whether any row has links of a stored relation: in the snapshot, or kept. */
  isUsed(table: Table, relation: string): boolean;
  /** The rows that have these ids, as a stored relation leads to them: by type, then row. */
  withIds(table: Table, relation: string, ids: readonly string[]): readonly Cell[];
  /** The ids that a row's links in the snapshot name, those that lead nowhere included. */
  storedIds(cell: Cell, relation: string): readonly string[];
  /** Whether links of a stored relation may lead nowhere: where none do, and none were kept, none need be looked for. */
  mayDangle(table: Table, relation: string): boolean;
  /** Rows whose links lead nowhere in the snapshot, by the id they name. */
  danglersOf(table: Table, relation: string, id: string): readonly number[];
}

export type Follow = (row: number, visit: (table: Table, row: number) => void) => void;

interface Named {
  readonly cell: Cell;
  readonly id: string;
}

/** The links that `stored` has, of the rows as they are now. */
export function createChangedLinks(
  model: Model,
  store: Store,
  stored: RowAccess,
  rows: ChangedRows,
): ChangedLinks {
  const { of, tableOf, find, idOf, compare } = rows;
  const danglers = new Map<string, ReadonlyMap<string, readonly number[]>>();
  const kept = createKeptLinks(resolve);

  /** The ids that a stored relation's links name, those that lead nowhere included. */
  function linkIds(cell: Cell, relation: string, known?: Named): readonly string[] {
    const ids = stored
      .targets(cell, relation)
      .map((target) => (known && isSameCell(target, known.cell) ? known.id : idOf(target)));
    return [...ids, ...stored.dangling(cell, relation)];
  }

  const followers = remember((table: Table) =>
    remember((relation) => createFollow(table, relation)),
  );
  const backFollowers = remember((table: Table) =>
    remember((relation) => remember((far: Table) => createFollowBack(table, relation, far))),
  );
  const follow: ChangedLinks["follow"] = (table, relation) => followers(table)(relation);
  const followBack: ChangedLinks["followBack"] = (table, relation, far) =>
    backFollowers(table)(relation)(far);

  function createFollow(table: Table, relation: string): Follow {
    const declared = relationOf(model, table, relation);
    if (!declared) return () => {};
    if (declared.kind === "inverse") {
      const members = membersOf(model, declared.target).map((member) =>
        followBack(tableOf(member), declared.inverse!, table),
      );
      return (row, visit) => {
        for (const followOne of members) followOne(row, visit);
      };
    }
    const own = kept.byRow(table, relation);
    const links = usedLinks(table, relation);
    return (row, visit) => {
      const mine = own.get(row);
      if (mine) for (const cell of mine.cells) visit(cell.table, cell.row);
      // An asset that came and went again has no links, and the snapshot no row for it.
      else if (row < table.rows)
        for (const { target, forward } of links) {
          const far = tableOf(target);
          eachTarget(store, forward, row, (to) => visit(far, to));
        }
    };
  }

  function createFollowBack(table: Table, relation: string, far: Table): Follow {
    const declared = relationOf(model, table, relation);
    if (!declared) return () => {};
    if (declared.kind === "inverse") {
      const followOne = follow(far, declared.inverse!);
      return (row, visit) =>
        followOne(row, (target, to) => {
          if (target === table) visit(target, to);
        });
    }
    const own = kept.byRow(table, relation);
    const led = kept.byTarget(table, relation, far);
    const { removed } = of(table.type);
    const links = usedLinks(table, relation).find(({ target }) => target === far.type);
    return (row, visit) => {
      if (links && row < far.rows)
        eachTarget(store, links.backward, row, (from) => {
          if (!own.has(from) && !removed.has(from)) visit(table, from);
        });
      for (const from of led.get(row) ?? []) visit(table, from);
    };
  }

  function targets(cell: Cell, relation: string): readonly Cell[] {
    const cells: Cell[] = [];
    follow(cell.table, relation)(cell.row, (table, row) => cells.push({ table, row }));
    if (cells.length < 2) return cells;
    const members = membersOf(model, relationOf(model, cell.table, relation)!.target);
    return members.flatMap((member) =>
      cells
        .filter(({ table }) => table.type === member)
        .sort((a, b) => compare(a.table, a.row, b.row)),
    );
  }

  /** The rows that have these ids, as a relation leads to them. Remembers where one leads nowhere. */
  function resolve({ table }: Cell, relation: string, ids: readonly string[]): readonly Cell[] {
    const cells = withIds(table, relation, ids);
    if (cells.length < ids.length) of(table.type).mayMiss.add(relation);
    return cells;
  }

  /** By type, then row. */
  function withIds(table: Table, relation: string, ids: readonly string[]): readonly Cell[] {
    if (ids.length === 0) return [];
    return membersOf(model, relationOf(model, table, relation)!.target).flatMap((member) =>
      ids
        .flatMap((id) => {
          const row = find(member, id);
          return row === undefined ? [] : [{ table: tableOf(member), row }];
        })
        .sort((a, b) => a.row - b.row),
    );
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
    const links = kept.byRow(cell.table, relation).get(cell.row);
    const declared = relationOf(model, cell.table, relation);
    if (!links || !declared) return stored.dangling(cell, relation);
    const members = membersOf(model, declared.target);
    return links.ids
      .filter((id) => members.every((member) => find(member, id) === undefined))
      .sort(compareText);
  }

  function keepAsIds(cell: Cell, relation: string, known?: Named): void {
    if (!kept.byRow(cell.table, relation).has(cell.row))
      kept.keep(cell, relation, linkIds(cell, relation, known));
  }

  return {
    kept,
    follow,
    followBack,
    keepAsIds,
    isUsed: (table, relation) =>
      usedLinks(table, relation).length > 0 ||
      table.relations.get(relation)?.dangling !== undefined ||
      kept.any(table, relation),
    withIds,
    storedIds: (cell, relation) => linkIds(cell, relation),
    targets,
    dangling,
    mayDangle: (table, relation) =>
      table.relations.get(relation)?.dangling !== undefined || kept.any(table, relation),
    danglersOf,
  };
}

/** Links that any row has. */
export function usedLinks(table: Table, relation: string): readonly Links[] {
  return (table.relations.get(relation)?.links ?? []).filter(({ count }) => count > 0);
}

export function isSameCell(a: Cell, b: Cell): boolean {
  return a.table === b.table && a.row === b.row;
}
