import { atOnce } from "../../slices.ts";
import { compareText } from "../../dialect/values.ts";
import { membersOf } from "../../model/concrete.ts";
import type { Links, Table } from "../../inventory/tables.ts";
import type { Model } from "../../types.ts";
import type { ChangedRows } from "./changed-rows.ts";
import { remember } from "./memo.ts";
import type { RowMap } from "./row-map.ts";
import { createRowMap } from "./row-map.ts";
import type { LinkList } from "../rows/related.ts";
import { listFrom } from "../rows/related.ts";
import { pick, select } from "../rows/row-lists.ts";
import type { Cell, RowAccess } from "../rows/rows.ts";
import { relationOf } from "../rows/rows.ts";
import type { Store } from "../columns/store.ts";

/**
 * Where the links of rows lead, with what changed since the snapshot: of a row that was found with other links these, of all
 * others the snapshot's. Links lead to rows that are gone as before, since these may come back.
 */
export interface ChangedLinks extends Pick<RowAccess, "targets" | "dangling"> {
  /** All that some rows' relation of any kind leads to, gone or not, in no order; parallel links twice. */
  follow(table: Table, relation: string, rows: Int32Array): readonly LinksTo[];
  /** The other way round: for rows of `far` those of `table`, gone or not, whose relation leads there. */
  followBack(table: Table, relation: string, far: Table, rows: Int32Array): readonly LinkList[];
  /** For each of some rows 1 where its links name an id that nothing has, as `dangling` lists them. */
  leadNowhere(table: Table, relation: string, rows: Int32Array): Uint8Array;
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

/** Links to rows of one table. */
export interface LinksTo extends LinkList {
  readonly far: Table;
}

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

/** By row the rows that lead there, each as often as it does. */
type Led = RowMap<number[]>;

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

  const follow: ChangedLinks["follow"] = (table, relation, rows) => {
    const declared = relationOf(model, table, relation);
    if (!declared) return [];
    if (declared.kind === "inverse")
      return membersOf(model, declared.target).flatMap((member) => {
        const far = tableOf(member);
        const lists = followBack(far, declared.inverse!, table, rows);
        return lists.map((list) => ({ ...list, far }));
      });
    const own = kept(table)(relation).byRow;
    // An added row's links are kept, or it has none: the snapshot has no row for it.
    const others = select(rows, (row) => row < table.rows && !own.has(row));
    const lists = usedLinks(table, relation).map(({ target, forward }) => ({
      ...atOnce(listFrom(store, forward, others)),
      far: tableOf(target),
    }));
    return own.size === 0 ? lists : [...lists, ...followOwn(own, rows)];
  };

  const followBack: ChangedLinks["followBack"] = (table, relation, far, rows) => {
    const declared = relationOf(model, table, relation);
    if (!declared) return [];
    if (declared.kind === "inverse")
      return follow(far, declared.inverse!, rows).filter((list) => list.far === table);
    const { byRow, byTarget } = kept(table)(relation);
    const links = usedLinks(table, relation).filter(({ target }) => target === far.type);
    const lists = links.map(({ backward }) => {
      const among = select(rows, (row) => row < far.rows);
      const list = atOnce(listFrom(store, backward, among));
      if (byRow.size === 0) return list;
      const { rows: targets, positions } = select(list.targets, (row) => !byRow.has(row));
      return { targets, positions: pick(list.positions, positions) };
    });
    const led = byTarget.get(far);
    return led ? [...lists, followLed(led, rows)] : lists;
  };

  function targets(cell: Cell, relation: string): readonly Cell[] {
    const cells: Cell[] = [];
    for (const { far, targets } of follow(cell.table, relation, Int32Array.of(cell.row)))
      for (const row of targets) if (isAlive({ table: far, row })) cells.push({ table: far, row });
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

  /** Of an asset that is gone its id, unless one of another of these types has it. */
  function idOfGone(members: readonly string[], { type }: Table, row: number): string | undefined {
    const id = of(type).removed.get(row);
    if (id === undefined) return undefined;
    const isNamed = (member: string) => member !== type && find(member, id) !== undefined;
    return members.some(isNamed) ? undefined : id;
  }

  function eachGone(
    table: Table,
    relation: string,
    rows: Int32Array,
    visit: (position: number, id: string) => void,
  ): void {
    const declared = relationOf(model, table, relation);
    const members = declared ? membersOf(model, declared.target) : [];
    if (members.every((member) => of(member).removed.size === 0)) return;
    for (const { far, positions, targets } of follow(table, relation, rows))
      for (let k = 0; k < targets.length; k++) {
        const id = idOfGone(members, far, targets[k]!);
        if (id !== undefined) visit(positions[k]!, id);
      }
  }

  /** With the ids of those that are gone. */
  function dangling(cell: Cell, relation: string): readonly string[] {
    const all = [...lostOf(cell, relation)];
    eachGone(cell.table, relation, Int32Array.of(cell.row), (_, id) => all.push(id));
    return all.sort(compareText);
  }

  function leadNowhere(table: Table, relation: string, rows: Int32Array): Uint8Array {
    const found = Uint8Array.from(rows, (row) =>
      Math.min(1, lostOf({ table, row }, relation).length),
    );
    eachGone(table, relation, rows, (position) => (found[position] = 1));
    return found;
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
    for (const target of before?.cells ?? []) {
      const led = byTargetOf(byTarget, target.table).get(target.row)!;
      led.splice(led.indexOf(row), 1);
    }
    for (const id of before?.lost ?? []) byLost.get(id)!.delete(row);
    for (const target of links.cells) {
      const led = byTargetOf(byTarget, target.table);
      const from = led.get(target.row);
      if (from) from.push(row);
      else led.set(target.row, [row]);
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
    leadNowhere,
  };
}

function byTargetOf(byTarget: Kept["byTarget"], target: Table): Led {
  const known: Led = byTarget.get(target) ?? createRowMap();
  byTarget.set(target, known);
  return known;
}

function followOwn(own: RowMap<OwnLinks>, rows: Int32Array): readonly LinksTo[] {
  const links = select(rows, own.has);
  const ends = new Map<Table, { readonly positions: number[]; readonly targets: number[] }>();
  for (let k = 0; k < links.rows.length; k++)
    for (const { table, row } of own.get(links.rows[k]!)!.cells) {
      const list = ends.get(table) ?? { positions: [], targets: [] };
      ends.set(table, list);
      list.positions.push(links.positions[k]!);
      list.targets.push(row);
    }
  return [...ends].map(([far, { positions, targets }]) => ({
    far,
    positions: Int32Array.from(positions),
    targets: Int32Array.from(targets),
  }));
}

function followLed(led: Led, rows: Int32Array): LinkList {
  const ends = select(rows, led.has);
  const positions: number[] = [];
  const targets: number[] = [];
  for (let k = 0; k < ends.rows.length; k++)
    for (const row of led.get(ends.rows[k]!)!) {
      positions.push(ends.positions[k]!);
      targets.push(row);
    }
  return { positions: Int32Array.from(positions), targets: Int32Array.from(targets) };
}

/** The links of a relation, without members that no link leads to. */
export function usedLinks(table: Table, relation: string): readonly Links[] {
  return (table.relations.get(relation)?.links ?? []).filter(({ count }) => count > 0);
}
