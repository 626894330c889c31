import type { AssetRecord, FieldValue, Model } from "../types.ts";
import type { ChangedLinks } from "./changed-links.ts";
import type { ChangedRows } from "./changed-rows.ts";
import type { RelationEnds } from "./relation-ends.ts";
import type { Cell } from "./rows.ts";

/** What became of assets since a snapshot was taken. Of one id it says one thing. */
export interface Changes {
  /** Assets as they are now, new or not; what is as it was costs a comparison. */
  readonly records: readonly AssetRecord[];
  readonly removed: readonly { readonly type: string; readonly id: string }[];
}

/** What one round of changes did: rows whose field or relation of a name is another now, by type. */
export interface Dirty {
  readonly names: ReadonlyMap<string, ReadonlyMap<string, ReadonlySet<number>>>;
  /** Rows that came or went. */
  readonly rows: ReadonlyMap<string, ReadonlySet<number>>;
}

/** The rows and links that changes go into. */
export interface ChangedEstate {
  readonly model: Model;
  readonly rows: ChangedRows;
  readonly links: ChangedLinks;
  readonly ends: RelationEnds;
  readonly connectorCode: (id: string) => number;
}

/** Takes one round of changes in, and gives back what it turned: also in rows at the other ends of links. */
export function applyChanges(estate: ChangedEstate, { records, removed }: Changes): Dirty {
  const { model, ends, connectorCode } = estate;
  const { of, tableOf, find, anyRow, add, isAlive } = estate.rows;
  const { value, fieldOf, isMissing, isMissingIn, connector } = estate.rows;
  const { kept, keepAsIds, linkIds, namersOf, danglersOf } = estate.links;
  const names = new Map<string, Map<string, Set<number>>>();
  const rows = new Map<string, Set<number>>();

  function mark({ table: { type }, row }: Cell, name: string): void {
    of(type).touched.add(row);
    const byName = names.get(type) ?? new Map<string, Set<number>>();
    names.set(type, byName);
    const marked = byName.get(name) ?? new Set<number>();
    byName.set(name, marked.add(row));
  }

  function markRow({ table: { type }, row }: Cell): void {
    of(type).touched.add(row);
    rows.set(type, (rows.get(type) ?? new Set<number>()).add(row));
  }

  /** What a link of this relation leads to sees it from the other side. */
  function markEnds({ table }: Cell, relation: string, ids: readonly string[]): void {
    for (const { member, inverses } of ends.farSide(table.type, relation)) {
      if (inverses.length === 0) continue;
      for (const id of ids) {
        const row = find(member, id);
        if (row === undefined) continue;
        for (const { name } of inverses) mark({ table: tableOf(member), row }, name);
      }
    }
  }

  function upsert(record: AssetRecord): void {
    const { type, id } = record;
    const own = of(type);
    const known = anyRow(type, id);
    const row = known ?? add(own, id);
    const cell = { table: own.table, row };
    const isNew = known === undefined || own.removed.has(row);
    if (!isNew) compareWith(cell, record);
    for (const { name } of ends.stored(type)) {
      const before = isNew ? [] : linkIds(cell, name);
      const after = idsIn(record, name);
      if (!isSame(before.toSorted(), after.toSorted())) {
        mark(cell, name);
        markEnds(cell, name, before);
        markEnds(cell, name, after);
      }
    }
    own.records.set(row, record);
    own.touched.add(row);
    own.removed.delete(row);
    for (const { name } of ends.stored(type)) kept.keep(cell, name, idsIn(record, name));
    for (const name of record.missing ?? []) own.mayMiss.add(name);
    if (isNew) arrive(cell, id);
  }

  /** Marks the fields that are others now. */
  function compareWith(cell: Cell, record: AssetRecord): void {
    const { fields, relations } = model.types.get(record.type)!;
    for (const name of fields.keys()) {
      const before = value(cell, name);
      const after = name === "id" ? record.id : fieldOf(record, name);
      if (!isSame(before, after) || isMissing(cell, name) !== isMissingIn(record, name))
        mark(cell, name);
    }
    for (const name of relations.keys()) {
      if (isMissing(cell, name) !== isMissingIn(record, name)) mark(cell, name);
    }
    if (connectorCode(record.connector) !== connector(cell)) markRow(cell);
  }

  /** Links that led nowhere may lead here now. */
  function arrive(cell: Cell, id: string): void {
    markRow(cell);
    for (const { type, name } of ends.leadingTo(cell.table.type)) {
      const table = tableOf(type);
      for (const row of danglersOf(table, name, id))
        if (isAlive({ table, row })) keepAsIds({ table, row }, name);
      for (const row of kept.naming(type, name, id)) {
        kept.lead({ table, row }, name);
        mark({ table, row }, name);
        markEnds({ table, row }, name, [id]);
      }
    }
  }

  function leave({ type, id }: { readonly type: string; readonly id: string }): void {
    const row = find(type, id);
    if (row === undefined) return;
    const own = of(type);
    const cell = { table: own.table, row };
    const namers = ends
      .leadingTo(type)
      .flatMap(({ type: from, name }) =>
        namersOf(tableOf(from), name, cell).map((namer) => ({ namer, name })),
      );
    for (const { namer, name } of namers) keepAsIds(namer, name);
    for (const { name } of ends.stored(type)) {
      markEnds(cell, name, linkIds(cell, name));
      kept.drop(cell, name);
    }
    own.records.delete(row);
    own.removed.add(row);
    markRow(cell);
    for (const { namer, name } of namers) {
      if (!kept.of(namer, name)) continue;
      kept.lead(namer, name);
      mark(namer, name);
    }
  }

  for (const gone of removed) leave(gone);
  for (const record of records) upsert(record);
  estate.rows.forgetSearched();
  return { names, rows };
}

/** Every asset knows its connector, whatever its answer says. */
function idsIn(record: AssetRecord, relation: string): readonly string[] {
  return record.links[relation] ?? (relation === "connector" ? [record.connector] : []);
}

function isSame(a: FieldValue | readonly string[], b: FieldValue | readonly string[]): boolean {
  if (!Array.isArray(a) || !Array.isArray(b)) return a === b;
  return a.length === b.length && a.every((member, i) => member === b[i]);
}
