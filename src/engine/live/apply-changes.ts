import type { AssetRecord } from "../../types.ts";
import type { ChangedLinks } from "./changed-links.ts";
import type { Table } from "../../inventory/tables.ts";
import type { Marks } from "./changed-fields.ts";
import type { ChangedRows } from "./changed-rows.ts";
import type { Changed } from "./changed-table.ts";
import { firstAdded } from "./changed-table.ts";
import type { RelationEnds } from "./relation-ends.ts";
import type { createLinkComparison } from "./same-links.ts";
import type { Cell } from "../rows/rows.ts";

/** What became of assets since a snapshot was taken. Of one id it says one thing, or the last of several. */
export interface Changes {
  /** Assets as they are now, new or not; what is as it was costs a comparison. */
  readonly records: readonly AssetRecord[];
  readonly removed: readonly { readonly type: string; readonly id: string }[];
}

/** What one round of changes did, by type. Rows may stand twice, and be among those that did not change after all. */
export interface Dirty {
  /** Rows whose field or relation of a name is another now. */
  readonly names: ReadonlyMap<string, ReadonlyMap<string, Marks>>;
  /** Rows that came or went. */
  readonly rows: ReadonlyMap<string, readonly number[]>;
}

/** The rows and links that changes go into. */
export interface ChangedEstate {
  readonly rows: ChangedRows;
  readonly links: ChangedLinks;
  readonly ends: RelationEnds;
  readonly compareLinks: ReturnType<typeof createLinkComparison>;
}

/** Where records belong, by their position. */
export interface Located {
  /** Of each its row, as far as there is one. */
  readonly rows: readonly (number | undefined)[];
  /** Of each the position of its connector, from 1; 0 where that is not known. */
  readonly connectors: readonly number[];
  /** The positions of each type's records, and of those that say that something is missing. */
  readonly byType: ReadonlyMap<
    string,
    { readonly positions: readonly number[]; readonly unsure: readonly number[] }
  >;
}

const none: readonly string[] = [];

/** A row's links, where they are others now. */
interface Relinked {
  readonly cell: Cell;
  readonly name: string;
  readonly ids: readonly string[];
  readonly isNew: boolean;
}

/**
 * Takes one round of changes in, and gives back what it turned: also in rows at the other ends of links.
 *
 * `located` are the records' places as `locate` gives them. Of fields only those that `reads` names for a type are compared.
 */
