import { canonical } from "../inventory/column-builder.ts";
import { membersOf } from "../model/concrete.ts";
import { compareText } from "../dialect/values.ts";
import { sortedTexts } from "./decide.ts";
import type { Table, Tables } from "../inventory/tables.ts";
import { bitSetBytes } from "../inventory/tables.ts";
import type { AssetRecord, FieldValue, Model } from "../types.ts";
import { remember } from "./relation-ends.ts";
import type { Cell, RowAccess } from "./rows.ts";
import { relationOf } from "./rows.ts";
import type { Store } from "./store.ts";

/**
 * The rows of a snapshot with what changed since: which there are, under which id and number, and their fields. Their links
 * are in `changed-links.ts`.
 */
export interface ChangedRows extends Pick<RowAccess, "find" | "value" | "isMissing" | "connector"> {
  /** What changed in the table of a type. */
  of(type: string): Changed;
  tableOf(type: string): Table;
  /** As `find`, rows that went included. */
  anyRow(type: string, id: string): number | undefined;
  /** A row for a new asset. */
  add(changed: Changed, id: string): number;
  idOf(cell: Cell): string;
  isAlive(cell: Cell): boolean;
  /** A record's field as a column would have it. */
  fieldOf(record: AssetRecord, name: string): FieldValue;
  isMissingIn(record: AssetRecord, name: string): boolean;
  /** Of two rows of a table the one whose id comes first. */
  compare(table: Table, a: number, b: number): number;
  /** A round of changes is over: the rows it found by id need not be remembered. */
  forgetSearched(): void;
}

/** What changed in one table. */
export interface Changed {
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

/** The rows that `stored` has of `tables`, and no changes so far. `connectorCode` gives a connector's position, from 1. */
export function createChangedRows(
  model: Model,
  tables: Tables,
  store: Store,
  stored: RowAccess,
  connectorCode: (id: string) => number,
): ChangedRows {
  const changed = new Map<string, Changed>();
  for (const [type, table] of tables.tables) changed.set(type, createChanged(table));
  const of = (type: string): Changed => changed.get(type)!;
  const tableOf = (type: string): Table => tables.tables.get(type)!;

  function find(type: string, id: string): number | undefined {
    const row = anyRow(type, id);
    return row !== undefined && !of(type).removed.has(row) ? row : undefined;
  }

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

  function compare(table: Table, a: number, b: number): number {
    if (a < table.rows && b < table.rows) return a - b;
    const { added } = of(table.type);
    const one = added[a - firstAdded(table)];
    const other = added[b - firstAdded(table)];
    if (one && other) return compareText(one.id, other.id);
    // A stored row's own place is before the stored row behind it.
    return (one ? one.before - 0.5 : a) - (other ? other.before - 0.5 : b);
  }

  function connector({ table, row }: Cell): number {
    const record = of(table.type).records.get(row);
    return record
      ? connectorCode(record.connector)
      : store.integer(table.connector.blob, table.connector.width, row);
  }

  return {
    of,
    tableOf,
    find,
    anyRow,
    add,
    idOf,
    isAlive,
    value,
    fieldOf,
    isMissing,
    isMissingIn,
    compare,
    connector,
    forgetSearched: () => searched.clear(),
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
