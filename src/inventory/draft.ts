import { invariant } from "../errors.ts";
import type { AssetRecord, AssetType, Field, FieldValue } from "../types.ts";
import type { ColumnBuilder } from "./column-builder.ts";
import { createColumnBuilder } from "./column-builder.ts";
import type { Interner } from "./interner.ts";
import type { Vector } from "./vector.ts";
import { createVector } from "./vector.ts";

/** What is known of one concrete type while records come in. Rows are numbered as they come. */
export interface Draft {
  readonly type: AssetType;
  readonly ids: Vector;
  readonly connectors: Vector;
  readonly columns: ReadonlyMap<string, ColumnBuilder>;
  readonly links: ReadonlyMap<string, { readonly rows: Vector; readonly ids: Vector }>;
  readonly missingLinks: ReadonlyMap<string, Vector>;
}

/** A draft whose rows have their final numbers. */
export interface Ordered {
  readonly draft: Draft;
  /** From a new row to the one it came as. */
  readonly order: Uint32Array;
  /** From the row it came as to its new row + 1, 0 for one that a later record replaced. */
  readonly newRow: Uint32Array;
}

/** No asset of this type so far. */
export function createDraft(type: AssetType): Draft {
  const fields = [...type.fields.values()].filter(({ name }) => name !== "id");
  const relations = [...type.relations.values()];
  const stored = relations.filter(({ kind }) => kind !== "inverse");
  return {
    type,
    ids: createVector(),
    connectors: createVector(),
    columns: new Map(fields.map((field: Field) => [field.name, createColumnBuilder(field)])),
    links: new Map(stored.map(({ name }) => [name, { rows: createVector(), ids: createVector() }])),
    missingLinks: new Map(relations.map(({ name }) => [name, createVector()])),
  };
}

/** Puts a record behind the others. `ids` number ids of assets and links, `connectors` those of connectors. */
export function addRecord(
  draft: Draft,
  record: AssetRecord,
  ids: Interner,
  connectors: Interner,
): void {
  const row = draft.ids.length;
  draft.ids.push(ids.intern(record.id));
  draft.connectors.push(connectors.intern(record.connector));
  for (const [name, value] of Object.entries<FieldValue>(record.fields)) {
    if (name !== "id") columnOf(draft, name).set(row, value);
  }
  for (const [name, { rows, ids: ends }] of draft.links) {
    // Every asset knows its connector, whatever its answer says.
    const own = name === "connector" ? [record.connector] : [];
    for (const id of record.links[name] ?? own) {
      rows.push(row);
      ends.push(ids.intern(id));
    }
  }
  for (const name of record.missing ?? []) {
    const relation = draft.missingLinks.get(name);
    if (relation) relation.push(row);
    else columnOf(draft, name).setMissing(row);
  }
}

function columnOf({ type, columns }: Draft, field: string): ColumnBuilder {
  const column = columns.get(field);
  invariant(column, `the asset type "${type.name}" has the field "${field}"`);
  return column;
}

/** Rows by their id's rank. Of several rows with one id the last one stays. */
export function orderDraft(draft: Draft, rank: Uint32Array): Ordered {
  const rows = draft.ids.length;
  // Rank and row in one number, so that sorting needs no comparison of ours: both are below 2 ** 26.
  const keys = Float64Array.from(
    { length: rows },
    (_, row) => rank[draft.ids.get(row)]! * rows + row,
  );
  keys.sort();
  const order = createVector();
  for (let i = 0; i < rows; i++) {
    const isReplaced = Math.floor(keys[i]! / rows) === Math.floor((keys[i + 1] ?? -1) / rows);
    if (!isReplaced) order.push(keys[i]! % rows);
  }
  const newRow = new Uint32Array(rows);
  order.view().forEach((row, i) => {
    newRow[row] = i + 1;
  });
  return { draft, order: order.view(), newRow };
}
