import { compareText } from "../../dialect/values.ts";
import { membersOf } from "../../model/concrete.ts";
import type { Links, Table } from "../../inventory/tables.ts";
import type { Model } from "../../types.ts";
import type { ChangedRows } from "./changed-rows.ts";
import { remember } from "./memo.ts";
import type { RowMap } from "./row-map.ts";
import { createRowMap } from "./row-map.ts";
import { createFollower } from "../rows/related.ts";
import type { Cell, RowAccess } from "../rows/rows.ts";
import { relationOf } from "../rows/rows.ts";
import type { Store } from "../rows/store.ts";

/**
 * Where the links of rows lead, with what changed since the snapshot: of a row that was found with other links these, of all
 * others the snapshot's. Links lead to rows that are gone as before, since these may come back.
 */
export interface ChangedLinks extends Pick<RowAccess, "targets" | "dangling"> {
  /** Follows a relation of any kind, from one row at a time to all that it leads to, gone or not, in no order; parallel links twice. */
  follow(table: Table, relation: string): Follow;
  /** The other way round: from rows of `far` to those of `table`, gone or not, whose relation leads there. */
  followBack(table: Table, relation: string, far: Table): Follow;
  /** The links of those rows that have others than the snapshot's. */
  own(table: Table, relation: string): Pick<RowMap<OwnLinks>, "size" | "get">;
  /** From now on a row's links are these. */
  keep(cell: Cell, relation: string, links: OwnLinks): void;
  /** A row's links as they are now. */
  linksOf(cell: Cell, relation: string): OwnLinks;
  /** Ids that a row's links name and nothing had so far, in order. */
  lostOf(cell: Cell, relation: string): readonly string[];
  /** Rows whose links name an id that nothing had. */
  naming(table: Table, relation: string, id: string): readonly number[];
}

/** Hands over, one by one, what a row leads to. */
export type Follow = (row: number, visit: (table: Table, row: number) => void) => void;

/** The links of one row. */
export interface OwnLinks {
  /** By type, then row. */
  readonly cells: readonly Cell[];
  /** Ids that nothing had so far, in order. */
  readonly lost: readonly string[];
}

/** The links of one relation that are kept, found from each side. */
interface Kept {
  readonly byRow: RowMap<OwnLinks>;
  readonly byLost: Map<string, Set<number>>;
  readonly byTarget: Map<Table, Led>;
}

/** By row the rows that lead there, and how many times each does. */
type Led = RowMap<Map<number, number>>;

const nobody: readonly number[] = [];

