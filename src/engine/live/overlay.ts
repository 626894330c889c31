import type { Table, Tables } from "../../inventory/tables.ts";
import type { Model } from "../../types.ts";
import type { Changes, Dirty, Located } from "./apply-changes.ts";
import { applyChanges } from "./apply-changes.ts";
import type { ChangedLinks } from "./changed-links.ts";
import { createChangedLinks } from "./changed-links.ts";
import { createChangedRows } from "./changed-rows.ts";
import type { Segment } from "./changed-table.ts";
import { createIdIndex } from "./id-index.ts";
import { createTextHash } from "./text-hash.ts";
import type { Kernels } from "../kernels/kernels.ts";
import { createFollowable, locate } from "./locate.ts";
import type { RowMap } from "./row-map.ts";
import { createRelationEnds } from "./relation-ends.ts";
import type { RowAccess } from "../rows/rows.ts";
import { createStoredRows } from "../rows/rows.ts";
import type { Store } from "../columns/store.ts";

/**
 * A snapshot and what changed since.
 *
 * The snapshot's tables stay as they are. What was found since are small tables of the same kind beside them, and of each
 * found asset the row that it is; a new asset gets a row number behind the last one, and a row that went is marked.
 */
export interface Overlay extends RowAccess {
  /** Undefined where some connector is new. */
  locate(changes: Changes): Located | undefined;
  /**
   * Whether changes can be followed row by row: not where links that could not be learnt now can or the other way
   * round, which decides about every row they might lead to.
   */
  isFollowed(located: Located): boolean;
  /** Takes changes in. */
  apply(located: Located): Dirty;
  /** What was found of a type, in the order in which it was. */
  segments(table: Table): readonly Segment[];
  /** The rows whose links are not what the snapshot says, at either end, and those that came or went; some of them twice. */
  relinkedRows(table: Table): readonly number[];
  follow: ChangedLinks["follow"];
  followBack: ChangedLinks["followBack"];
  leadNowhere: ChangedLinks["leadNowhere"];
  /** Whether a field or relation may be missing in some row, of the snapshot or found since. */
  mayBeMissing(table: Table, name: string): boolean;
  /** Whether it may not be known of some row who of a type leads there by an inverse. */
  mayBeUnread(table: Table, relation: string, type: string): boolean;
  /** Whether a relation may lead nowhere by what changed. */
  mayDangle(table: Table, relation: string): boolean;
  /** Of how many fields and relations that may be so. It only grows. */
  everMissed(): number;
  /** Of two rows of a table the one whose id comes first. */
  compare(table: Table, a: number, b: number): number;
  /** The rows that are gone, with their ids. */
  removed(table: Table): Pick<RowMap<string>, "has">;
  /** The number of a table's rows, those that are gone among them. */
  everyRow(table: Table): number;
  /** Whether the snapshot knows a connector with this id. */
  hasConnector(id: string): boolean;
  tableOf(type: string): Table;
}

/** No changes so far. */
export function createOverlay(
  model: Model,
  tables: Tables,
  store: Store,
  kernels: Kernels,
): Overlay {
  const stored = createStoredRows(tables, store);
  const hash = createTextHash(store.memory, kernels);
  const connectors = createIdIndex(store, kernels, hash, tables.connectors);
  const rows = createChangedRows(model, tables, store, kernels, hash, stored);
  const links = createChangedLinks(model, store, stored, rows);
  const ends = createRelationEnds(model);
  const estate = { model, store, rows, links, ends };
  const { of, find, value, isMissing, isUnread, connector, compare } = rows;
  const { targets, dangling, follow, followBack, leadNowhere } = links;

  return {
    locate: (changes) => locate(rows, changes, connectors),
    isFollowed: createFollowable(stored, rows, ends),
    apply: (located) => applyChanges(estate, located),
    segments: ({ type }) => of(type).segments,
    relinkedRows({ type }) {
      const { added, table, relinked, removed } = of(type);
      const came = added.map((_, i) => table.rows + i);
      return [...relinked, ...removed.rows(), ...came];
    },
    follow,
    followBack,
    leadNowhere,
    find,
    value,
    isMissing,
    isUnread,
    targets,
    dangling,
    connector,
    compare,
    touched: ({ type }) => of(type).touched,
    count: ({ type, rows: count }) => count + of(type).added.length - of(type).removed.size,
    removed: ({ type }) => of(type).removed,
    everyRow: ({ type, rows: stored }) => stored + of(type).added.length,
    hasConnector: (id) => connectors.find(id) !== undefined,
    tableOf: rows.tableOf,
    everMissed: () => {
      let sum = 0;
      for (const type of tables.tables.keys())
        sum += of(type).mayMiss.size + of(type).mayDangle.size;
      return sum;
    },
    mayBeMissing: rows.mayBeMissing,
    mayBeUnread: rows.mayBeUnread,
    mayDangle: ({ type }, relation) => of(type).mayDangle.has(relation),
  };
}
