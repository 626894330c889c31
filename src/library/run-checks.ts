import { runWhole, type RunOptions as AllOptions } from "../check/run/run.ts";
import type { Check, Inventory, WholeRun } from "../types.ts";

/** What a run lists, and how strict it is. */
export type RunOptions = Omit<AllOptions, "clock" | "notes">;

/**
 * Runs checks over an inventory. `run` holds their verdicts, sorted by id; whatever a verdict does not list because of
 * `limit` is found by `offenders` and `undecided`, as long as the inventory is open.
 */
export function runChecks(
  inventory: Inventory,
  checks: readonly Check[],
  options: RunOptions = {},
): Promise<WholeRun> {
  return runWhole(inventory, checks, { ...options, clock: () => performance.now() });
}
