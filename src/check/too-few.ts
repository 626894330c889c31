import type { Inventory, Offender } from "../types.ts";
import { renderExpectation } from "./expectation.ts";
import { nameAssets } from "./name.ts";
import type { Judged } from "./verdict.ts";

/**
 * The connectors for which a rule found too few assets: where a check runs once for each, the connector is what is at
 * fault, for there is no other asset to name.
 */
export async function connectorsAtFault(
  inventory: Inventory,
  failed: readonly Judged[],
): Promise<readonly Offender[]> {
  const lacking = failed.filter(
    ({ tooMany, question }) => !tooMany && question.connector !== undefined,
  );
  if (lacking.length === 0) return [];
  const found = await inventory.find(
    "Connector",
    lacking.map(({ question }) => question.connector!),
  );
  const rows = Uint32Array.from(found.filter((row) => row !== undefined));
  const names = await nameAssets(inventory, { type: "Connector", rows });
  return names.map((asset, i) => {
    const { question, found: count } = lacking[i]!;
    const condition = `expected ${renderExpectation(question.rule.expectation)}`;
    const because = [{ path: question.rule.name, condition, found: count }];
    return { asset, rule: question.rule.name, because, sources: [] };
  });
}
