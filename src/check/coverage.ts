import type { Check, Coverage, Inventory } from "../types.ts";

/**
 * How completely the asset types that checks read were collected. What no check reads is left out: it changes no verdict.
 * Without any connector all is told, for then something went wrong at the very beginning.
 */
export async function coverageOf(
  inventory: Inventory,
  checks: readonly Check[],
): Promise<readonly Coverage[]> {
  const connector = await readAnyConnector(inventory);
  if (connector === undefined) return inventory.coverage();
  const queries = checks.flatMap(({ rules }) => rules.map(({ query }) => query));
  // One connector is enough to learn the types, and an estate may have a million of them.
  const read = queries.flatMap((query) => inventory.reads(query, { connectors: [connector] }));
  const types = new Set(read.map(({ type }) => type));
  return inventory.coverage().filter(({ type }) => types.has(type));
}

async function readAnyConnector(inventory: Inventory): Promise<string | undefined> {
  if (!inventory.model.types.has("Connector")) return undefined;
  const [selection] = await inventory.select([{ type: "Connector" }]);
  const [rows] = selection!.rows("matched", { limit: 1 });
  const [column] = rows ? await inventory.read(rows, ["id"]) : [];
  return typeof column?.[0] === "string" ? column[0] : undefined;
}
