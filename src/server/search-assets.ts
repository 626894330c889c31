import { allOf } from "../dialect/nodes.ts";
import { nameAssets } from "../check/run/name-assets.ts";
import type { NamedAssets } from "../report/pages.ts";
import type { AssetName, AssetType, Filter } from "../types.ts";
import type { Estate } from "./estate.ts";

/** Assets and connectors that a search names; the others are counted. */
const NAMED = 20;

/** Assets, of those that are shown, whose names or ids hold all words of a text, connectors first. Undefined where there are no words. */
export async function searchAssets(
  { inventory, scope }: Pick<Estate, "inventory" | "scope">,
  text: string | undefined,
): Promise<NamedAssets | undefined> {
  const words = (text ?? "").split(/\s+/).filter(Boolean);
  if (words.length === 0) return undefined;
  const types = [...inventory.model.types.values()].filter(({ kind }) => kind === "asset");
  const order = types.toSorted(
    (a, b) => Number(b.name === "Connector") - Number(a.name === "Connector"),
  );
  const queries = order.map((type) => ({
    type: type.name,
    where: allOf([scope?.filterOf(type.name), ...words.map((word) => holds(type, word))]),
  }));
  const selections = await inventory.select(queries);
  const count = selections.reduce((sum, { matched }) => sum + matched, 0);
  const assets: AssetName[] = [];
  for (const selection of selections) {
    if (assets.length >= NAMED) break;
    if (selection.matched === 0) continue;
    const runs = await selection.rows("matched", { limit: NAMED - assets.length });
    for (const rows of runs) assets.push(...(await nameAssets(inventory, rows)));
  }
  return { count, assets };
}

/** What is named after a word: its own name holds it, or its id. */
function holds(type: AssetType, word: string): Filter {
  const fields = ["id", "name"].filter((name) => type.fields.has(name));
  return {
    kind: "or",
    of: fields.map((field) => ({
      kind: "compare",
      field,
      operator: "CONTAINS",
      value: word,
      ignoreCase: true,
    })),
  };
}
