import { explainAsset } from "../explain/explain-asset.ts";
import type { Explanation } from "../explanation.ts";
import type { Check } from "../types.ts";
import type { Estate } from "./estate.ts";

/** What a check says of one asset; undefined where there is none of this type and id. */
export async function readExplanation(
  { inventory, run }: Estate,
  check: Check,
  type: string,
  id: string,
): Promise<Explanation | undefined> {
  if (inventory.model.types.get(type)?.kind !== "asset") return undefined;
  const [row] = await inventory.find(type, [id]);
  if (row === undefined) return undefined;
  return explainAsset(inventory, check, { type, rows: Uint32Array.of(row) }, run.checks);
}
