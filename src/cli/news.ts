import { runWhole } from "../check/run/run.ts";
import { inventoryOver } from "../library/inventory-over.ts";
import type { News } from "../report/reporters.ts";
import { momentOf } from "../report/words.ts";
import { openSnapshot } from "../snapshot/file.ts";
import type { Inventory, JudgedRun, WholeRun } from "../types.ts";
import type { Call } from "./command.ts";
import { loadEstate } from "./estate.ts";
import { storeOf } from "./store.ts";

/** Checks with more offenders are not compared: each of them is looked up. */
const mostCompared = 1_000;

/**
 * How many offenders of each check are new since the snapshot of the store before the one that was judged. Undefined where the estate is
 * none of the store's, where that is the first, or where the one before cannot be judged any more.
 */
export async function newsSince(call: Call, whole: WholeRun): Promise<News | undefined> {
  if (call.options.sample === true || call.options.snapshot !== undefined) return undefined;
  const entries = storeOf(call).list();
  const present = entries.findIndex(({ id }) => id === whole.run.snapshot.id);
  const older = present < 0 ? [] : entries.slice(present + 1);
  const before = older.find(({ info, isEmpty }) => info && !isEmpty);
  if (!before?.info) return undefined;
  let earlier: Inventory | undefined;
  try {
    const { model } = await loadEstate(call);
    earlier = inventoryOver(model, openSnapshot(before.path, model));
    const counts = await countNew(whole, earlier, call);
    return { since: momentOf(before.info.takenAt), counts };
  } catch {
    // Of another schema, or removed meanwhile: what is new is then not known.
    return undefined;
  } finally {
    earlier?.close();
  }
}

async function countNew(
  whole: WholeRun,
  earlier: Inventory,
  { io }: Call,
): Promise<ReadonlyMap<string, number>> {
  const compared = whole.run.verdicts.filter(
    ({ offenderCount }) => offenderCount > 0 && offenderCount <= mostCompared,
  );
  const ids = new Set(compared.map(({ check }) => check));
  const checks = whole.run.checks.filter(({ id }) => ids.has(id));
  const then = await runWhole(earlier, checks, { limit: 0, unreadableLimit: 0, clock: io.clock });
  const counts = new Map<string, number>();
  for (const { id } of checks) counts.set(id, await countNewOf(id, { whole, earlier, then }));
  return counts;
}

async function countNewOf(
  check: string,
  { whole, earlier, then }: { whole: WholeRun; earlier: Inventory; then: JudgedRun },
): Promise<number> {
  const types = new Map<string, Set<string>>();
  for await (const batch of whole.offenders(check))
    for (const { asset } of batch)
      types.set(asset.type, (types.get(asset.type) ?? new Set()).add(asset.id));
  let count = 0;
  for (const [type, ids] of types) {
    const found = await earlier.find(type, [...ids]);
    const rows = Uint32Array.from(found.filter((row) => row !== undefined));
    const old = new Set(await then.offendersAmong(check, { type, rows }));
    count += [...ids].filter((id) => !old.has(id)).length;
  }
  return count;
}
