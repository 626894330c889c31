import type { AssetType, Collection, Model } from "../types.ts";
import type { ColumnBuilder } from "./column-builder.ts";
import { createColumnBuilder } from "./column-builder.ts";
import type { Marks } from "./marks.ts";
import { createMarks } from "./marks.ts";
import { packCodes } from "./pack.ts";
import type { RowCodes } from "./row-codes.ts";
import { createRowCodes } from "./row-codes.ts";
import type { Blob, Table, Tables } from "./tables.ts";
import { collectionFields, memoryBlob } from "./tables.ts";
import { createVector } from "./vector.ts";

/** Takes collections one by one, in any order. There is one for each type and connector: millions, in a large estate. */
export interface CollectionsBuilder {
  /** Of two for one type and connector the later one counts. */
  add(collection: Collection): void;
  /** Those for which some assets were not read. */
  unread(): readonly Unread[];
  /** Whether the type's collection in the connector with this number is complete. */
  isComplete(type: string, connector: number): boolean;
  /**
   * The collections as a table of their own, and for each asset type where it is not complete. A type that was never
   * attempted in a connector is not complete there. `connectorOrder` lists the connectors' numbers in their final order.
   */
  lay(
    model: Model,
    connectorOrder: Uint32Array,
  ): Pick<Tables, "collections" | "incomplete" | "unknownOwners">;
}

type Unread = Required<Pick<Collection, "type" | "unreadOwners">>;

interface UnreadRow extends Unread {
  readonly connector: number;
}

/** No collection so far. `numberOf` numbers connectors. */
export function createCollections(numberOf: (connector: string) => number): CollectionsBuilder {
  const columns = createColumns();
  // Rows are numbered as collections come; each type's, by the connector's number, + 1.
  const rowsOf = new Map<string, RowCodes>();
  let rows = 0;
  const complete = createMarks();
  const unread = new Map<number, UnreadRow>();
  return {
    add(collection) {
      const { type, status, unreadOwners } = collection;
      const connector = numberOf(collection.connector);
      const row = rows++;
      for (const [name, column] of columns) {
        const value = collection[name];
        // What a column is not told of is null.
        if (value !== undefined) column.set(row, value);
      }
      if (status === "complete") complete.add(row);
      if (unreadOwners) unread.set(row, { type, connector, unreadOwners });
      const own = rowsOf.get(type) ?? createRowCodes();
      own.set(connector, row + 1);
      rowsOf.set(type, own);
    },
    unread: () =>
      [...unread]
        .filter(([row, { type, connector }]) => rowsOf.get(type)!.get(connector) === row + 1)
        .map(([, own]) => own),
    isComplete(type, connector) {
      const row = rowsOf.get(type)?.get(connector) ?? 0;
      return row > 0 && complete.has(row - 1);
    },
    lay(model, connectorOrder) {
      const types = [...model.types.values()].filter(({ kind }) => kind === "asset");
      return {
        collections: layTable(columns, rows, rowsOf, connectorOrder),
        ...layGaps(types, rowsOf, connectorOrder, complete, (row) => unread.has(row)),
      };
    },
  };
}

type Columns = ReadonlyMap<keyof typeof collectionFields, ColumnBuilder>;

function createColumns(): Columns {
  return new Map(
    Object.entries(collectionFields).map(([name, scalar]) => [
      name as keyof typeof collectionFields,
      createColumnBuilder({ scalar, list: false }),
    ]),
  );
}

function layTable(
  columns: Columns,
  rows: number,
  rowsOf: ReadonlyMap<string, RowCodes>,
  connectorOrder: Uint32Array,
): Table {
  const order = createVector();
  const codes = createVector();
  for (const [, own] of [...rowsOf].sort(([a], [b]) => (a < b ? -1 : 1)))
    connectorOrder.forEach((connector, i) => {
      const row = own.get(connector);
      if (row === 0) return;
      order.push(row - 1);
      codes.push(i + 1);
    });
  const kept = order.length === rows ? columns : withoutReplaced(columns, order.view());
  const laid = [...kept].map(([name, column]) => [name, column.finish(order.view())] as const);
  return {
    type: "Collection",
    rows: order.length,
    columns: new Map(laid),
    relations: new Map(),
    connector: packCodes(order.length, connectorOrder.length, codes.get),
  };
}

/** The columns without what later collections replaced, so that no dictionary tells of it. */
function withoutReplaced(columns: Columns, rows: Uint32Array): Columns {
  const kept = createColumns();
  const risingRows = rows.slice().sort();
  for (const [name, column] of columns)
    for (const row of risingRows) kept.get(name)!.set(row, column.value(row));
  return kept;
}

function layGaps(
  types: readonly AssetType[],
  rowsOf: ReadonlyMap<string, RowCodes>,
  connectorOrder: Uint32Array,
  complete: Marks,
  namesUnread: (row: number) => boolean,
): Pick<Tables, "incomplete" | "unknownOwners"> {
  const incomplete = new Map<string, Blob>();
  const unknownOwners = new Map<string, Blob>();
  for (const { name } of types) {
    const own = rowsOf.get(name);
    const open = createVector();
    const unknown = createVector();
    connectorOrder.forEach((connector, i) => {
      const row = (own?.get(connector) ?? 0) - 1;
      if (row >= 0 && complete.has(row)) return;
      open.push(i + 1);
      if (!namesUnread(row)) unknown.push(i + 1);
    });
    if (open.length > 0) incomplete.set(name, memoryBlob(open.view()));
    if (unknown.length < open.length) unknownOwners.set(name, memoryBlob(unknown.view()));
  }
  return { incomplete, ...(unknownOwners.size > 0 ? { unknownOwners } : {}) };
}
