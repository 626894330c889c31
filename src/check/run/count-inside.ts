import type { Inventory } from "../../types.ts";
import type { Scope } from "../scope/scope.ts";

/** How many assets stand inside a scope, per asset type: those for which it cannot be told count too. `assets` are all there are. */
export async function countInside(
  inventory: Inventory,
  scope: Scope,
  assets: Readonly<Record<string, number>>,
): Promise<Readonly<Record<string, number>>> {
  const types = Object.keys(assets);
  const answers = await inventory.select(
    types.map((type) => ({ type, where: scope.filterOf(type) })),
  );
  return Object.fromEntries(
    types.map((type, i) => [type, answers[i]!.matched + answers[i]!.undecided]),
  );
}

/** What has to be known where nothing stands inside. */
export function tellEmpty(
  { words }: Scope,
  assets: Readonly<Record<string, number>>,
): readonly string[] {
  if (Object.values(assets).some((count) => count > 0)) return [];
  return [`No asset in the snapshot is in ${words.join(", ")}: there was nothing to examine.`];
}
