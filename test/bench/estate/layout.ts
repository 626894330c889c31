import type {
  AssetRecord,
  Field,
  FieldValue,
  Model,
  Relation,
  Scalar,
  ScalarName,
} from "../../../src/types.ts";
import { InputError } from "../../../src/errors.ts";
import { constantFields, generateEstate, generatedTypes } from "./estate.ts";

/** How to get from a row to its related rows, as peers store it. */
export type Hop =
  /** The row holds the row number of its one target. */
  | { readonly kind: "parent"; readonly target: string; readonly column: string }
  /** Each target holds the row number of this row. */
  | { readonly kind: "children"; readonly target: string; readonly column: string }
  /** A table of pairs of row numbers; `from` names the column of this side. */
  | {
      readonly kind: "pairs";
      readonly target: string;
      readonly table: string;
      readonly from: "source" | "target";
    };

export interface Column {
  readonly name: string;
  readonly scalar: ScalarName;
  readonly isEnum: boolean;
  /** What comparisons see in place of null. */
  readonly coalesce?: Scalar;
}

/** One table of a peer: a row number, the id, the fields that the estate fills, and row numbers of single targets. */
export interface Table {
  readonly type: string;
  readonly columns: readonly Column[];
  /** Columns of row numbers, with the type they number. */
  readonly parents: readonly { readonly column: string; readonly target: string }[];
  readonly hops: ReadonlyMap<string, Hop>;
}

/** How peers store the estate: what a careful person would make of the same schema in a relational database. */
export interface Layout {
  readonly tables: ReadonlyMap<string, Table>;
  readonly pairs: readonly {
    readonly table: string;
    readonly source: string;
    readonly target: string;
  }[];
}

/** A record as peers take it in: row numbers count from 0 in each type, in the order of generation. */
export interface PeerRow {
  readonly table: Table;
  readonly row: number;
  readonly record: AssetRecord;
  /** Row numbers in the order of `table.parents`. */
  readonly parents: readonly (number | null)[];
}

/** The peers' tables for the types that the generator fills. Throws where the schema lacks a type or a field of it. */
export function planLayout(model: Model): Layout {
  const filled = filledFields();
  const lacking: string[] = [];
  const pairs = new Map<string, Layout["pairs"][number]>();
  const tables = new Map<string, Table>();
  for (const name of generatedTypes) {
    const type = model.types.get(name);
    if (!type) {
      lacking.push(name);
      continue;
    }
    const columns = (filled.get(name) ?? []).flatMap((field) => {
      const known = type.fields.get(field);
      if (!known) lacking.push(`${name}.${field}`);
      return known
        ? [
            {
              name: field,
              scalar: known.scalar,
              isEnum: known.enumName !== undefined,
              ...(isScalar(known.coalesce) ? { coalesce: known.coalesce } : {}),
            },
          ]
        : [];
    });
    const hops = new Map<string, Hop>();
    for (const relation of type.relations.values()) {
      const hop = hopOf(model, name, relation);
      if (!hop) continue;
      hops.set(relation.name, hop);
      if (hop.kind === "pairs") {
        const [source, target] = hop.from === "source" ? [name, hop.target] : [hop.target, name];
        pairs.set(hop.table, { table: hop.table, source, target });
      }
    }
    tables.set(name, { type: name, columns, hops, parents: [] });
  }
  if (lacking.length > 0)
    throw new InputError(
      "unknown-type",
      `The schema lacks what the generator fills: ${lacking.join(", ")}.`,
    );
  return { tables: withParents(tables), pairs: [...pairs.values()] };
}

/** The batches of an estate with row numbers in place of ids. */
export function createNumbering(layout: Layout): (batch: readonly AssetRecord[]) => Numbered {
  const next = new Map<string, number>();
  return (batch) => {
    const rows = new Map<string, number>();
    for (const record of batch) {
      const row = next.get(record.type) ?? 0;
      next.set(record.type, row + 1);
      rows.set(record.id, row);
    }
    return number(layout, batch, rows);
  };
}

