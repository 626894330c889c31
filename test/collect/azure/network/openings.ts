import type { Inventory } from "../../../../src/types.ts";

/** The names of all openings that a relation of a type leads to, and whether each asset's are known as a whole. */
export async function openingsOf(inventory: Inventory, type: string, relation: string) {
  const where = { kind: "quantify", relation, quantifier: "NONE" } as const;
  const [all, none] = await inventory.select([{ type }, { type, where }]);
  const names: unknown[] = [];
  for (const rows of await all!.rows("matched")) {
    const { targets } = await inventory.related(rows, relation);
    const [read] = await inventory.read({ type: "InternetOpening", rows: targets }, ["name"]);
    names.push(...read!);
  }
  return { names, isDecided: none!.undecided === 0 };
}
