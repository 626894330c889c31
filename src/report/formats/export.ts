import type { BasicType, ColumnSource } from "hyparquet-writer";
import type {
  Field,
  FieldValue,
  Inventory,
  JsonMember,
  MissingMember,
  Query,
  Relation,
  Rows,
  ScalarName,
} from "../../types.ts";
import { membersOf } from "../../model/concrete.ts";

/** Rows that stand in one row group of a Parquet file, and are in memory at once. */
const groupRows = 50_000;

/** The member, or column, with the names of those others whose value was not read and is no more than null or empty. */
const MISSING = "_missing";

/**
 * What a query selects as lines of JSON: all fields of each asset, and of what its relations lead to the ids. The member
 * `__typename` says what it is, `_missing` what of it was not read. A piece is valid until the next one is asked for.
 */
export async function* exportLines(
  inventory: Inventory,
  query: Query,
): AsyncGenerator<Uint8Array, void, void> {
  for (const rows of await selectAll(inventory, query))
    yield* inventory.writeJson(rows, await lineMembers(inventory, rows.type), "\n");
}

async function selectAll(inventory: Inventory, query: Query): Promise<readonly Rows[]> {
  const [selection] = await inventory.select([query]);
  return await selection!.rows("matched");
}

/** Fields and relations of a type that are missing in some row, as far as that is known without looking at rows. */
async function missableOf(inventory: Inventory, typeName: string): Promise<readonly string[]> {
  const { fields, relations } = inventory.model.types.get(typeName)!;
  const names = [...fields.keys(), ...relations.keys()];
  const mayMiss = await Promise.all(names.map((name) => inventory.mayMiss(typeName, name)));
  return names.filter((_, i) => mayMiss[i]);
}

async function lineMembers(
  inventory: Inventory,
  typeName: string,
): Promise<readonly (JsonMember | MissingMember)[]> {
  const { model } = inventory;
  const { fields, relations } = model.types.get(typeName)!;
  const id: readonly JsonMember[] = [{ key: "id", field: "id" }];
  return [
    { key: "__typename", constant: typeName },
    ...[...fields.keys()].map((field): JsonMember => ({ key: field, field })),
    ...[...relations.values()].map(({ name, target }): JsonMember => {
      const members = membersOf(model, target).map((member) => [member, id] as const);
      return { key: name, relation: name, members: Object.fromEntries(members) };
    }),
    { key: MISSING, missing: await missableOf(inventory, typeName) },
  ];
}

/**
 * What a query selects of one concrete type as a Parquet file: a column for each field and one for the ids that each relation
 * leads to, and `_missing` as in lines of JSON. Lists are JSON texts; moments and whole numbers beyond 32 bits stay texts, which lose nothing. A value
 * that is not of its field's type is null.
 */
export async function* exportParquet(
  inventory: Inventory,
  query: Query,
): AsyncGenerator<Uint8Array, void, void> {
  const { ByteWriter, ParquetWriter, schemaFromColumnData } = await import("hyparquet-writer");
  const runs = await selectAll(inventory, query);
  const output = new ByteWriter();
  const take = (): Uint8Array => {
    const bytes = output.getBytes().slice();
    output.index = 0;
    return bytes;
  };
  const none = await readColumns(inventory, { type: query.type, rows: new Uint32Array(0) });
  const writer = new ParquetWriter({
    writer: output,
    schema: schemaFromColumnData({ columnData: none }),
    createdBy: "assay",
  });
  for (const { type, rows } of runs) {
    for (let from = 0; from < rows.length; from += groupRows) {
      const group = { type, rows: rows.subarray(from, from + groupRows) };
      const columnData = await readColumns(inventory, group);
      await writer.write({ columnData, rowGroupSize: groupRows });
      yield take();
    }
  }
  await writer.finish();
  yield take();
}

async function readColumns(inventory: Inventory, rows: Rows): Promise<ColumnSource[]> {
  const { fields, relations } = inventory.model.types.get(rows.type)!;
  const values = await inventory.read(rows, [...fields.keys()]);
  const columns = [...fields.values()].map((field, i): ColumnSource => {
    const type = columnType(field);
    return { name: field.name, type, data: values[i]!.map((value) => valueAs(type, value)) };
  });
  for (const relation of relations.values()) columns.push(await readIds(inventory, rows, relation));
  const missing = Array.from(rows.rows, (): string[] => []);
  for (const name of await missableOf(inventory, rows.type))
    for (const place of await inventory.missing(rows, name)) missing[place]!.push(name);
  columns.push({ name: MISSING, type: "JSON", data: missing });
  return columns;
}

async function readIds(
  inventory: Inventory,
  rows: Rows,
  relation: Relation,
): Promise<ColumnSource> {
  const { offsets, types, targets, targetTypes } = await inventory.related(rows, relation.name);
  const ids: string[] = [];
  for (const [t, type] of types.entries()) {
    const positions = [...targets.keys()].filter((i) => targetTypes[i] === t);
    const ofType = Uint32Array.from(positions, (i) => targets[i]!);
    const [column] = await inventory.read({ type, rows: ofType }, ["id"]);
    for (const [i, position] of positions.entries()) ids[position] = column![i] as string;
  }
  const own = Array.from(rows.rows, (_, i) => ids.slice(offsets[i], offsets[i + 1]));
  return relation.toMany
    ? { name: relation.name, type: "JSON", data: own }
    : { name: relation.name, type: "STRING", data: own.map(([id]) => id ?? null) };
}

const columnTypes: Readonly<Record<ScalarName, BasicType>> = {
  ID: "STRING",
  String: "STRING",
  Int: "INT32",
  Float: "DOUBLE",
  BigInt: "STRING",
  Boolean: "BOOLEAN",
  DateTime: "STRING",
  Date: "STRING",
};

function columnType({ scalar, list }: Field): BasicType {
  return list ? "JSON" : columnTypes[scalar];
}

function valueAs(type: BasicType, value: FieldValue): FieldValue {
  switch (type) {
    case "JSON":
      return value;
    case "INT32":
      return Number.isInteger(value) && (value as number) === ((value as number) | 0)
        ? value
        : null;
    case "DOUBLE":
      return typeof value === "number" ? value : null;
    case "BOOLEAN":
      return typeof value === "boolean" ? value : null;
    default:
      return typeof value === "string" ? value : null;
  }
}
