import type { Collection, Inventory, Unreadable } from "../types.ts";

/** Gives collections the names of their connectors, sorted by type, then connector, each once. */
export type NameCollections = (
  collections: readonly Collection[],
) => Promise<readonly Unreadable[]>;

/** Names of connectors are looked up once each. */
export function createCollectionNamer(inventory: Inventory): NameCollections {
  const names = new Map<string, string | null>();
  return async (collections) => {
    const connectors = new Set(collections.map(({ connector }) => connector));
    const unknown = [...connectors].filter((connector) => !names.has(connector));
    for (const [i, name] of (await readNames(inventory, unknown)).entries())
      names.set(unknown[i]!, name);
    const byKey = new Map(
      collections.map((collection) => [
        `${collection.type}\n${collection.connector}`,
        { ...collection, connectorName: names.get(collection.connector) ?? null },
      ]),
    );
    return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, named]) => named);
  };
}

async function readNames(
  inventory: Inventory,
  ids: readonly string[],
): Promise<readonly (string | null)[]> {
  const isNamed = inventory.model.types.get("Connector")?.fields.has("name") ?? false;
  if (ids.length === 0 || !isNamed) return ids.map(() => null);
  const found = await inventory.find("Connector", ids);
  const rows = Uint32Array.from(found.filter((row) => row !== undefined));
  const [column] = await inventory.read({ type: "Connector", rows }, ["name"]);
  const byRow = new Map(Array.from(rows, (row, i) => [row, column![i]]));
  return found.map((row) => {
    const name = row === undefined ? null : byRow.get(row);
    return typeof name === "string" ? name : null;
  });
}
