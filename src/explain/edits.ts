import type { SmallEstate } from "../estate/small-estate.ts";
import type { Atom } from "../solver/atoms.ts";
import type { AssetRecord, FieldValue, Model, Relation } from "../types.ts";
import type { Goal } from "./goals.ts";

/** What a condition on a field is to come to. */
export interface Wish {
  readonly atom: Atom;
  readonly goal: Goal;
}

/** A row by its type and id. */
export interface Key {
  readonly type: string;
  readonly id: string;
}

/** One thing that is changed of one row; `path` is the way to it from the asset that is told of. */
export type Edit = { readonly path: string; readonly cost: number } & (
  | {
      readonly does: "set";
      readonly row: Key;
      /** Further rows of the type of which the same is changed. */
      readonly also?: readonly Key[];
      readonly field: string;
      readonly from: FieldValue;
      /** What the values fulfil, and which would fulfil more. */
      readonly wishes: readonly Wish[];
      readonly valuesFor: (wishes: readonly Wish[]) => readonly FieldValue[];
      /** Any of these; the first reads best. */
      readonly values: readonly [FieldValue, ...FieldValue[]];
    }
  /** Leads there no more; a part is gone then. */
  | { readonly does: "remove"; readonly row: Key; readonly relation: string; readonly target: Key }
  | {
      readonly does: "add";
      readonly row: Key;
      readonly relation: string;
      readonly made: NewRow;
    }
  /** Nothing further stands behind the relation. */
  | { readonly does: "settle"; readonly row: Key; readonly relation: string }
);

/** A row that is not there yet. */
export interface NewRow {
  readonly type: string;
  readonly fields: Readonly<Record<string, FieldValue>>;
  readonly related: readonly { readonly relation: string; readonly made: NewRow }[];
}

/** The estate with some edits made; what they are about and the estate does not have stays away. */
export function applyEdits(
  model: Model,
  { records, unread }: SmallEstate,
  edits: readonly Edit[],
): SmallEstate {
  const all = new Map(records.map((record) => [keyOf(record), record]));
  let made = 0;

  function link(from: Key, relation: string, to: Key, isThere: boolean): void {
    const declared = relationOf(model, from, relation);
    const [holder, name, end] =
      declared.kind === "inverse" ? [to, declared.inverse!, from] : [from, relation, to];
    const record = all.get(keyOf(holder));
    if (!record) return;
    const others = (record.links[name] ?? []).filter((id) => id !== end.id);
    const links = { ...record.links, [name]: isThere ? [...others, end.id] : others };
    all.set(keyOf(holder), { ...record, links });
  }

  function add(owner: Key, relation: string, { type, fields, related }: NewRow): void {
    const near = all.get(keyOf(owner));
    if (!near) return;
    const id = `${owner.id}#${relation}/added-${++made}`;
    const record: AssetRecord = { type, id, connector: near.connector, fields, links: {} };
    all.set(keyOf(record), record);
    link(owner, relation, record, true);
    for (const one of related) add(record, one.relation, one.made);
  }

  function set(row: Key, field: string, value: FieldValue): void {
    const record = all.get(keyOf(row));
    if (!record) return;
    const fields = { ...record.fields, [field]: value };
    const missing = (record.missing ?? []).filter((name) => name !== field);
    all.set(keyOf(row), { ...record, fields, missing });
  }

  function settle(row: Key, relation: string): void {
    const record = all.get(keyOf(row));
    if (!record) return;
    const known = new Set(records.map(({ id }) => id));
    const ids = (record.links[relation] ?? []).filter((id) => known.has(id));
    const missing = (record.missing ?? []).filter((name) => name !== relation);
    all.set(keyOf(row), { ...record, links: { ...record.links, [relation]: ids }, missing });
  }

  for (const edit of edits) {
    if (edit.does === "settle") settle(edit.row, edit.relation);
    else if (edit.does === "add") add(edit.row, edit.relation, edit.made);
    else if (edit.does === "remove") {
      link(edit.row, edit.relation, edit.target, false);
      if (model.types.get(edit.target.type)!.kind === "part") all.delete(keyOf(edit.target));
    } else for (const row of [edit.row, ...(edit.also ?? [])]) set(row, edit.field, edit.values[0]);
  }
  return { records: [...all.values()], unread };
}

export function relationOf(model: Model, { type }: Pick<Key, "type">, name: string): Relation {
  return model.types.get(type)!.relations.get(name)!;
}

export function keyOf({ type, id }: Key): string {
  return `${type} ${id}`;
}