export function applyChanges(
  { rows: estate, links, ends, compareLinks }: ChangedEstate,
  { records, removed }: Changes,
  located: Located,
  reads: (type: string) => ReadonlySet<string>,
): Dirty {
  const { of, tableOf, find, add, isAlive } = estate;
  const { kept, keepAsIds } = links;
  const names = new Map<string, Map<string, Marks>>();
  const rows = new Map<string, number[]>();
  const relinked: Relinked[] = [];
  const arrived: { readonly cell: Cell; readonly id: string }[] = [];

  function marksOf({ type }: Table, name: string): Marks {
    const byName = names.get(type) ?? new Map<string, Marks>();
    names.set(type, byName);
    const marks = byName.get(name) ?? { rows: [], turnOf: [], turns: [] };
    byName.set(name, marks);
    return marks;
  }

  function mark({ table, row }: Cell, relation: string): void {
    of(table.type).marked.add(row);
    marksOf(table, relation).rows.push(row);
  }

  function markRow({ table: { type }, row }: Cell): void {
    of(type).marked.add(row);
    const marked = rows.get(type);
    if (marked) marked.push(row);
    else rows.set(type, [row]);
  }

  /** What the links of this relation lead to sees them from the other side. */
  function markEnds({ table, row }: Cell, relation: string): void {
    links.follow(table, relation)(row, (far, to) => {
      for (const { name } of ends.inverses(table.type, relation, far.type))
        mark({ table: far, row: to }, name);
    });
  }

  /** The relations that lead to a row, with the rows they lead from. */
  function namersOf({ table, row }: Cell) {
    const namers: { readonly namer: Cell; readonly name: string }[] = [];
    for (const { type, name } of ends.leadingTo(table.type))
      links.followBack(
        tableOf(type),
        name,
        table,
      )(row, (from, own) => namers.push({ namer: { table: from, row: own }, name }));
    return namers;
  }

  function leave({ type, id }: { readonly type: string; readonly id: string }): void {
    const row = find(type, id);
    if (row === undefined) return;
    const own = of(type);
    const cell = { table: own.table, row };
    const namers = namersOf(cell);
    for (const { namer, name } of namers) keepAsIds(namer, name, { cell, id });
    for (const { name } of ends.stored(type)) {
      markEnds(cell, name);
      kept.drop(cell, name);
    }
    own.records.delete(row);
    own.removed.add(row);
    markRow(cell);
    for (const { namer, name } of namers) {
      if (!kept.byRow(namer.table, name).has(namer.row)) continue;
      kept.lead(namer, name);
      mark(namer, name);
    }
  }

  /**
   * Gives the records of one type their rows, and finds what is another now. They are looked at in the order of rows: what
   * is known of rows lies in that order, and apart.
   */
  function take(type: string, positions: readonly number[], isSure: boolean): void {
    const own = of(type);
    const { table } = own;
    const ordered = inOrder(positions, records, located.rows);
    const added = own.added.length;
    const at = ordered.map((i) => located.rows[i] ?? rowFor(own, records[i]!.id));
    const compareAll = [...reads(type)].flatMap(
      (name) => estate.comparison(table, name, at, isSure, marksOf(table, name)) ?? [],
    );
    const relations = ends.stored(type).map(({ name }) => name);
    const used = relations.filter((name) => links.isUsed(table, name));
    const compareUsed = used.map((name) => compareLinks(table, name, at));
    const others = relations.filter((name) => !used.includes(name));

    function takeOne(record: AssetRecord, row: number, position: number, code: number): void {
      const cell = { table, row };
      const before = own.records.get(row);
      const isAdded = row >= firstAdded(table) + added && !before;
      const isNew = own.removed.delete(row) || isAdded;
      own.records.set(row, record);
      for (const name of record.missing ?? []) own.mayMiss.add(name);
      if (isNew) {
        markRow(cell);
        arrived.push({ cell, id: record.id });
        for (const name of relations)
          relinked.push({ cell, name, ids: idsIn(record, name), isNew });
        return;
      }
      for (const compare of compareAll) compare(position, before, record);
      for (let r = 0; r < used.length; r++) {
        const name = used[r]!;
        const ids = record.links[name] ?? none;
        const isSame =
          ids === none && name === "connector"
            ? compareUsed[r]!.isConnector(position, record.connector, code)
            : compareUsed[r]!.isSame(position, ids);
        if (!isSame) relinked.push({ cell, name, ids: idsIn(record, name), isNew });
      }
      for (const name of others) {
        const ids = record.links[name] ?? none;
        if (ids.length > 0) relinked.push({ cell, name, ids, isNew });
      }
    }

    for (let k = 0; k < ordered.length; k++)
      takeOne(records[ordered[k]!]!, at[k]!, k, located.connectors[ordered[k]!]!);
  }

  /** The row of an asset that came in this round, a new one where it was not yet seen. */
  function rowFor(own: Changed, id: string): number {
    return own.rowOf.get(id) ?? add(own, id);
  }

  function relink({ cell, name, ids, isNew }: Relinked): void {
    if (!isNew) {
      mark(cell, name);
      markEnds(cell, name);
    }
    kept.keep(cell, name, ids);
    markEnds(cell, name);
  }

  /** Links that led nowhere may lead here now. */
  function arrive({ cell: { table: own }, id }: (typeof arrived)[number]): void {
    for (const { type, name } of ends.leadingTo(own.type)) {
      const table = tableOf(type);
      if (!links.mayDangle(table, name)) continue;
      for (const row of links.danglersOf(table, name, id))
        if (isAlive({ table, row })) keepAsIds({ table, row }, name);
      for (const row of kept.naming(table, name, id)) {
        kept.lead({ table, row }, name);
        mark({ table, row }, name);
      }
    }
  }

  for (const gone of removed) leave(gone);
  for (const [type, { positions, unsure }] of located.byType)
    take(type, positions, unsure.length === 0 && of(type).mayMiss.size === 0);
  // Every asset has its row by now, so that links lead where they should whatever the order of records.
  for (const one of relinked) relink(one);
  for (const one of arrived) arrive(one);
  return { names, rows };
}

/** Positions of records in the order of their rows, new ones last; of several records of one asset the last one counts. */
function inOrder(
  positions: readonly number[],
  records: Changes["records"],
  located: Located["rows"],
): readonly number[] {
  const end = 2 ** 32;
  const ordered = positions.toSorted((a, b) => (located[a] ?? end) - (located[b] ?? end));
  const added = ordered.filter((position) => located[position] === undefined);
  const lastOf = new Map(added.map((position) => [records[position]!.id, position]));
  return ordered.filter((position, place) => {
    const row = located[position];
    if (row === undefined) return lastOf.get(records[position]!.id) === position;
    return row !== located[ordered[place + 1]!];
  });
}

/** Every asset knows its connector, whatever its answer says. */
function idsIn(record: AssetRecord, relation: string): readonly string[] {
  return record.links[relation] ?? (relation === "connector" ? [record.connector] : []);
}
