import type { Table, Tables } from "../inventory/tables.ts";
import type { Model } from "../types.ts";
import type { Changes, Dirty } from "./apply-changes.ts";
import { applyChanges } from "./apply-changes.ts";
import { createChangedLinks } from "./changed-links.ts";
import { createChangedRows } from "./changed-rows.ts";
import { createRelationEnds } from "./relation-ends.ts";
import type { Cell, RowAccess } from "./rows.ts";
import { createStoredRows } from "./rows.ts";
import type { Store } from "./store.ts";

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

/** No changes so far. `connectorCode` gives a connector's position, from 1. */
export function createOverlay(
  model: Model,
  tables: Tables,
  store: Store,
  connectorCode: (id: string) => number,
): Overlay {
  const stored = createStoredRows(tables, store);
  const rows = createChangedRows(model, tables, store, stored, connectorCode);
  const links = createChangedLinks(model, store, stored, rows);
  const ends = createRelationEnds(model);
  const { of, tableOf, find, isAlive, value, isMissing, connector, compare } = rows;
  const { targets, dangling, sources } = links;

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
          const isSameAsBefore = was && is && connector(cell) === code;
          return isSameAsBefore || !ends.isSeenFromAfar(type, name);
        });
      })
    );
  }

  return {
    isFollowed,
    apply: (changes) => applyChanges({ model, rows, links, ends, connectorCode }, changes),
    isAlive,
    find,
    value,
    isMissing,
    targets,
    dangling,
    sources,
    connector,
    compare,
    touched: ({ type }) => of(type).touched,
    count: ({ type, rows }) => rows + of(type).added.length - of(type).removed.size,
    added: ({ type }) => of(type).added.length,
    removed: ({ type }) => of(type).removed,
    mayMiss: ({ type }, name) => of(type).mayMiss.has(name),
  };
}
