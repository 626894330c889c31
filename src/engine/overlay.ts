import { canonical } from "../inventory/column-builder.ts";
import { membersOf } from "../model/concrete.ts";
import { compareText } from "../dialect/values.ts";
import { sortedTexts } from "./decide.ts";
import type { Table, Tables } from "../inventory/tables.ts";
import { bitSetBytes } from "../inventory/tables.ts";
import type { AssetRecord, FieldValue, Model } from "../types.ts";
import { createKeptLinks } from "./kept-links.ts";
import { createRelationEnds, remember } from "./relation-ends.ts";
import type { Cell, RowAccess } from "./rows.ts";
import { createStoredRows, followTo, relationOf } from "./rows.ts";
import type { Store } from "./store.ts";

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

/**
 * A snapshot and what changed since.
 *
 * The snapshot's tables stay as they are: a changed row's record stands beside them, a new asset gets a row number behind
 * the last one, and a row that went is marked. A row's links are kept as ids wherever one of their ends changed, so that
 * they lead to whatever has that id now.
 */
export interface Overlay extends RowAccess {
  /**
   * Whether changes can be followed row by row: not where a connector is new, or where links that could not be learnt
   * now can or the other way round, which decides about every row they might lead to.
   */
  isFollowed(changes: Changes): boolean;
  apply(changes: Changes): Dirty;
  isAlive(cell: Cell): boolean;
  /** Rows of `table` that `relation` (of any kind) leads from to this row. */
  sources(table: Table, relation: string, target: Cell): readonly Cell[];
  /** Whether, by what changed, a field or relation of this name may be missing, or a relation lead nowhere, in some row. */
  mayMiss(table: Table, name: string): boolean;
  /** Of two rows of a table the one whose id comes first. */
  compare(table: Table, a: number, b: number): number;
  /** How many rows stand behind the snapshot's last one. */
  added(table: Table): number;
  removed(table: Table): ReadonlySet<number>;
}

interface Changed {
  readonly table: Table;
  readonly records: Map<number, AssetRecord>;
  /** Added rows, the first with the number `firstAdded(table)`: their ids, and before which stored row they belong. */
  readonly added: { readonly id: string; readonly before: number }[];
  readonly rowOf: Map<string, number>;
  readonly removed: Set<number>;
  readonly touched: Set<number>;
  readonly mayMiss: Set<string>;
}

/** So many ids are remembered at a time. */
const mostSearched = 100_000;

