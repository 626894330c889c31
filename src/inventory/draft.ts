import { invariant } from "../errors.ts";
import type { AssetRecord, AssetType } from "../types.ts";
import type { ColumnBuilder } from "./column-builder.ts";
import { createColumnBuilder } from "./column-builder.ts";
import type { Marks } from "./marks.ts";
import { createMarks } from "./marks.ts";
import type { Names } from "./names.ts";
import type { Vector } from "./vector.ts";
import { createVector } from "./vector.ts";

/** What is known of one concrete type while records come in. Rows are numbered as they come. */
export interface Draft {
  readonly type: AssetType;
  readonly ids: Vector;
  readonly connectors: Vector;
  readonly columns: Map<string, ColumnBuilder>;
  /** Of the relations that are stored; empty once they are laid out. */
  readonly links: DraftLinks[];
  readonly missingLinks: ReadonlyMap<string, Marks>;
  /** By inverse relation, then the far side's type: the rows of which it is not known who leads to them. */
  readonly unread: ReadonlyMap<string, Map<string, Marks>>;
}

/** Links of one relation: row `rows[i]`, which rises, names the id with the number `ids[i]`. */
export interface DraftLinks {
  readonly name: string;
  readonly rows: Vector;
  readonly ids: Vector;
}

/** No asset of this type so far. */
export function createTypeDraft(type: AssetType): Draft {
  const fields = [...type.fields.values()].filter(({ name }) => name !== "id");
  const relations = [...type.relations.values()];
  const stored = relations.filter(({ kind }) => kind !== "inverse");
  return {
    type,
    ids: createVector(),
    connectors: createVector(),
    columns: new Map(fields.map((field) => [field.name, createColumnBuilder(field)])),
    links: stored.map(({ name }) => ({ name, rows: createVector(), ids: createVector() })),
    missingLinks: new Map(relations.map(({ name }) => [name, createMarks()])),
    unread: new Map(
      relations.filter(({ kind }) => kind === "inverse").map(({ name }) => [name, new Map()]),
    ),
  };
}

/** The rows of which it is not known who of a type leads to them by an inverse relation; to be added to. */
export function unreadMarks({ unread }: Draft, relation: string, type: string): Marks {
  const byType = unread.get(relation)!;
  const marks = byType.get(type) ?? createMarks();
  byType.set(type, marks);
  return marks;
}

/** Puts a record behind the others. */
export function addRecord(draft: Draft, record: AssetRecord, names: Names): void {
  const { fields, links } = record;
  const { ids } = names;
  const connector = names.connector(record.connector);
  const row = draft.ids.length;
  draft.ids.push(ids.intern(record.id));
  draft.connectors.push(connector.number);
  for (const name in fields) if (name !== "id") columnOf(draft, name).set(row, fields[name]!);
  for (const { name, rows, ids: ends } of draft.links) {
    const given = links[name];
    if (given) {
      for (const id of given) {
        rows.push(row);
        ends.push(ids.intern(id));
      }
    } else if (name === "connector") {
      // Every asset knows its connector, whatever its answer says.
      rows.push(row);
      ends.push(connector.id);
    }
  }
  for (const name of record.missing ?? []) {
    const relation = draft.missingLinks.get(name);
    if (relation) relation.add(row);
    else columnOf(draft, name).setMissing(row);
  }
}

function columnOf({ type, columns }: Draft, field: string): ColumnBuilder {
  const column = columns.get(field);
  // Put together only where it is said: this runs for every value.
  if (column === undefined)
    invariant(false, `the asset type "${type.name}" has the field "${field}"`);
  return column;
}
