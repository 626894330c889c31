import type { Table, Tables } from "../../inventory/tables.ts";
import type { Model } from "../../types.ts";
import type { ChangedLinks, OwnLinks } from "./changed-links.ts";
import type { ChangedRows } from "./changed-rows.ts";
import type { Segment } from "./changed-table.ts";
import { createLinkComparison } from "./found-links.ts";
import type { RelationEnds } from "./relation-ends.ts";
import { remember } from "./memo.ts";
import type { TextBytes } from "./text-bytes.ts";
import { encodeTexts } from "./text-bytes.ts";
import type { RowList } from "../rows/row-lists.ts";
import type { Cell } from "../rows/rows.ts";
import type { Store } from "../columns/store.ts";

/** What became of assets since a snapshot was taken. */
export interface Changes {
  /** Assets as they are now, new or not, laid out as a snapshot of them alone; what they lead to besides leads nowhere in it. */
  readonly found: Tables;
  /** Assets that are gone. One that was found too is there. */
  readonly removed: readonly { readonly type: string; readonly id: string }[];
}

/** Where changes belong. */
export interface Located {
  /** What was found, by type; rows of new assets are -1. */
  readonly segments: ReadonlyMap<string, Segment>;
  /** What is gone and was there, each once. */
  readonly gone: readonly Gone[];
}

/** A row that is gone. */
export interface Gone {
  readonly cell: Cell;
  readonly id: string;
}

/** What one round of changes did, by type. Rows may stand twice, and be among those that did not change after all. */
export interface Dirty {
  readonly segments: Located["segments"];
  readonly came: RowLists;
  readonly went: RowLists;
  /** By the relation's name rows that lead elsewhere now. */
  relinked(relation: string): RowLists;
  /** By the relation's name rows that lead to what came or went. */
  reached(relation: string): RowLists;
}

/** Rows by type, in some lists. */
interface RowLists {
  of(type: string): readonly RowList[];
}

/** The rows and links that changes go into. */
export interface ChangedEstate {
  readonly model: Model;
  readonly store: Store;
  readonly rows: ChangedRows;
  readonly links: ChangedLinks;
  readonly ends: RelationEnds;
}

/** New rows of one type. */
interface Newcomers {
  readonly ids: TextBytes;
  readonly rows: readonly number[];
}

/** Rows of one type that are there since a round of changes. */
interface Arrived {
  readonly type: string;
  readonly newcomers: Newcomers;
  /** Those that had been there before, and gone. */
  readonly returned: Int32Array;
}