export interface Numbered {
  readonly rows: readonly PeerRow[];
  readonly pairs: readonly {
    readonly table: string;
    readonly source: number;
    readonly target: number;
  }[];
}

function number(
  layout: Layout,
  batch: readonly AssetRecord[],
  rows: ReadonlyMap<string, number>,
): Numbered {
  const owners = new Map<string, number>();
  const pairs: { table: string; source: number; target: number }[] = [];
  for (const record of batch) {
    const table = layout.tables.get(record.type)!;
    for (const [relation, targets] of Object.entries(record.links)) {
      const hop = table.hops.get(relation);
      if (hop?.kind === "children")
        for (const target of targets) owners.set(`${hop.column} ${target}`, rows.get(record.id)!);
      if (hop?.kind === "pairs")
        for (const target of targets)
          pairs.push({
            table: hop.table,
            source: rows.get(record.id)!,
            target: rows.get(target)!,
          });
    }
  }
  return {
    pairs,
    rows: batch.map((record) => {
      const table = layout.tables.get(record.type)!;
      const parents = table.parents.map(({ column }) => {
        if (column === "connector") return rows.get(record.connector)!;
        const linked = record.links[column]?.[0];
        return (linked ? rows.get(linked) : owners.get(`${column} ${record.id}`)) ?? null;
      });
      return { table, row: rows.get(record.id)!, record, parents };
    }),
  };
}

function filledFields(): Map<string, readonly string[]> {
  const filled = new Map<string, readonly string[]>();
  for (const batch of generateEstate(50, 1))
    for (const { type, fields } of batch)
      if (!filled.has(type))
        filled.set(
          type,
          Object.keys(fields).filter((field) => !constantFields.includes(field)),
        );
  return filled;
}

function hopOf(model: Model, owner: string, relation: Relation): Hop | undefined {
  if (relation.target === "Connector" && relation.name === "connector")
    return { kind: "parent", target: "Connector", column: "connector" };
  const target = relation.target;
  if (!(generatedTypes as readonly string[]).includes(target)) return undefined;
  if (relation.kind === "embeds")
    return { kind: "children", target, column: `${owner}_${relation.name}` };
  if (relation.kind === "references")
    return relation.toMany
      ? { kind: "pairs", target, table: `${owner}_${relation.name}`, from: "source" }
      : { kind: "parent", target, column: relation.name };
  return backwards(model, relation);
}

function backwards(model: Model, relation: Relation): Hop | undefined {
  const target = relation.target;
  const forward = model.types.get(target)?.relations.get(relation.inverse ?? "");
  if (!forward) return undefined;
  if (forward.kind === "embeds")
    return { kind: "parent", target, column: `${target}_${forward.name}` };
  return forward.toMany
    ? { kind: "pairs", target, table: `${target}_${forward.name}`, from: "target" }
    : { kind: "children", target, column: forward.name };
}

function withParents(tables: ReadonlyMap<string, Table>): ReadonlyMap<string, Table> {
  const columns = new Map<string, Map<string, string>>();
  for (const name of tables.keys()) columns.set(name, new Map());
  for (const [name, { hops }] of tables)
    for (const hop of hops.values()) {
      if (hop.kind === "parent") columns.get(name)!.set(hop.column, hop.target);
      if (hop.kind === "children") columns.get(hop.target)!.set(hop.column, name);
    }
  return new Map(
    [...tables].map(([name, table]) => {
      const parents = [...columns.get(name)!].map(([column, target]) => ({ column, target }));
      return [name, { ...table, parents }];
    }),
  );
}

/** A record's values in the order of its table's columns. */
export function valuesOf({ table, record }: PeerRow): readonly (FieldValue | undefined)[] {
  return table.columns.map(({ name }) => record.fields[name]);
}

/** Of a list's default no peer needs to know: none of the suite's lists has one. */
function isScalar(value: Field["coalesce"]): value is Scalar {
  return value !== undefined && !Array.isArray(value);
}
