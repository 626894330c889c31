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
 * Which offenders of each check are new since the snapshot of the store before the one that was judged. Undefined where the estate is
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
    const offenders = await findNew(whole, earlier, call);
    return { since: momentOf(before.info.takenAt), offenders };
  } catch {
    // Of another schema, or removed meanwhile: what is new is then not known.
    return undefined;
  } finally {
    earlier?.close();
  }
}

async function findNew(
  whole: WholeRun,
  earlier: Inventory,
  { io }: Call,
): Promise<News["offenders"]> {
  const compared = whole.run.verdicts.filter(
    ({ offenderCount }) => offenderCount > 0 && offenderCount <= mostCompared,
  );
  const ids = new Set(compared.map(({ check }) => check));
  const checks = whole.run.checks.filter(({ id }) => ids.has(id));
  const then = await runWhole(earlier, checks, { limit: 0, unreadableLimit: 0, clock: io.clock });
  const offenders = new Map<string, ReadonlySet<string>>();
  for (const { id } of checks) offenders.set(id, await findNewOf(id, { whole, earlier, then }));
  return offenders;
}

async function findNewOf(
  check: string,
  { whole, earlier, then }: { whole: WholeRun; earlier: Inventory; then: JudgedRun },
): Promise<ReadonlySet<string>> {
  const types = new Map<string, Set<string>>();
  for await (const batch of whole.offenders(check))
    for (const { asset } of batch)
      types.set(asset.type, (types.get(asset.type) ?? new Set()).add(asset.id));
  const fresh = new Set<string>();
  for (const [type, ids] of types) {
    const found = await earlier.find(type, [...ids]);
    const rows = Uint32Array.from(found.filter((row) => row !== undefined));
    const old = new Set(await then.offendersAmong(check, { type, rows }));
    for (const id of ids) if (!old.has(id)) fresh.add(id);
  }
  return fresh;
}
