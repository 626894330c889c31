import { runWhole, type RunOptions } from "../check/run/run.ts";
import { readScope } from "../check/scope/scope.ts";
import type { Mistake } from "../errors.ts";
import type { WholeRun } from "../types.ts";
import { asOf } from "./as-of.ts";
import { listOption, type Call } from "./command.ts";
import { loadEstate, notesOn } from "./estate.ts";
import { loadSuite } from "./suite.ts";
import { tellNotes } from "./tell-notes.ts";

/** How many assets of each check are listed. */
export type Limits = Pick<RunOptions, "limit" | "undecidedLimit">;

/** Runs the checks that a call names over the estate that it means. All that this takes is loaded with it, at once. */
export async function runSuite(call: Call, limits: Limits): Promise<WholeRun> {
  const estate = await loadEstate(call);
  const notes: Mistake[] = [];
  const checks = await loadSuite(call, estate, (note) => notes.push(note));
  tellNotes(call.io, notes);
  const strict = call.options.strict === true;
  const inventory = await estate.open();
  const scope = await readScope(inventory, listOption(call.options, "in") ?? []);
  return runWhole(inventory, checks, {
    ...{ ...limits, strict, clock: call.io.clock },
    ...(scope ? { scope } : {}),
    ...(call.options.asOf === undefined ? {} : { asOf: asOf(call).toISOString() }),
    notes: notesOn(inventory.snapshot, call),
  });
}
