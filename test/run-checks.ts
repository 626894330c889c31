import { runWhole, type RunOptions } from "../src/check/run/run.ts";
import type { Check, Inventory, Run } from "../src/types.ts";

/** Judges a suite over an inventory, for whoever asks only what the run's own lists name. */
export async function runChecks(
  inventory: Inventory,
  checks: readonly Check[],
  options: RunOptions,
): Promise<Run> {
  return (await runWhole(inventory, checks, options)).run;
}
