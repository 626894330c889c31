import { createInventory } from "../../../src/engine/inventory.ts";
import { loadModel } from "../../../src/model/load.ts";
import { openSnapshot } from "../../../src/snapshot/file.ts";
import type { Inventory, Query, Selection } from "../../../src/types.ts";
import { storeSnapshot } from "../estate/snapshot.ts";
import type { Engine, OpenEngine, Task } from "./engine.ts";

/** The product: the snapshot opened, the suite asked through the inventory's one interface. */
export const openAssay: OpenEngine = async (task) => {
  const inventory = openInventory(task);
  const queries = task.questions.map(({ type, where }): Query => ({ type, where }));
  const select = () => inventory.select(queries);
  const engine: Engine = {
    counts: async () => (await select()).map(({ matched }) => matched),
    rows: async () => {
      const counts: number[] = [];
      for (const selection of await select()) counts.push(await deliver(inventory, selection));
      return counts;
    },
    ids: async ({ type, where }) => {
      const [selection] = await inventory.select([{ type, where }]);
      return deliveredIds(inventory, selection!);
    },
    close: async () => {},
  };
  return engine;
};

/** The inventory of the task's estate, over the benchmark's schema. */
export function openInventory(task: Task): Inventory {
  const model = loadModel(`${task.folder}/schema`);
  return createInventory(model, openSnapshot(storeSnapshot(model, task), model));
}

const members = ["id", "name"].map((field) => ({ key: field, field }));

/** Brings id and name of the matching rows as JSON, which is what goes to a file or a socket; gives back how many. */
async function deliver(inventory: Inventory, selection: Selection): Promise<number> {
  let count = 0;
  for (const rows of await selection.rows("matched")) {
    let bytes = 0;
    for await (const piece of inventory.writeJson(rows, members, "\n")) bytes += piece.length;
    if (bytes > 0) count += rows.rows.length;
  }
  return count;
}

/** The ids that stand in what is delivered: the very bytes whose making is measured. */
async function deliveredIds(inventory: Inventory, selection: Selection): Promise<string[]> {
  const ids: string[] = [];
  const decoder = new TextDecoder();
  for (const rows of await selection.rows("matched"))
    for await (const piece of inventory.writeJson(rows, members, "\n"))
      for (const line of decoder.decode(piece).trimEnd().split("\n"))
        ids.push((JSON.parse(line) as { id: string }).id);
  return ids;
}