/** No changes so far. `connectorCode` gives a connector's position, from 1. */
export function createOverlay(
  model: Model,
  tables: Tables,
  store: Store,
  connectorCode: (id: string) => number,
): Overlay {
  const stored = createStoredRows(tables, store);
  const changed = new Map<string, Changed>();
  const danglers = new Map<string, ReadonlyMap<string, readonly number[]>>();
  const ends = createRelationEnds(model);
  const kept = createKeptLinks(resolve);
  for (const [type, table] of tables.tables) changed.set(type, createChanged(table));
  const of = (type: string): Changed => changed.get(type)!;
  const tableOf = (type: string): Table => tables.tables.get(type)!;

  function find(type: string, id: string): number | undefined {
    const row = anyRow(type, id);
    return row !== undefined && !of(type).removed.has(row) ? row : undefined;
  }

  /** As `find`, rows that went included. */
  function anyRow(type: string, id: string): number | undefined {
    return of(type).rowOf.get(id) ?? findStored(type, id);
  }

  /** A round of changes asks for the same ids again and again, and each is searched for among all. */
  const searched = new Map<string, number | undefined>();
  function findStored(type: string, id: string): number | undefined {
    const key = `${type} ${id}`;
    if (!searched.has(key)) searched.set(key, stored.find(type, id));
    const row = searched.get(key);
    if (searched.size > mostSearched) searched.clear();
    return row;
  }

  /** A row for a new asset. */
  function add({ table, added, rowOf }: Changed, id: string): number {
    const ids = table.columns.get("id");
    const before = ids?.kind === "plain" ? sortedTexts(store, ids.texts).firstFrom(id) : 0;
    const row = firstAdded(table) + added.push({ id, before }) - 1;
    rowOf.set(id, row);
    return row;
  }

  function idOf({ table, row }: Cell): string {
    if (row >= table.rows) return of(table.type).added[row - firstAdded(table)]!.id;
    return stored.value({ table, row }, "id") as string;
  }

  function isAlive({ table, row }: Cell): boolean {
    return !of(table.type).removed.has(row);
  }

  function value(cell: Cell, field: string): FieldValue {
    const record = of(cell.table.type).records.get(cell.row);
    if (!record) return stored.value(cell, field);
    return field === "id" ? record.id : fieldOf(record, field);
  }

  function fieldOf(record: AssetRecord, name: string): FieldValue {
    const field = model.types.get(record.type)?.fields.get(name);
    const own = record.fields[name] ?? null;
    return field && own !== null ? (canonical(field, own) ?? own) : null;
  }

  function isMissing(cell: Cell, name: string): boolean {
    const record = of(cell.table.type).records.get(cell.row);
    return record ? isMissingIn(record, name) : stored.isMissing(cell, name);
  }

  function isMissingIn(record: AssetRecord, name: string): boolean {
    if (record.missing?.includes(name)) return true;
    const declared = model.types.get(record.type)!.relations.get(name);
    if (declared?.kind !== "inverse") return false;
    const reach = reachOf(`${record.type} ${name}`);
    return declared.scope === "ANYWHERE"
      ? reach.size > 0
      : reach.has(connectorCode(record.connector));
  }

  /** Connectors in which links could not be learnt that an inverse, given by type and name, would have at its far side. */
  const reachOf = remember((key: string): ReadonlySet<number> => {
    const [type, name] = key.split(" ") as [string, string];
    const { target, inverse } = model.types.get(type)!.relations.get(name)!;
    const reach = new Set<number>();
    for (const member of membersOf(model, target)) {
      const table = tableOf(member);
      const missing = table.relations.get(inverse!)?.missing;
      if (!missing || relationOf(model, table, inverse!)?.kind === "embeds") continue;
      for (let row = 0; row < table.rows; row++)
        if (store.isSet(missing, row)) reach.add(stored.connector({ table, row }));
    }
    return reach;
  });

  function isFollowed({ records, removed }: Changes): boolean {
    const gone = removed.every(({ type, id }) => {
      const row = find(type, id);
      if (row === undefined) return true;
      const cell = { table: tableOf(type), row };
      return ends
        .stored(type)
        .every(({ name }) => !ends.isSeenFromAfar(type, name) || !isMissing(cell, name));
    });
    return (
      gone &&
      records.every((record) => {
        const { type, id } = record;
        const row = find(type, id);
        const cell = row === undefined ? undefined : { table: tableOf(type), row };
        const code = connectorCode(record.connector);
        if (code === 0) return false;
        return ends.stored(type).every(({ name }) => {
          const was = cell !== undefined && isMissing(cell, name);
          const is = record.missing?.includes(name) ?? false;
          if (!was && !is) return true;
          const isSameAsBefore = was && is && connectorOf(cell, cell.table.connector) === code;
          return isSameAsBefore || !ends.isSeenFromAfar(type, name);
        });
      })
    );
  }

  /** The ids that a stored relation's links name, those that lead nowhere included. */
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

  /** The rows of `table` whose stored relation leads to this row. */
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

  function compare(table: Table, a: number, b: number): number {
    if (a < table.rows && b < table.rows) return a - b;
    const { added } = of(table.type);
    const one = added[a - firstAdded(table)];
    const other = added[b - firstAdded(table)];
    if (one && other) return compareText(one.id, other.id);
    // A stored row's own place is before the stored row behind it.
    return (one ? one.before - 0.5 : a) - (other ? other.before - 0.5 : b);
  }

  /** Rows whose links lead nowhere in the snapshot, by the id they name. Made when an asset first comes. */
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

  function apply({ records, removed }: Changes): Dirty {
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

    function keepAsIds(cell: Cell, relation: string): void {
      if (!kept.of(cell, relation)) kept.keep(cell, relation, linkIds(cell, relation));
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
      const { connector } = cell.table;
      if (connectorCode(record.connector) !== connectorOf(cell, connector)) markRow(cell);
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
    searched.clear();
    return { names, rows };
  }

  function connectorOf({ table, row }: Cell, connector: Table["connector"]): number {
    const record = of(table.type).records.get(row);
    return record
      ? connectorCode(record.connector)
      : store.integer(connector.blob, connector.width, row);
  }

  return {
    isFollowed,
    apply,
    isAlive,
    find,
    value,
    isMissing,
    targets,
    compare,
    touched: ({ type }) => of(type).touched,
    count: ({ type, rows }) => rows + of(type).added.length - of(type).removed.size,
    added: ({ type }) => of(type).added.length,
    removed: ({ type }) => of(type).removed,
    mayMiss: ({ type }, name) => of(type).mayMiss.has(name),
    dangling(cell, relation) {
      const links = kept.of(cell, relation);
      const declared = relationOf(model, cell.table, relation);
      if (!links || !declared) return stored.dangling(cell, relation);
      const members = membersOf(model, declared.target);
      return links.ids.filter((id) => members.every((member) => find(member, id) === undefined));
    },
    connector: (cell) => connectorOf(cell, cell.table.connector),
    sources(table, relation, target) {
      const declared = relationOf(model, table, relation)!;
      if (declared.kind !== "inverse") return namersOf(table, relation, target);
      return targets(target, declared.inverse!).filter((cell) => cell.table === table);
    },
  };
}

/** The number of the first added row: added rows' bits are in lines of their own, which kernels over stored rows leave alone. */
export function firstAdded({ rows }: Table): number {
  return bitSetBytes(rows) * 8;
}

function createChanged(table: Table): Changed {
  return {
    table,
    records: new Map(),
    added: [],
    rowOf: new Map(),
    removed: new Set(),
    touched: new Set(),
    mayMiss: new Set(),
  };
}

/** Every asset knows its connector, whatever its answer says. */
function idsIn(record: AssetRecord, relation: string): readonly string[] {
  return record.links[relation] ?? (relation === "connector" ? [record.connector] : []);
}

function isSame(a: FieldValue | readonly string[], b: FieldValue | readonly string[]): boolean {
  if (!Array.isArray(a) || !Array.isArray(b)) return a === b;
  return a.length === b.length && a.every((member, i) => member === b[i]);
}
