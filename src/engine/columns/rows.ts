import { compareText } from "../../dialect/values.ts";
import type { Adjacency, Dangling, Table, Tables } from "../../inventory/tables.ts";
import type { FieldValue, Model, Relation } from "../../types.ts";
import { sortedTexts } from "./sorted.ts";
import { eachTarget } from "./links.ts";
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
  /** The rows a relation leads to, by type, then id; parallel links twice. */
  targets(at: TableRow, relation: string): readonly TableRow[];
  /** Ids that the links of a relation name and nothing has, in order. */
  dangling(at: TableRow, relation: string): readonly string[];
  /** The row's connector: its position in `Tables.connectors`, from 1. */
  connector(at: TableRow): number;
  find(type: string, id: string): number | undefined;
}

/** Rows as the snapshot has them. */
export function createStoredRows(tables: Tables, cache: ColumnCache): RowAccess {
  function targets({ table, row }: TableRow, relation: string): readonly TableRow[] {
    return (table.relations.get(relation)?.links ?? []).flatMap(({ target, forward }) =>
      followTo(cache, tables.tables.get(target)!, forward, row),
    );
  }

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
    targets,
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

/** The rows of `far` that one row leads to. */
export function followTo(
  cache: ColumnCache,
  far: Table,
  adjacency: Adjacency,
  row: number,
): TableRow[] {
  const targets: TableRow[] = [];
  eachTarget(cache, adjacency, row, (target) => targets.push({ table: far, row: target }));
  return targets;
}

function danglingIds(
  cache: ColumnCache,
  { count, rows, ids }: Dangling,
  row: number,
): readonly string[] {
  let low = 0;
  for (let high = count; low < high;) {
    const half = (low + high) >>> 1;
    if (cache.integer(rows, 4, half) < row) low = half + 1;
    else high = half;
  }
  const found: string[] = [];
  for (; low < count && cache.integer(rows, 4, low) === row; low++)
    found.push(cache.text(ids, low));
  return found.sort(compareText);
}

/** A relation as the model declares it on a concrete type. */
export function relationOf(model: Model, { type }: Table, relation: string): Relation | undefined {
  return model.types.get(type)?.relations.get(relation);
}
