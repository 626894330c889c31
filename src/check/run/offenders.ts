import type { Inventory, Offender, UndecidedAsset } from "../../types.ts";
import { renderExpectation } from "../document/expectation.ts";
import type { AssetRows } from "./find-rows.ts";
import { nameAssets } from "./name-assets.ts";
import { queryOf } from "./question.ts";

/** The offenders that were found, in the order of the rows: each with its name, the conditions that held, and what was read. */
export async function describeOffenders(
  inventory: Inventory,
  { question, assets, from, tooFew }: AssetRows,
): Promise<readonly Offender[]> {
  const rule = question.rule.name;
  const names = await nameAssets(inventory, assets);
  if (tooFew !== undefined) {
    const condition = `expected ${renderExpectation(question.rule.expectation)}`;
    const because = [{ path: rule, condition, found: tooFew }];
    return names.map((asset) => ({ asset, rule, because, sources: [] }));
  }
  const returned = from === assets ? names : await nameAssets(inventory, from);
  const query = queryOf(question);
  const because = await inventory.explain(from, query.where);
  const sources = await inventory.sources(from, query);
  return names.map((asset, i) => {
    const through = returned[i]!;
    return {
      asset,
      rule,
      because: because[i]!,
      ...(through === asset ? {} : { through }),
      sources: through.connector ? sources[i]! : [],
    };
  });
}

/** The undecided assets that were found, in the order of the rows, each with the data that it waits for. */
export async function describeUndecided(
  inventory: Inventory,
  { question, assets }: AssetRows,
): Promise<readonly UndecidedAsset[]> {
  const names = await nameAssets(inventory, assets);
  const missing = await inventory.explainMissing(assets, queryOf(question).where);
  const rule = question.rule.name;
  return names.map((asset, i) => ({ asset, rule, missing: missing[i]! }));
}
