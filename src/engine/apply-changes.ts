import type { AssetRecord } from "../types.ts";
import type { ChangedLinks } from "./changed-links.ts";
import type { Table } from "../inventory/tables.ts";
import type { Batch, Marks } from "./changed-fields.ts";
import type { ChangedRows } from "./changed-rows.ts";
import type { RelationEnds } from "./relation-ends.ts";
import type { Cell } from "./rows.ts";

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
}

/**
 * Takes one round of changes in, and gives back what it turned: also in rows at the other ends of links.
 *
 * `located` gives each record's row, as `anyRow` does. Of fields only those that `reads` names for a type are compared.
 */
export function applyChanges(
  { rows: estate, links, ends }: ChangedEstate,
  { records, removed }: Changes,
  located: readonly (number | undefined)[],
  reads: (type: string) => ReadonlySet<string>,
): Dirty {
  const { of, tableOf, find, add, isAlive } = estate;
  const { kept, keepAsIds } = links;
  const names = new Map<string, Map<string, Marks>>();
  const rows = new Map<string, number[]>();

  function marksOf({ type }: Table, name: string): Marks {
    const byName = names.get(type) ?? new Map<string, Marks>();
    names.set(type, byName);
    const marks = byName.get(name) ?? { rows: [], values: [] };
    byName.set(name, marks);
    return marks;
  }

  function mark({ table, row }: Cell, relation: string): void {
    of(table.type).touched.add(row);
    marksOf(table, relation).rows.push(row);
  }

  function markRow({ table: { type }, row }: Cell): void {
    of(type).touched.add(row);
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

  /** Gives every record its row, so that links among them lead where they should whatever their order. */
  function take(): Iterable<Batch> {
    const batches = new Map<string, Batch>();
    records.forEach((record, i) => {
      const { type, id, missing } = record;
      const batch = batches.get(type) ?? { own: of(type), records: [], rows: [], before: [] };
      batches.set(type, batch);
      const { own } = batch;
      const known = located[i] ?? own.rowOf.get(id);
      const row = known ?? add(own, id);
      const isNew = own.removed.delete(row) || known === undefined;
      batch.records.push(record);
      batch.rows.push(row);
      batch.before.push(isNew ? "new" : own.records.get(row));
      own.records.set(row, record);
      own.touched.add(row);
      if (missing) for (const name of missing) own.mayMiss.add(name);
      if (isNew) markRow({ table: own.table, row });
    });
    return batches.values();
  }

  function compareFields(batch: Batch): void {
    const { table } = batch.own;
    for (const name of reads(table.type)) {
      const found = estate.changedIn(batch, name);
      const marks = marksOf(table, name);
      for (const row of found.rows) marks.rows.push(row);
      for (const value of found.values) marks.values.push(value);
    }
  }

  function compareLinks({ own, records: after, rows: at, before }: Batch): void {
    const { table } = own;
    for (const { name } of ends.stored(table.type)) {
      const isSame = links.isSameLinks(table, name, after.length);
      for (let i = 0; i < after.length; i++) {
        const ids = idsIn(after[i]!, name);
        const cell = { table, row: at[i]! };
        if (before[i] !== "new") {
          if (isSame(cell.row, ids)) continue;
          mark(cell, name);
          markEnds(cell, name);
        }
        kept.keep(cell, name, ids);
        markEnds(cell, name);
      }
    }
  }

  /** Links that led nowhere may lead here now. */
  function arrive({ own: { table: own }, records: after, before }: Batch): void {
    const leading = ends
      .leadingTo(own.type)
      .map(({ type, name }) => ({ table: tableOf(type), name }))
      .filter(({ table, name }) => links.mayDangle(table, name));
    for (let i = 0; i < after.length; i++) {
      if (before[i] !== "new") continue;
      const { id } = after[i]!;
      for (const { table, name } of leading) {
        for (const row of links.danglersOf(table, name, id))
          if (isAlive({ table, row })) keepAsIds({ table, row }, name);
        for (const row of kept.naming(table, name, id)) {
          kept.lead({ table, row }, name);
          mark({ table, row }, name);
        }
      }
    }
  }

  for (const gone of removed) leave(gone);
  const batches = [...take()];
  for (const batch of batches) compareFields(batch);
  for (const batch of batches) compareLinks(batch);
  for (const batch of batches) arrive(batch);
  return { names, rows };
}

/** Every asset knows its connector, whatever its answer says. */
function idsIn(record: AssetRecord, relation: string): readonly string[] {
  return record.links[relation] ?? (relation === "connector" ? [record.connector] : []);
}
