import type { Inventory } from "../../types.ts";
import { findConnectors } from "./connectors.ts";
import type { AssetRows } from "./find-rows.ts";
import type { Judged } from "./verdict.ts";

/**
 * The connectors for which a rule found too few assets: where a check runs once for each, the connector is what is at
 * fault, for there is no other asset to name.
 */
export async function connectorsAtFault(
  inventory: Inventory,
  failed: readonly Judged[],
): Promise<readonly AssetRows[]> {
  const lacking = failed.filter(
    ({ tooMany, question }) => !tooMany && question.connector !== undefined,
  );
  const alike = Map.groupBy(lacking, ({ question, found }) => `${found} ${question.rule.name}`);
  const groups: AssetRows[] = [];
  for (const group of alike.values()) {
    const { question, found: tooFew } = group[0]!;
    const ids = group.map((one) => one.question.connector!);
    const assets = await findConnectors(inventory, ids);
    groups.push({ question, assets, from: assets, tooFew });
  }
  return groups;
}
