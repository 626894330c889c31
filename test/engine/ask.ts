import { createInventory } from "../../src/engine/inventory.ts";
import { createBuilder } from "../../src/inventory/build.ts";
import type { Tables } from "../../src/inventory/tables.ts";
import type { Inventory, Query } from "../../src/types.ts";
import type { Answer, Estate } from "../reference/evaluate.ts";
import { info } from "./info.ts";

/** An estate as tables. */
export function tablesOf({ model, records, collections }: Estate): Tables {
  const builder = createBuilder(model);
  for (const record of records) builder.add(record);
  for (const collection of collections) builder.addCollection(collection);
  return builder.build(info);
}

export function inventoryOf(estate: Estate): Inventory {
  return createInventory(estate.model, tablesOf(estate));
}

/** What an inventory answers, as sorted ids. */
export async function answer(inventory: Inventory, queries: readonly Query[]): Promise<Answer[]> {
  const selections = await inventory.select(queries);
  const ids = async (i: number, which: "matched" | "undecided") => {
    const runs = await selections[i]!.rows(which);
    const columns = await Promise.all(runs.map((rows) => inventory.read(rows, ["id"])));
    return columns.flatMap(([column]) => column as string[]).sort();
  };
  return Promise.all(
    queries.map(async (_, i) => ({
      matched: await ids(i, "matched"),
      undecided: await ids(i, "undecided"),
    })),
  );
}
