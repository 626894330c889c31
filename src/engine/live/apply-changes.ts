import type { Tables } from "../../inventory/tables.ts";
import type { Model } from "../../types.ts";
import type { ChangedLinks } from "./changed-links.ts";
import type { ChangedRows } from "./changed-rows.ts";
import type { Segment } from "./changed-table.ts";
import { firstAdded } from "./changed-table.ts";
import { createLinkComparison } from "./found-links.ts";
import { idsOf } from "./id-index.ts";
import type { RelationEnds } from "./relation-ends.ts";
import { remember } from "./memo.ts";
import type { Cell } from "../rows/rows.ts";
import type { Store } from "../rows/store.ts";

/** What became of assets since a snapshot was taken. */
export interface Changes {
  /** Assets as they are now, new or not, laid out as a snapshot of them alone; what they lead to besides leads nowhere in it. */
  readonly found: Tables;
  /** Assets that are gone. One that was found too is there. */
  readonly removed: readonly { readonly type: string; readonly id: string }[];
}

/** What was found, by type; rows of new assets are -1. */
export type Located = ReadonlyMap<string, Segment>;

/** What one round of changes did, by type. Rows may stand twice, and be among those that did not change after all. */
export interface Dirty {
  readonly segments: Located;
  readonly came: RowLists;
  readonly went: RowLists;
  /** By the relation's name rows that lead elsewhere now. */
  relinked(relation: string): RowLists;
  /** By the relation's name rows that lead to what came or went. */
  reached(relation: string): RowLists;
}

/** Rows by type. */
interface RowLists {
  of(type: string): readonly number[];
}

/** The rows and links that changes go into. */
export interface ChangedEstate {
  readonly model: Model;
  readonly store: Store;
  readonly rows: ChangedRows;
  readonly links: ChangedLinks;
  readonly ends: RelationEnds;
  /** By a connector's position the row of a type that has its id; -1 where none had it in the snapshot. */
  connectorRows(type: string): Int32Array;
}

/** A new row, or one that is there again. */
interface Arrival {
  readonly cell: Cell;
  /** Where it is new. */
  readonly id?: string;
}

