import type { Inventory, Offender, UndecidedAsset } from "../../types.ts";
import { findRows, type JudgedQuestion, type Findings, type AssetRows } from "./find-rows.ts";
import { describeListed, listRows } from "./listing.ts";
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
