import type { Check, Coverage, Inventory, Query } from "../../types.ts";

/** Tells which asset types' collections a query reads. */
export interface TypesRead {
  /** All of them; those with an incomplete collection where there is no connector at all. */
  of(query: Query): readonly string[];
  readonly hasConnectors: boolean;
}

/** One connector is enough to learn the types, and an estate may have a million of them. */
export async function createTypesRead(inventory: Inventory): Promise<TypesRead> {
  const connector = await readAnyConnector(inventory);
  const scope =
    connector === undefined ? { incomplete: true as const } : { connectors: [connector] };
  return {
    of: (query) => [...new Set(inventory.reads(query, scope).map(({ type }) => type))],
    hasConnectors: connector !== undefined,
  };
}

/**
 * How completely the asset types that checks read were collected. What no check reads is left out: it changes no verdict.
 * Without any connector all is told, for then something went wrong at the very beginning.
 */
export function coverageOf(
  inventory: Inventory,
  checks: readonly Check[],
  typesRead: TypesRead,
): readonly Coverage[] {
  if (!typesRead.hasConnectors) return inventory.coverage();
  const types = new Set(
    checks.flatMap(({ rules }) => rules.flatMap(({ query }) => typesRead.of(query))),
  );
  return inventory.coverage().filter(({ type }) => types.has(type));
}

async function readAnyConnector(inventory: Inventory): Promise<string | undefined> {
  if (!inventory.model.types.has("Connector")) return undefined;
  const [selection] = await inventory.select([{ type: "Connector" }]);
  const [rows] = selection!.rows("matched", { limit: 1 });
  const [column] = rows ? await inventory.read(rows, ["id"]) : [];
  return typeof column?.[0] === "string" ? column[0] : undefined;
}