/** Takes one round of changes in, and gives back what it turned: also in rows at the other ends of links. */
export function applyChanges(
  { model, store, rows: estate, links, ends, connectorRows }: ChangedEstate,
  { removed }: Changes,
  located: Located,
): Dirty {
  const { of, tableOf, find, anyRow, add, isAlive } = estate;
  const came = createRowLists();
  const went = createRowLists();
  const relinked = remember((_relation: string) => createRowLists());
  const reached = remember((_relation: string) => createRowLists());

  /** From now on a row's links are not those that the snapshot says, at this end or the other. */
  function relink({ table: { type }, row }: Cell): void {
    of(type).relinked.add(row);
    of(type).touch(row);
  }

  /** As `relink`, where bits depend on it that nothing else turns. */
  function mark(cell: Cell, relation: string): void {
    relink(cell);
    relinked(relation).add(cell);
  }

  /** What the links of this relation lead to sees them from the other side. */
  function markEnds({ table, row }: Cell, relation: string): void {
    links.follow(table, relation)(row, (far, to) => {
      for (const { name } of ends.inverses(table.type, relation, far.type))
        mark({ table: far, row: to }, name);
    });
  }

  /** A row that went or came back: links to it lead nowhere from now on, or no longer do, and its own are not seen or are. */
  function markTurned(cell: Cell): void {
    const { table: far, row } = cell;
    for (const { name } of ends.stored(far.type))
      links.follow(far, name)(row, (table, to) => relink({ table, row: to }));
    for (const { type, name } of ends.leadingTo(far.type)) {
      const follow = links.followBack(tableOf(type), name, far);
      follow(row, (table, from) => {
        of(type).mayDangle.add(name);
        relink({ table, row: from });
        reached(name).add({ table, row: from });
      });
    }
  }

  function leave({ type, id }: Changes["removed"][number]): void {
    const row = find(type, id);
    if (row === undefined) return;
    const cell = { table: tableOf(type), row };
    of(type).removed.add(row);
    went.add(cell);
    markTurned(cell);
  }

  /** Gives what was found of a type its rows, and tells which of them were not there. */
  function takeIn(type: string, segment: Segment): readonly Arrival[] {
    const own = of(type);
    const { table } = own;
    const ids = idsOf(segment.table);
    const arrivals: Arrival[] = [];
    for (const [name, { missing }] of [...segment.table.columns, ...segment.table.relations])
      if (missing) own.mayMiss.add(name);
    segment.rows.forEach((row, i) => {
      if (row < 0) {
        const id = ids.text(i);
        segment.rows[i] = add(own, id);
        arrivals.push({ cell: { table, row: segment.rows[i] }, id });
      } else if (own.removed.delete(row)) arrivals.push({ cell: { table, row } });
    });
    own.addSegment(segment);
    return arrivals;
  }

  function arrive({ cell, id }: Arrival): void {
    came.add(cell);
    if (id === undefined) markTurned(cell);
    else for (const { type, name } of ends.leadingTo(cell.table.type)) meet(type, name, cell, id);
  }

  /** Links of one relation that name a new row's id lead to it too. */
  function meet(type: string, relation: string, { table: far, row }: Cell, id: string): void {
    const table = tableOf(type);
    const namers = new Set(links.naming(table, relation, id));
    const members = ends.members(type, relation);
    // What has the same id among the other types that the relation leads to.
    const namesakes = members.flatMap((member): Cell[] => {
      const other = member === far.type ? undefined : anyRow(member, id);
      return other === undefined ? [] : [{ table: tableOf(member), row: other }];
    });
    for (const namesake of namesakes)
      links.followBack(
        table,
        relation,
        namesake.table,
      )(namesake.row, (_table, from) => namers.add(from));
    for (const namer of namers) {
      const { cells, lost } = links.linksOf({ table, row: namer }, relation);
      const isSame = (other: Cell, cell: Cell) =>
        other.table === cell.table && other.row === cell.row;
      // One that was found in this round leads here already.
      if (cells.some((other) => isSame(other, { table: far, row }))) continue;
      const [namesake] = namesakes;
      const named = namesake ? cells.filter((other) => isSame(other, namesake)) : [];
      const copies = named.length + lost.filter((other) => other === id).length;
      const more = Array.from({ length: copies }, () => ({ table: far, row }));
      links.keep({ table, row: namer }, relation, {
        cells: [...cells, ...more].sort(
          (a, b) => members.indexOf(a.table.type) - members.indexOf(b.table.type) || a.row - b.row,
        ),
        lost: lost.filter((other) => other !== id),
      });
      mark({ table, row: namer }, relation);
    }
  }

  function takeLinks(type: string, segment: Segment): void {
    const table = tableOf(type);
    for (const { name } of ends.stored(type))
      findRelinked(segment, name, (row, now) => {
        const cell = { table, row };
        if (now.lost.length > 0 || !now.cells.every(isAlive)) of(type).mayDangle.add(name);
        if (row >= firstNew.get(type)!) {
          // Its bits turn where they are set, and so reach what it leads to.
          links.keep(cell, name, now);
          for (const end of now.cells) relink(end);
          return;
        }
        markEnds(cell, name);
        links.keep(cell, name, now);
        markEnds(cell, name);
        mark(cell, name);
      });
  }

  for (const gone of removed) leave(gone);
  const firstNew = new Map(
    [...located.keys()].map((type) => [type, firstAdded(tableOf(type)) + of(type).added.length]),
  );
  const arrivals = [...located].flatMap(([type, segment]) => takeIn(type, segment));
  // Every asset has its row by now, so that links lead where they should.
  const findRelinked = createLinkComparison(model, store, estate, links, located, connectorRows);
  for (const [type, segment] of located) takeLinks(type, segment);
  for (const arrival of arrivals) arrive(arrival);
  return { segments: located, came, went, relinked, reached };
}

function createRowLists() {
  const lists = new Map<string, number[]>();
  const none: readonly number[] = [];
  return {
    of: (type: string): readonly number[] => lists.get(type) ?? none,
    add({ table: { type }, row }: Cell): void {
      const list = lists.get(type);
      if (list) list.push(row);
      else lists.set(type, [row]);
    },
  };
}
