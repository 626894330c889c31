import { accountsOf } from "../../model/accounts.ts";
import type { AssetType, Inventory } from "../../types.ts";

/** Which asset types are of clouds of which any account is in an inventory. Without an account it is all of them. */
export async function findConnected(inventory: Inventory): Promise<(type: AssetType) => boolean> {
  const { model } = inventory;
  if (!model.types.has("Connector")) return () => true;
  const clouds = [...model.providers.values()].map(({ accounts }) => accounts);
  const selections = await inventory.select(
    clouds.map((value) => ({
      type: "Connector",
      where: { kind: "compare", field: "id", operator: "STARTS_WITH", value },
    })),
  );
  const there = new Set(clouds.filter((_, i) => selections[i]!.matched > 0));
  if (there.size === 0) return () => true;
  return (type) => {
    const accounts = accountsOf(model, type);
    return accounts === undefined || there.has(accounts);
  };
}
