import type { Table, Tables } from "../../inventory/tables.ts";
import type { FieldValue, Model } from "../../types.ts";
import type { Changes, Dirty, Located } from "./apply-changes.ts";
import { applyChanges } from "./apply-changes.ts";
import type { ChangedLinks } from "./changed-links.ts";
import { createChangedLinks } from "./changed-links.ts";
import { createChangedRows } from "./changed-rows.ts";
import { createRelationEnds, remember } from "./relation-ends.ts";
import { createLinkComparison } from "./same-links.ts";
import type { RowAccess } from "../rows/rows.ts";
import { createStoredRows } from "../rows/rows.ts";
import type { Store } from "../rows/store.ts";

/**
 * A snapshot and what changed since.
 *
 * The snapshot's tables stay as they are: a changed row's record stands beside them, a new asset gets a row number behind
 * the last one, and a row that went is marked. A row's links are kept as ids wherever one of their ends changed, so that
 * they lead to whatever has that id now.
 */
export interface Overlay extends RowAccess {
  locate(changes: Changes): Located;
  /**
   * Whether changes can be followed row by row: not where a connector is new, or where links that could not be learnt
   * now can or the other way round, which decides about every row they might lead to.
   */
  isFollowed(changes: Changes, located: Located): boolean;
  /** Takes changes in; `reads` are the names that anybody asks for of a type. */
  apply(changes: Changes, located: Located, reads: (type: string) => ReadonlySet<string>): Dirty;
  /** Reads a field of rows; undefined where it is missing. */
  reader(table: Table, name: string): (row: number) => FieldValue | undefined;
  /** The rows that are not what the snapshot says; some of them twice. */
  touchedRows(table: Table): readonly number[];
  follow: ChangedLinks["follow"];
  followBack: ChangedLinks["followBack"];
  /** Whether, by what changed, a field or relation of this name may be missing, or a relation lead nowhere, in some row. */
  mayMiss(table: Table, name: string): boolean;
  /** Of how many fields and relations that may be so. It only grows. */
  everMissed(): number;
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
  const compareLinks = createLinkComparison(store, rows, links, tables.connectors.count);
  const { of, tableOf, find, anyRow, isAlive, value, isMissing, connector, compare } = rows;
  const { targets, dangling } = links;

  /** Records lie far apart in memory: all that is asked of each of them is asked at once. */
  function locate({ records }: Changes): Located {
    const found: (number | undefined)[] = [];
    const connectors: number[] = [];
    const byType = new Map<string, { positions: number[]; unsure: number[] }>();
    for (let i = 0; i < records.length; i++) {
      const { type, id, connector: name, missing } = records[i]!;
      const ofType = byType.get(type) ?? { positions: [], unsure: [] };
      if (ofType.positions.push(i) === 1) byType.set(type, ofType);
      if (missing && missing.length > 0) ofType.unsure.push(i);
      found.push(anyRow(type, id));
      connectors.push(connectorCode(name));
    }
    return { rows: found, connectors, byType };
  }

  function isFollowed({ records, removed }: Changes, located: Located): boolean {
    const seen = remember((type) =>
      ends.stored(type).filter(({ name }) => ends.isSeenFromAfar(type, name)),
    );
    const mayMissSome = remember((type) => {
      const { table, mayMiss } = of(type);
      return seen(type).some(({ name }) => table.relations.get(name)!.missing ?? mayMiss.has(name));
    });
    const gone = removed.every(({ type, id }) => {
      const row = mayMissSome(type) ? find(type, id) : undefined;
      if (row === undefined) return true;
      return seen(type).every(({ name }) => !isMissing({ table: tableOf(type), row }, name));
    });
    if (!gone) return false;
    if (located.connectors.includes(0)) return false;
    const isAsBefore = (type: string) => (i: number) => {
      const cell = { table: tableOf(type), row: located.rows[i] ?? -1 };
      const isKnown = cell.row >= 0 && isAlive(cell);
      return seen(type).every(({ name }) => {
        const was = isKnown && isMissing(cell, name);
        const is = records[i]!.missing?.includes(name) ?? false;
        return was === is && (!was || connector(cell) === located.connectors[i]);
      });
    };
    return [...located.byType].every(([type, { positions, unsure }]) =>
      (mayMissSome(type) ? positions : unsure).every(isAsBefore(type)),
    );
  }

  return {
    locate,
    isFollowed,
    apply: (changes, located, reads) =>
      applyChanges({ rows, links, ends, compareLinks }, changes, located, reads),
    reader: rows.reader,
    follow: links.follow,
    followBack: links.followBack,
    find,
    value,
    isMissing,
    targets,
    dangling,
    connector,
    compare,
    touched: ({ type }) => of(type).touched,
    touchedRows({ type }) {
      const { records, marked } = of(type);
      return [...records.keys(), ...marked];
    },
    count: ({ type, rows }) => rows + of(type).added.length - of(type).removed.size,
    added: ({ type }) => of(type).added.length,
    removed: ({ type }) => of(type).removed,
    everMissed: () => {
      let sum = 0;
      for (const type of tables.tables.keys()) sum += of(type).mayMiss.size;
      return sum;
    },
    mayMiss: ({ type }, name) => of(type).mayMiss.has(name),
  };
}
