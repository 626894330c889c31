import type { Table, Tables } from "../../inventory/tables.ts";
import type { Model } from "../../types.ts";
import type { ChangedLinks } from "./changed-links.ts";
import type { ChangedRows } from "./changed-rows.ts";
import type { Segment } from "./changed-table.ts";
import { createLinkComparison } from "./found-links.ts";
import type { RelationEnds } from "./relation-ends.ts";
import { remember } from "./memo.ts";
import type { TextBytes } from "./text-bytes.ts";
import { encodeTexts } from "./text-bytes.ts";
import type { Cell } from "../rows/rows.ts";
import type { Store } from "../rows/store.ts";

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
  /** What is gone and was there, perhaps twice. */
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
}

/** New rows of one type. */
interface Newcomers {
  readonly ids: TextBytes;
  readonly rows: readonly number[];
}

/** Takes one round of changes in, and gives back what it turned: also in rows at the other ends of links. */
export function applyChanges(
  { model, store, rows: estate, links, ends }: ChangedEstate,
  { segments, gone }: Located,
): Dirty {
  const { of, tableOf, rowsOf, add, isAlive } = estate;
  const came = createRowLists();
  const went = createRowLists();
  const returned: Cell[] = [];
  const relinked = remember((_relation: string) => createRowLists());
  const reached = remember((_relation: string) => createRowLists());

  /** From now on a row's links are not those that the snapshot says, at this end or the other. */
  function relink({ table: { type }, row }: Cell): void {
    of(type).relink(row);
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

  // Most types have many relations, and most relations no links: each is looked up once.
  const own = remember((far: Table) =>
    ends.stored(far.type).map(({ name }) => links.follow(far, name)),
  );
  const leading = remember((far: Table) =>
    ends.leadingTo(far.type).map(({ type, name }) => ({
      follow: links.followBack(tableOf(type), name, far),
      take(table: Table, row: number): void {
        of(type).mayDangle.add(name);
        relink({ table, row });
        reached(name).add({ table, row });
      },
    })),
  );

  /** A row that went or came back: links to it lead nowhere from now on, or no longer do, and its own are not seen or are. */
  function markTurned({ table, row }: Cell): void {
    for (const follow of own(table)) follow(row, (far, to) => relink({ table: far, row: to }));
    for (const { follow, take } of leading(table)) follow(row, take);
  }

  function leave({ cell, id }: Gone): void {
    if (!isAlive(cell)) return;
    of(cell.table.type).removed.set(cell.row, id);
    went.add(cell);
    markTurned(cell);
  }

  /** Gives what was found of a type its rows, and tells which of them are new. */
  function takeIn(type: string, segment: Segment): Newcomers {
    const own = of(type);
    const { ids, rows } = segment;
    for (const [name, { missing }] of [...segment.table.columns, ...segment.table.relations])
      if (missing) own.mayMiss.add(name);
    const added: number[] = [];
    const names: string[] = [];
    for (let i = 0; i < rows.length; i++) {
      if (rows[i]! < 0) {
        rows[i] = add(own, ids, i);
        added.push(rows[i]!);
        names.push(ids.text(i));
      } else if (own.removed.delete(rows[i]!)) returned.push({ table: own.table, row: rows[i]! });
    }
    own.addSegment(segment);
    return { ids: encodeTexts(names), rows: added };
  }

  function arrive(type: string, newcomers: Newcomers): void {
    const table = tableOf(type);
    if (newcomers.rows.length === 0) return;
    for (const row of newcomers.rows) came.add({ table, row });
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
        links.followBack(
          table,
          relation,
          namesake.table,
        )(namesake.row, (_table, from) => namers.add(from));
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
        mark({ table, row: namer }, relation);
      }
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

  for (const one of gone) leave(one);
  const firstNew = new Map(
    [...segments.keys()].map((type) => [type, tableOf(type).rows + of(type).added.length]),
  );
  const arrivals = [...segments].map(([type, segment]) => [type, takeIn(type, segment)] as const);
  // Every asset has its row by now, so that links lead where they should.
  const findRelinked = createLinkComparison(model, store, estate, links, segments);
  for (const [type, segment] of segments) takeLinks(type, segment);
  for (const cell of returned) {
    came.add(cell);
    markTurned(cell);
  }
  for (const [type, newcomers] of arrivals) arrive(type, newcomers);
  return { segments, came, went, relinked, reached };
}

function isSame(one: Cell, other: Cell): boolean {
  return one.table === other.table && one.row === other.row;
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
