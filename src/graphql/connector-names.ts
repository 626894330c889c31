import type { Inventory } from "../types.ts";

/** Gives what names a connector its name, where there is an asset type of connectors that have one. */
export async function nameConnectors<T extends { readonly connector: string }>(
  inventory: Inventory,
  told: readonly T[],
): Promise<(T & { readonly connectorName: string | null })[]> {
  const names = new Map<string, string | null>();
  if (inventory.model.types.get("Connector")?.fields.has("name")) {
    const ids = [...new Set(told.map(({ connector }) => connector))];
    const found = await inventory.find("Connector", ids);
    for (const [i, row] of found.entries()) {
      if (row === undefined) continue;
      const [column] = await inventory.read({ type: "Connector", rows: Uint32Array.of(row) }, [
        "name",
      ]);
      names.set(ids[i]!, typeof column![0] === "string" ? column![0] : null);
    }
  }
  return told.map((one) => ({ ...one, connectorName: names.get(one.connector) ?? null }));
}
