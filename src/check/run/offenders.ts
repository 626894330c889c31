import type { Inventory, Offender, UndecidedAsset } from "../../types.ts";
import { renderExpectation } from "../document/expectation.ts";
import { type AssetRows, type Findings, findRows, type JudgedQuestion } from "./find-rows.ts";
import { describeListed, listRows } from "./listing.ts";
import { nameAssets } from "./name-assets.ts";
import { ownQueryOf, queryOf } from "./question.ts";
import { connectorsAtFault } from "./shortfall.ts";

/** The assets at fault: those of which too many came back, up to `limit`, and connectors of which too few did. */
export async function findOffenders(
  inventory: Inventory,
  asked: readonly JudgedQuestion[],
  limit: number,
): Promise<Findings> {
  const failed = asked.filter(({ status }) => status === "fail");
  const tooMany = failed.filter((one) => one.tooMany);
  const { count, found } = await findRows(inventory, tooMany, "matched", limit);
  const tooFew = await connectorsAtFault(inventory, failed);
  const connectors = tooFew.reduce((sum, { assets }) => sum + assets.rows.length, 0);
  return { count: count + connectors, found: [...found, ...tooFew] };
}

/** The assets for which it is open whether they are at fault, up to `limit`. */
export function findUndecided(
  inventory: Inventory,
  asked: readonly JudgedQuestion[],
  limit: number,
): Promise<Findings> {
  return findRows(inventory, asked.filter(isOpen), "undecided", limit);
}

/** Describes what was found, batch by batch, in the order of a verdict's lists. */
export async function* describeEach<T extends Offender | UndecidedAsset>(
  inventory: Inventory,
  found: readonly AssetRows[],
  describe: (inventory: Inventory, found: AssetRows) => Promise<readonly T[]>,
  limit: number,
): AsyncGenerator<readonly T[], void, void> {
  const listing = await listRows(inventory, found);
  yield* describeListed(listing, (part) => describe(inventory, part), { offset: 0, limit });
}

/** Something about the answer is open, and it matters: where a rule passes all the same it does not. */
export function isOpen({ status, undecided, open }: JudgedQuestion): boolean {
  return status === "undecided" || (status === "fail" && (undecided > 0 || open));
}

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
  const query = ownQueryOf(question);
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
