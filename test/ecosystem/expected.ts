import type { Inventory } from "../../src/types.ts";

/** What every recipe of docs/clients.md prints: more accounts than a page has. */
export async function countAccounts(inventory: Inventory): Promise<string> {
  const [selection] = await inventory.select([
    {
      type: "StorageAccount",
      where: { kind: "compare", field: "publicNetworkAccess", operator: "EQ", value: "Enabled" },
    },
  ]);
  if (selection!.matched <= 5) throw new Error("The sample has fewer accounts than two pages.");
  return `${selection!.matched} storage accounts\n`;
}