/** The links that `stored` has, of the rows as they are now. */
export function createChangedLinks(
  model: Model,
  store: Store,
  stored: RowAccess,
  { of, tableOf, isAlive, find, compare }: ChangedRows,
): ChangedLinks {
  const kept = remember((_table: Table) =>
    remember((_relation): Kept => ({
      byRow: createRowMap(),
      byLost: new Map(),
      byTarget: new Map(),
    })),
  );
  // Made when first followed: then the links that conditions read are in memory.
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
      if (members.length === 1) return members[0]!;
      return (row, visit) => {
        for (const followOne of members) followOne(row, visit);
      };
    }
    const own = kept(table)(relation).byRow;
    // An added row's links are kept, or it has none: the snapshot has no row for it.
    let stored: readonly Follow[] | undefined;
    return (row, visit) => {
      const mine = own.get(row);
      if (mine) {
        for (const cell of mine.cells) visit(cell.table, cell.row);
      } else if (row < table.rows) {
        stored ??= usedLinks(table, relation).map(({ target, forward }) =>
          createFollower(store, forward, 1, tableOf(target)),
        );
        for (let i = 0; i < stored.length; i++) stored[i]!(row, visit);
      }
    };
  }

  function createFollowBack(table: Table, relation: string, far: Table): Follow {
    const declared = relationOf(model, table, relation);
    if (!declared) return () => {};
    if (declared.kind === "inverse") {
      const followOne = follow(far, declared.inverse!);
      const { target } = relationOf(model, far, declared.inverse!)!;
      if (membersOf(model, target).length === 1) return followOne;
      return (row, visit) =>
        followOne(row, (target, to) => {
          if (target === table) visit(target, to);
        });
    }
    const { byRow, byTarget } = kept(table)(relation);
    const led = byTargetOf(byTarget, far);
    const links = usedLinks(table, relation).find(({ target }) => target === far.type);
    let stored: Follow | undefined;
    return (row, visit) => {
      if (links && row < far.rows) {
        stored ??= createFollower(store, links.backward, 1, table);
        stored(row, (_table, from) => {
          if (!byRow.has(from)) visit(table, from);
        });
      }
      for (const [from, times] of led.get(row) ?? [])
        for (let i = 0; i < times; i++) visit(table, from);
    };
  }

  function targets(cell: Cell, relation: string): readonly Cell[] {
    const cells: Cell[] = [];
    follow(cell.table, relation)(cell.row, (table, row) => {
      const target = { table, row };
      if (isAlive(target)) cells.push(target);
    });
    if (cells.length < 2) return cells;
    const members = membersOf(model, relationOf(model, cell.table, relation)!.target);
    return members.flatMap((member) =>
      cells
        .filter(({ table }) => table.type === member)
        .sort((a, b) => compare(a.table, a.row, b.row)),
    );
  }

  const lostOf = (cell: Cell, relation: string): readonly string[] => {
    const own = kept(cell.table)(relation).byRow.get(cell.row);
    if (own) return own.lost;
    return cell.row < cell.table.rows ? stored.dangling(cell, relation) : [];
  };

  /** With the ids of those that are gone, unless something else has them. */
  function dangling(cell: Cell, relation: string): readonly string[] {
    const lost = lostOf(cell, relation);
    const declared = relationOf(model, cell.table, relation);
    const members = declared ? membersOf(model, declared.target) : [];
    if (members.every((member) => of(member).removed.size === 0)) return lost;
    const gone: string[] = [];
    follow(cell.table, relation)(cell.row, ({ type }, row) => {
      const id = of(type).removed.get(row);
      const isNamed = (member: string) => member !== type && find(member, id!) !== undefined;
      if (id !== undefined && !members.some(isNamed)) gone.push(id);
    });
    return [...lost, ...gone].sort(compareText);
  }

  function linksOf(cell: Cell, relation: string): OwnLinks {
    const own = kept(cell.table)(relation).byRow.get(cell.row);
    if (own) return own;
    const cells = cell.row < cell.table.rows ? stored.targets(cell, relation) : [];
    return { cells, lost: lostOf(cell, relation) };
  }

  function keep({ table, row }: Cell, relation: string, links: OwnLinks): void {
    const { byRow, byLost, byTarget } = kept(table)(relation);
    const before = byRow.get(row);
    for (const target of before?.cells ?? [])
      byTargetOf(byTarget, target.table).get(target.row)!.delete(row);
    for (const id of before?.lost ?? []) byLost.get(id)!.delete(row);
    for (const target of links.cells) {
      const led = byTargetOf(byTarget, target.table);
      const from = led.get(target.row) ?? new Map<number, number>();
      led.set(target.row, from.set(row, (from.get(row) ?? 0) + 1));
    }
    for (const id of links.lost) byLost.set(id, (byLost.get(id) ?? new Set()).add(row));
    byRow.set(row, links);
  }

  /** Rows whose links led nowhere in the snapshot, by the id they name. Made when an asset first comes. */
  const danglers = remember((table: Table) =>
    remember((relation): ReadonlyMap<string, readonly number[]> => {
      const found = new Map<string, number[]>();
      const own = table.relations.get(relation)?.dangling;
      if (own) {
        store.eachText(own.ids, (i, text) => {
          const row = store.integer(own.rows, 4, i);
          if (found.has(text)) found.get(text)!.push(row);
          else found.set(text, [row]);
        });
      }
      return found;
    }),
  );

  function naming(table: Table, relation: string, id: string): readonly number[] {
    const { byRow, byLost } = kept(table)(relation);
    const before = table.relations.get(relation)?.dangling
      ? (danglers(table)(relation).get(id) ?? [])
      : [];
    const since = byLost.get(id);
    if (before.length === 0 && !since) return nobody;
    return [...new Set(before.filter((row) => !byRow.has(row))), ...(since ?? [])];
  }

  return {
    follow,
    followBack,
    own: (table, relation) => kept(table)(relation).byRow,
    keep,
    linksOf,
    lostOf,
    naming,
    targets,
    dangling,
  };
}

function byTargetOf(byTarget: Kept["byTarget"], target: Table): Led {
  const known: Led = byTarget.get(target) ?? createRowMap();
  byTarget.set(target, known);
  return known;
}

/** The links of a relation, without members that no link leads to. */
export function usedLinks(table: Table, relation: string): readonly Links[] {
  return (table.relations.get(relation)?.links ?? []).filter(({ count }) => count > 0);
}