/** Takes one round of changes in, and gives back what it turned: also in rows at the other ends of links. */
export function applyChanges(
  { model, store, rows: estate, links, ends }: ChangedEstate,
  { segments, gone }: Located,
): Dirty {
  const { of, tableOf, rowsOf, add, isAlive } = estate;
  const came = createRowLists();
  const went = createRowLists();
  const relinked = remember((_relation: string) => createRowLists());
  const reached = remember((_relation: string) => createRowLists());

  /** Where bits depend on rows' links that nothing else turns: these are not those that the snapshot says. */
  function mark(type: string, rows: RowList, relation: string): void {
    of(type).relink(rows);
    relinked(relation).add(type, rows);
  }

  /** What the links of this relation lead to sees them from the other side. */
  function markEnds(table: Table, rows: Int32Array, relation: string): void {
    for (const { far, targets } of links.follow(table, relation, rows))
      for (const { name } of ends.inverses(table.type, relation, far.type))
        mark(far.type, targets, name);
  }

  /** Rows that went or came back: links to them lead nowhere from now on, or no longer do, and their own are not seen or are. */
  function markTurned(far: Table, rows: Int32Array): void {
    for (const { name } of ends.stored(far.type))
      for (const { far: table, targets } of links.follow(far, name, rows))
        of(table.type).relink(targets);
    for (const { type, name } of ends.leadingTo(far.type))
      for (const { targets } of links.followBack(tableOf(type), name, far, rows)) {
        if (targets.length === 0) continue;
        of(type).mayDangle.add(name);
        of(type).relink(targets);
        reached(name).add(type, targets);
      }
  }

  /** Takes out rows of one type. */
  function leave(type: string, assets: readonly Gone[]): void {
    const { removed } = of(type);
    for (const { cell, id } of assets) removed.set(cell.row, id);
    const rows = Int32Array.from(assets, ({ cell }) => cell.row);
    went.add(type, rows);
    markTurned(tableOf(type), rows);
  }

  /** Gives what was found of a type its rows, and tells which of them are new and which were gone. */
  function takeIn(type: string, segment: Segment): Arrived {
    const own = of(type);
    const { ids, rows } = segment;
    for (const [name, { missing }] of segment.table.columns) if (missing) own.mayMiss.add(name);
    for (const [name, { missing, unread }] of segment.table.relations)
      if (missing || unread) own.mayMiss.add(name);
    const added: number[] = [];
    const returned: number[] = [];
    for (let i = 0; i < rows.length; i++) {
      if (rows[i]! < 0) added.push(i);
      else if (own.removed.delete(rows[i]!)) returned.push(rows[i]!);
    }
    const newIds = encodeTexts(added.map((i) => ids.text(i)));
    const first = add(own, newIds);
    for (const [n, i] of added.entries()) rows[i] = first + n;
    own.addSegment(segment);
    const newRows = added.map((i) => rows[i]!);
    came.add(type, newRows);
    came.add(type, returned);
    return { type, newcomers: { ids: newIds, rows: newRows }, returned: Int32Array.from(returned) };
  }

  function arrive({ type, newcomers }: Arrived): void {
    const table = tableOf(type);
    if (newcomers.rows.length === 0) return;
    const namesakes = remember((member) => rowsOf(member, newcomers.ids));
    for (const leading of ends.leadingTo(type))
      meet(leading.type, leading.name, table, newcomers, namesakes);
  }

  /** Links of one relation that name the id of a new row of `far` lead to it too. */
  function meet(
    type: string,
    relation: string,
    far: Table,
    { ids, rows }: Newcomers,
    namesakesIn: (member: string) => Int32Array,
  ): void {
    const table = tableOf(type);
    const members = ends.members(type, relation);
    // What has the same ids among the other types that the relation leads to.
    const others = members
      .filter((member) => member !== far.type)
      .map((member) => ({ table: tableOf(member), rows: namesakesIn(member) }))
      .filter((other) => other.rows.some((row) => row >= 0));
    for (const [i, row] of rows.entries()) {
      const id = ids.text(i);
      const namesakes = others
        .map((other): Cell => ({ table: other.table, row: other.rows[i]! }))
        .filter((cell) => cell.row >= 0);
      const namers = new Set(links.naming(table, relation, id));
      for (const namesake of namesakes)
        for (const { targets } of links.followBack(
          table,
          relation,
          namesake.table,
          Int32Array.of(namesake.row),
        ))
          for (const from of targets) namers.add(from);
      for (const namer of namers) {
        const { cells, lost } = links.linksOf({ table, row: namer }, relation);
        // One that was found in this round leads here already.
        if (cells.some((cell) => isSame(cell, { table: far, row }))) continue;
        const [namesake] = namesakes;
        const named = namesake ? cells.filter((cell) => isSame(cell, namesake)) : [];
        const copies = named.length + lost.filter((other) => other === id).length;
        const more = Array.from({ length: copies }, () => ({ table: far, row }));
        links.keep({ table, row: namer }, relation, {
          cells: [...cells, ...more].sort(
            (a, b) =>
              members.indexOf(a.table.type) - members.indexOf(b.table.type) || a.row - b.row,
          ),
          lost: lost.filter((other) => other !== id),
        });
        mark(type, [namer], relation);
      }
    }
  }

  function takeLinks(type: string, segment: Segment): void {
    const table = tableOf(type);
    for (const { name } of ends.stored(type)) {
      const found: number[] = [];
      const linksNow: OwnLinks[] = [];
      findRelinked(segment, name, (row, now) => {
        found.push(row);
        linksNow.push(now);
      });
      const rows = Int32Array.from(found);
      const known = rows.filter((row) => row < firstNew.get(type)!);
      markEnds(table, known, name);
      for (const [i, now] of linksNow.entries()) {
        if (now.lost.length > 0 || !now.cells.every(isAlive)) of(type).mayDangle.add(name);
        links.keep({ table, row: rows[i]! }, name, now);
        // What a new row leads to sees it.
        if (rows[i]! >= firstNew.get(type)!)
          for (const end of now.cells) of(end.table.type).relink([end.row]);
      }
      markEnds(table, known, name);
      mark(type, known, name);
    }
  }

  for (const [type, assets] of Map.groupBy(gone, ({ cell }) => cell.table.type))
    leave(type, assets);
  const firstNew = new Map(
    [...segments.keys()].map((type) => [type, tableOf(type).rows + of(type).added.length]),
  );
  const arrived = [...segments].map(([type, segment]) => takeIn(type, segment));
  // Every asset has its row by now, so that links lead where they should.
  const findRelinked = createLinkComparison(model, store, estate, links, segments);
  for (const [type, segment] of segments) takeLinks(type, segment);
  for (const { type, returned } of arrived) markTurned(tableOf(type), returned);
  for (const one of arrived) arrive(one);
  return { segments, came, went, relinked, reached };
}

function isSame(one: Cell, other: Cell): boolean {
  return one.table === other.table && one.row === other.row;
}

function createRowLists() {
  const lists = new Map<string, RowList[]>();
  return {
    of: (type: string): readonly RowList[] => lists.get(type) ?? [],
    add(type: string, rows: RowList): void {
      const known = lists.get(type);
      if (known) known.push(rows);
      else lists.set(type, [rows]);
    },
  };
}
