import type { Table, Tables } from "../../inventory/tables.ts";
import type { Model } from "../../types.ts";
import type { Changes, Dirty, Located } from "./apply-changes.ts";
import { applyChanges } from "./apply-changes.ts";
import type { ChangedLinks } from "./changed-links.ts";
import { createChangedLinks } from "./changed-links.ts";
import { createChangedRows } from "./changed-rows.ts";
import type { Segment } from "./changed-table.ts";
import { firstAdded } from "./changed-table.ts";
import type { IdIndex } from "./id-index.ts";
import { readTexts } from "./id-index.ts";
import { createFollowable, locate } from "./locate.ts";
import { remember } from "./memo.ts";
import { createRelationEnds } from "./relation-ends.ts";
import type { RowAccess } from "../rows/rows.ts";
import { createStoredRows } from "../rows/rows.ts";
import type { Store } from "../rows/store.ts";

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
   * round, which decides about every row they might lead to, and not where there is no room for all that is new.
   */
  isFollowed(changes: Changes, located: Located): boolean;
  /** Takes changes in. */
  apply(changes: Changes, located: Located): Dirty;
  /** What was found of a type, in the order in which it was. */
  segments(table: Table): readonly Segment[];
  /** The rows whose links are not what the snapshot says, at either end, and those that came or went; some of them twice. */
  relinkedRows(table: Table): readonly number[];
  follow: ChangedLinks["follow"];
  followBack: ChangedLinks["followBack"];
  /** Whether a field or relation may be missing in some row, of the snapshot or found since. */
  mayBeMissing(table: Table, name: string): boolean;
  /** Whether a relation may lead nowhere by what changed. */
  mayDangle(table: Table, relation: string): boolean;
  /** Of how many fields and relations that may be so. It only grows. */
  everMissed(): number;
  /** Of two rows of a table the one whose id comes first. */
  compare(table: Table, a: number, b: number): number;
  removed(table: Table): ReadonlySet<number>;
}

/** No changes so far. `connectors` finds the snapshot's connectors by their ids. */
export function createOverlay(
  model: Model,
  tables: Tables,
  store: Store,
  connectors: IdIndex,
): Overlay {
  const stored = createStoredRows(tables, store);
  const rows = createChangedRows(model, tables, store, stored);
  const links = createChangedLinks(model, store, stored, rows);
  const ends = createRelationEnds(model);
  const connectorRows = remember((type) => rows.of(type).ids.findAll(readTexts(tables.connectors)));
  const estate = { model, store, rows, links, ends, connectorRows };
  const { of, find, value, isMissing, connector, compare } = rows;
  const { targets, dangling, follow, followBack } = links;

  return {
    locate: (changes) => locate(rows, changes, connectors),
    isFollowed: createFollowable(stored, rows, ends),
    apply: (changes, located) => applyChanges(estate, changes, located),
    segments: ({ type }) => of(type).segments,
    relinkedRows({ type }) {
      const { added, table, relinked, removed } = of(type);
      const came = added.map((_, i) => firstAdded(table) + i);
      return [...relinked, ...removed, ...came];
    },
    follow,
    followBack,
    find,
    value,
    isMissing,
    targets,
    dangling,
    connector,
    compare,
    touched: ({ type }) => of(type).touched,
    count: ({ type, rows: count }) => count + of(type).added.length - of(type).removed.size,
    removed: ({ type }) => of(type).removed,
    everMissed: () => {
      let sum = 0;
      for (const type of tables.tables.keys())
        sum += of(type).mayMiss.size + of(type).mayDangle.size;
      return sum;
    },
    mayBeMissing: rows.mayBeMissing,
    mayDangle: ({ type }, relation) => of(type).mayDangle.has(relation),
  };
}
