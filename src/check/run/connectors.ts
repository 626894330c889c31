import type { Filter, Inventory, Rows } from "../../types.ts";

/** The ids of all connectors, in order. */
export async function readConnectorIds(inventory: Inventory): Promise<readonly string[]> {
  if (!inventory.model.types.has("Connector")) return [];
  const [selection] = await inventory.select([{ type: "Connector" }]);
  const ids: string[] = [];
  for (const rows of await selection!.rows("matched"))
    // One by one: there may be more of them than a call takes arguments.
    for (const id of await readIds(inventory, rows)) ids.push(id);
  return ids;
}

/** Whether there is any connector. */
export async function hasConnectors(inventory: Inventory): Promise<boolean> {
  if (!inventory.model.types.has("Connector")) return false;
  const [selection] = await inventory.select([{ type: "Connector" }]);
  return selection!.matched > 0;
}

/** The connectors that some rows are in. */
export interface ConnectorsOf {
  /** Each once. */
  readonly connectors: Rows;
  /** For each of the rows the position of its connector among these; undefined for a row that is known to have none. */
  readonly at: readonly (number | undefined)[];
}

/** Follows rows of one type to their connectors; many have the same. */
export async function followConnectors(inventory: Inventory, rows: Rows): Promise<ConnectorsOf> {
  const relation = inventory.model.types.get(rows.type)!.relations.get("connector");
  if (!relation) return { connectors: { type: "Connector", rows: new Uint32Array(0) }, at: [] };
  const { offsets, targets } = await inventory.related(rows, "connector");
  const connectors = Uint32Array.from(new Set(targets)).sort();
  const positions = new Map(Array.from(connectors, (row, i) => [row, i]));
  const at = Array.from(rows.rows, (_, i) =>
    offsets[i] === offsets[i + 1] ? undefined : positions.get(targets[offsets[i]!]!),
  );
  return { connectors: { type: relation.target, rows: connectors }, at };
}

/** A connector and all assets in it, by type. */
export async function rowsInConnector(inventory: Inventory, id: string): Promise<readonly Rows[]> {
  const [row] = await inventory.find("Connector", [id]);
  if (row === undefined) return [];
  const types = [...inventory.model.types.values()].filter(
    ({ kind, name, relations }) =>
      kind === "asset" && name !== "Connector" && relations.has("connector"),
  );
  const where: Filter = {
    kind: "quantify",
    relation: "connector",
    quantifier: "SOME",
    where: { kind: "compare", field: "id", operator: "EQ", value: id },
  };
  const selections = await inventory.select(types.map(({ name }) => ({ type: name, where })));
  const inside = await Promise.all(selections.map((selection) => selection.rows("matched")));
  return [{ type: "Connector", rows: Uint32Array.of(row) }, ...inside.flat()];
}

/** The rows of those connectors of these ids that there are. */
export async function findConnectors(inventory: Inventory, ids: readonly string[]): Promise<Rows> {
  const found = await inventory.find("Connector", ids);
  return { type: "Connector", rows: Uint32Array.from(found.filter((row) => row !== undefined)) };
}

/** The names of connectors by their ids; null where there is no such connector, or it has none. */
export async function readConnectorNames(
  inventory: Inventory,
  ids: readonly string[],
): Promise<readonly (string | null)[]> {
  const isNamed = inventory.model.types.get("Connector")?.fields.has("name");
  if (!isNamed) return ids.map(() => null);
  const found = await inventory.find("Connector", ids);
  const rows = Uint32Array.from(found.filter((row) => row !== undefined));
  const [column] = await inventory.read({ type: "Connector", rows }, ["name"]);
  const byRow = new Map(Array.from(rows, (row, i) => [row, column![i]]));
  return found.map((row) => {
    const name = row === undefined ? null : byRow.get(row);
    return typeof name === "string" ? name : null;
  });
}

/** The connector whose id an id begins with: an asset is stored below the connector that it was read in. */
export async function findConnectorAbove(
  inventory: Inventory,
  id: string,
): Promise<string | undefined> {
  const ends = [...id.matchAll(/\/|$/g)].map(({ index }) => index);
  const heads = ends.map((end) => id.slice(0, end)).reverse();
  const rows = await inventory.find("Connector", heads);
  return heads.find((_, i) => rows[i] !== undefined);
}

/** For each filter over connectors whether it may be true of the connector with an id. One that is not known may be any. */
export async function testConnectors(
  inventory: Inventory,
  filters: readonly Filter[],
): Promise<readonly ((id: string) => boolean)[]> {
  if (filters.length === 0) return [];
  const selections = await inventory.select([
    { type: "Connector" },
    ...filters.map((where) => ({ type: "Connector", where })),
  ]);
  const [known, ...found] = await Promise.all(
    selections.map(async (selection) => {
      const ids = new Set<string>();
      for (const which of ["matched", "undecided"] as const)
        for (const rows of await selection.rows(which))
          for (const id of await readIds(inventory, rows)) ids.add(id);
      return ids;
    }),
  );
  return found.map((ids) => (id) => ids.has(id) || !known!.has(id));
}

/** The ids of rows, in their order. */
export async function readIds(inventory: Inventory, rows: Rows): Promise<readonly string[]> {
  const [ids] = await inventory.read(rows, ["id"]);
  return ids!.map(String);
}
