import type { Inventory } from "../../types.ts";

/** The resource ids of all subscriptions of an inventory, in order. */
export async function readSubscriptionIds(inventory: Inventory): Promise<readonly string[]> {
  if (!inventory.model.types.has("Connector")) return [];
  const [selection] = await inventory.select([{ type: "Connector" }]);
  const ids: string[] = [];
  for (const rows of await selection!.rows("matched")) {
    const [column] = await inventory.read(rows, ["id"]);
    // One by one: there may be more subscriptions than a call takes arguments.
    for (const id of column!) if (typeof id === "string") ids.push(id);
  }
  return ids.filter((id) => id.startsWith("/subscriptions/"));
}
