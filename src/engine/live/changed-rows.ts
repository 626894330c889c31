import { membersOf } from "../../model/concrete.ts";
import { compareText } from "../../dialect/values.ts";
import type { Table, Tables } from "../../inventory/tables.ts";
import type { AssetRecord, FieldValue, Model } from "../../types.ts";
import type { Changed } from "./changed-table.ts";
import { createChanged, firstAdded } from "./changed-table.ts";
import { sortedTexts } from "../plan/decide.ts";
import type { Compare, Marks } from "./changed-fields.ts";
import { createFieldComparison, fieldOf, knownOf } from "./changed-fields.ts";
import { remember } from "./relation-ends.ts";
import type { Cell, RowAccess } from "../rows/rows.ts";
import { relationOf } from "../rows/rows.ts";
import type { Store } from "../rows/store.ts";

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
  /** Reads a field of rows; undefined where it is missing. */
  reader(table: Table, name: string): (row: number) => FieldValue | undefined;
  /**
   * Compares a field, whether one or a relation is missing, or (`connectorName`) the connector of `rows` with what a record
   * says of it now, and marks those where it is another. `isSure` where no record, before or now, says that something is
   * missing. Undefined where nothing can be another.
   */
  comparison(
    table: Table,
    name: string,
    rows: readonly number[],
    isSure: boolean,
    marks: Marks,
  ): Compare | undefined;
  /** Of two rows of a table the one whose id comes first. */
  compare(table: Table, a: number, b: number): number;
}

/** Stands among the names that are read of a row for the connector it is in. */
export const connectorName = "(connector)";

/** The rows that `stored` has of `tables`, and no changes so far. `connectorCode` gives a connector's position, from 1. */
export function createChangedRows(
  model: Model,
  tables: Tables,
  store: Store,
  stored: RowAccess,
  connectorCode: (id: string) => number,
): ChangedRows {
  const changed = new Map<string, Changed>();
  for (const [type, table] of tables.tables) changed.set(type, createChanged(store, table));
  const of = (type: string): Changed => changed.get(type)!;
  const tableOf = (type: string): Table => tables.tables.get(type)!;

  const compareField = createFieldComparison(store);

  function find(type: string, id: string): number | undefined {
    const row = anyRow(type, id);
    return row !== undefined && !of(type).removed.has(row) ? row : undefined;
  }

  function anyRow(type: string, id: string): number | undefined {
    const { ids, added, rowOf } = of(type);
    return (added.length > 0 ? rowOf.get(id) : undefined) ?? ids.find(id);
  }

  function add({ table, added, rowOf }: Changed, id: string): number {
    const row = firstAdded(table) + added.push({ id }) - 1;
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

  function value(cell: Cell, name: string): FieldValue {
    const record = of(cell.table.type).records.get(cell.row);
    if (!record) return stored.value(cell, name);
    if (name === "id") return record.id;
    const field = model.types.get(record.type)?.fields.get(name);
    return field ? fieldOf(field, record) : null;
  }

  function reader(table: Table, name: string): (row: number) => FieldValue | undefined {
    const { records } = of(table.type);
    const field = model.types.get(table.type)!.fields.get(name);
    return (row) => {
      const record = records.get(row);
      if (record && field && name !== "id") return knownOf(field, record);
      const cell = { table, row };
      return isMissing(cell, name) ? undefined : value(cell, name);
    };
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

  /** Whether a field or relation may be missing in some row, whatever records say. */
  function isEverMissing(table: Table, name: string): boolean {
    if ((table.columns.get(name) ?? table.relations.get(name))?.missing) return true;
    const declared = relationOf(model, table, name);
    return declared?.kind === "inverse" && reachOf(`${table.type} ${name}`).size > 0;
  }

  function comparison(
    table: Table,
    name: string,
    rows: readonly number[],
    isSure: boolean,
    marks: Marks,
  ): Compare | undefined {
    const field = model.types.get(table.type)!.fields.get(name);
    // The id is what a row is found by.
    if (name === "id") return undefined;
    if (field) return compareField(table, field, rows, marks);
    if (name === connectorName)
      return (position, was, is) => {
        const row = rows[position]!;
        const code = was ? connectorCode(was.connector) : stored.connector({ table, row });
        if (code !== connectorCode(is.connector)) marks.rows.push(row);
      };
    if (isSure && !isEverMissing(table, name)) return undefined;
    return (position, was, is) => {
      const row = rows[position]!;
      const before = was ? isMissingIn(was, name) : stored.isMissing({ table, row }, name);
      if (before !== isMissingIn(is, name)) marks.rows.push(row);
    };
  }

  function compare(table: Table, a: number, b: number): number {
    if (a < table.rows && b < table.rows) return a - b;
    const { added } = of(table.type);
    const one = added[a - firstAdded(table)];
    const other = added[b - firstAdded(table)];
    if (one && other) return compareText(one.id, other.id);
    // A stored row's own place is before the stored row behind it.
    return (one ? placeOf(table, one) - 0.5 : a) - (other ? placeOf(table, other) - 0.5 : b);
  }

  /** The stored row before which an added one belongs. */
  function placeOf(table: Table, added: Changed["added"][number]): number {
    const ids = table.columns.get("id");
    if (ids?.kind !== "plain") return 0;
    added.before ??= sortedTexts(store, ids.texts).firstFrom(added.id);
    return added.before;
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
    isMissing,
    reader,
    comparison,
    compare,
    connector,
  };
}
