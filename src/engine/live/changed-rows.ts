import { invariant } from "../../errors.ts";
import { compareText } from "../../dialect/values.ts";
import type { Table, Tables } from "../../inventory/tables.ts";
import type { Model } from "../../types.ts";
import { sortedTexts } from "../columns/sorted.ts";
import type { Kernels } from "../kernels/kernels.ts";
import type { Cell, RowAccess } from "../rows/rows.ts";
import { relationOf } from "../rows/rows.ts";
import type { Store } from "../columns/store.ts";
import type { Changed } from "./changed-table.ts";
import { createChanged } from "./changed-table.ts";
import type { TextBytes } from "./text-bytes.ts";
import type { HashTexts } from "./text-hash.ts";
import { remember } from "./memo.ts";

/**
 * The rows of a snapshot with what changed since: which there are, under which id and number, and their fields. Their links
 * are in `changed-links.ts`.
 */
export interface ChangedRows extends Pick<
  RowAccess,
  "find" | "value" | "isMissing" | "isUnread" | "connector"
> {
  /** What changed in the table of a type. */
  of(type: string): Changed;
  tableOf(type: string): Table;
  /** As `find`, of many ids, and rows that are gone included; -1 where there is none. */
  rowsOf(type: string, ids: TextBytes): Int32Array;
  /** Rows for new assets with these ids, one behind the other; the first of them. */
  add(changed: Changed, ids: TextBytes): number;
  isAlive(cell: Cell): boolean;
  /** Whether `isMissing` may be so of some row. */
  mayBeMissing(table: Table, name: string): boolean;
  /** Whether `isUnread` may be so of some row. */
  mayBeUnread(table: Table, relation: string, type: string): boolean;
  /** Of two rows of a table the one whose id comes first. */
  compare(table: Table, a: number, b: number): number;
}

const nowhere: ReadonlySet<number> = new Set();

/** The rows that `stored` has of `tables`, and no changes so far. */
export function createChangedRows(
  model: Model,
  tables: Tables,
  store: Store,
  kernels: Kernels,
  hash: HashTexts,
  stored: RowAccess,
): ChangedRows {
  const changed = new Map<string, Changed>();
  for (const [type, table] of tables.tables)
    changed.set(type, createChanged(store, kernels, hash, table));
  const of = (type: string): Changed => {
    const own = changed.get(type);
    invariant(own, `the model has the type "${type}"`);
    return own;
  };
  const tableOf = (type: string): Table => tables.tables.get(type)!;

  function find(type: string, id: string): number | undefined {
    const row = of(type).ids.find(id);
    return row !== undefined && !of(type).removed.has(row) ? row : undefined;
  }

  const rowsOf = (type: string, named: TextBytes): Int32Array => of(type).ids.findAll(named);

  function add({ table, added, ids }: Changed, named: TextBytes): number {
    const first = table.rows + added.length;
    for (let i = 0; i + 1 < named.offsets.length; i++) added.push({ id: named.text(i) });
    ids.add(named, first);
    return first;
  }

  const placeOf = (cell: Cell): Cell => of(cell.table.type).foundAt(cell.row)?.at ?? cell;

  const mayBeMissing = ({ type, columns, relations }: Table, name: string): boolean =>
    (columns.get(name) ?? relations.get(name))?.missing !== undefined || of(type).mayMiss.has(name);

  const isMissing = (cell: Cell, name: string): boolean =>
    mayBeMissing(cell.table, name) && stored.isMissing(placeOf(cell), name);

  /** Whether the snapshot or what was found says so of a row itself. */
  const isEverUnread = ({ type, relations }: Table, relation: string, far: string): boolean =>
    relations.get(relation)?.unread?.has(far) === true || of(type).mayMiss.has(relation);

  function isUnread(cell: Cell, relation: string, far: string): boolean {
    const { table } = cell;
    if (isEverUnread(table, relation, far) && stored.isUnread(placeOf(cell), relation, far))
      return true;
    // What was found knows of itself alone.
    const reach = reachOf(table, relation, far);
    if (reach.size === 0) return false;
    const isAnywhere = relationOf(model, table, relation)!.scope === "ANYWHERE";
    return isAnywhere || reach.has(connector(cell));
  }

  /** Connectors in which links could not be learnt that an inverse would have at its far side, in assets of the type `far`. */
  function reachOf(near: Table, relation: string, far: string): ReadonlySet<number> {
    const declared = relationOf(model, near, relation);
    return declared?.kind === "inverse" ? unsureIn(tableOf(far))(declared.inverse!) : nowhere;
  }

  const unsureIn = remember((table: Table) =>
    remember((relation): ReadonlySet<number> => {
      const missing = table.relations.get(relation)?.missing;
      const kind = relationOf(model, table, relation)?.kind;
      const connectors = new Set<number>();
      if (!missing || kind === "embeds") return connectors;
      for (let row = 0; row < table.rows; row++)
        if (store.isSet(missing, row)) connectors.add(stored.connector({ table, row }));
      return connectors;
    }),
  );

  function compare(table: Table, a: number, b: number): number {
    if (a < table.rows && b < table.rows) return a - b;
    const { added } = of(table.type);
    const one = added[a - table.rows];
    const other = added[b - table.rows];
    if (one && other) return compareText(one.id, other.id);
    // A stored row's own place is before the stored row behind it.
    return (one ? rankOf(table, one) - 0.5 : a) - (other ? rankOf(table, other) - 0.5 : b);
  }

  /** The stored row before which an added one belongs. */
  function rankOf(table: Table, added: Changed["added"][number]): number {
    const ids = table.columns.get("id");
    if (ids?.kind !== "plain") return 0;
    added.before ??= sortedTexts(store, ids.texts).firstFrom(added.id);
    return added.before;
  }

  function connector(cell: Cell): number {
    return of(cell.table.type).foundAt(cell.row)?.connector ?? stored.connector(cell);
  }

  return {
    of,
    tableOf,
    find,
    rowsOf,
    add,
    isAlive: ({ table, row }) => !of(table.type).removed.has(row),
    value: (cell, name) => stored.value(placeOf(cell), name),
    isMissing,
    isUnread,
    mayBeMissing,
    mayBeUnread: (table, relation, far) =>
      isEverUnread(table, relation, far) || reachOf(table, relation, far).size > 0,
    compare,
    connector,
  };
}
