import { createInventory } from "../engine/inventory.ts";
import type { Tables } from "../inventory/tables.ts";
import type { Inventory, Model } from "../types.ts";

/** The inventory over a snapshot's tables: the one place where the program and the library decide what holds the assets. */
export function inventoryOver(model: Model, tables: Tables): Inventory {
  return createInventory(model, tables);
}
