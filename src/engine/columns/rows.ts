import { compareText } from "../../dialect/values.ts";
import type { Dangling, Table, Tables } from "../../inventory/tables.ts";
import type { FieldValue, Model, Relation } from "../../types.ts";
import { sortedTexts } from "./sorted.ts";
import { firstWhere } from "./first-where.ts";
import type { ColumnCache } from "./column-cache.ts";

/** One row of a table. */
export interface TableRow {
  readonly table: Table;
  readonly row: number;
}

/** What is known of single rows. Evidence and reading ask here; suites ask whole columns. */
export interface RowAccess {
  /** Null where the type has no such field. */
  value(at: TableRow, field: string): FieldValue;
  /** Whether a field's value or a relation's links, whatever they lead to, could not be learnt. */
  isMissing(at: TableRow, name: string): boolean;
  /** Whether it is not known who of a concrete type leads here by an inverse relation. */
  isUnread(at: TableRow, relation: string, type: string): boolean;
  /** Ids that the links of a relation name and nothing has, in order. */
  dangling(at: TableRow, relation: string): readonly string[];
  /** The row's connector: its position in `Tables.connectors`, from 1. */
  connector(at: TableRow): number;
  find(type: string, id: string): number | undefined;
}

/** Rows as the snapshot has them. */
export function createStoredRows(tables: Tables, cache: ColumnCache): RowAccess {
  return {
    value({ table, row }, field) {
      const column = table.columns.get(field);
      return column ? cache.cell(column, row) : null;
    },
    isMissing({ table, row }, name) {
      const missing = (table.columns.get(name) ?? table.relations.get(name))?.missing;
      return missing !== undefined && cache.isSet(missing, row);
    },
    isUnread({ table, row }, relation, type) {
      const unread = table.relations.get(relation)?.unread?.get(type);
      return unread !== undefined && cache.isSet(unread, row);
    },
    dangling({ table, row }, relation) {
      const stored = table.relations.get(relation)?.dangling;
      return stored ? danglingIds(cache, stored, row) : [];
    },
    connector: ({ table: { connector }, row }) =>
      cache.integer(connector.blob, connector.width, row),
    find(type, id) {
      const column = tables.tables.get(type)?.columns.get("id");
      return column?.kind === "plain" ? sortedTexts(cache, column.texts).find(id) : undefined;
    },
  };
}

function danglingIds(
  cache: ColumnCache,
  { count, rows, ids }: Dangling,
  row: number,
): readonly string[] {
  const first = firstWhere(0, count, (i) => cache.integer(rows, 4, i) >= row);
  const found: string[] = [];
  for (let i = first; i < count && cache.integer(rows, 4, i) === row; i++)
    found.push(cache.text(ids, i));
  return found.sort(compareText);
}

/** A relation as the model declares it on a concrete type. */
export function relationOf(model: Model, { type }: Table, relation: string): Relation | undefined {
  return model.types.get(type)?.relations.get(relation);
}
