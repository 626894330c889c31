import { runWhole } from "../check/run/run.ts";
import { inventoryOver } from "../library/inventory-over.ts";
import type { News } from "../report/reporters.ts";
import { momentOf } from "../report/words.ts";
import { openSnapshot } from "../snapshot/file.ts";
import type { Inventory, Model, WholeRun } from "../types.ts";
import type { Call } from "./command.ts";
import { loadEstate } from "./estate.ts";
import { storeOf } from "./store.ts";

/** Checks with more offenders are not compared: each of them is looked up. */
const mostCompared = 1_000;

/** Snapshots that are looked back at for since when an offender is known. */
const mostBack = 10;

/** Ids of offenders by type, by check id. */
type Offending = ReadonlyMap<string, ReadonlyMap<string, ReadonlySet<string>>>;

/**
 * Which offenders of each check are new since the snapshot of the store before the one that was judged, and with `withDates` since when each is
 * known: looked back for as long as it offends in each snapshot without a gap. Undefined where the estate is none of the store's, where that
 * is the first, or where the one before cannot be judged any more.
 */
export async function newsSince(
  call: Call,
  whole: WholeRun,
  withDates: boolean,
): Promise<News | undefined> {
  if (call.options.sample === true || call.options.snapshot !== undefined) return undefined;
  const entries = storeOf(call).list();
  const present = entries.findIndex(({ id }) => id === whole.run.snapshot.id);
  const older = present < 0 ? [] : entries.slice(present + 1);
  const before = older.flatMap(({ info, isEmpty, path }) =>
    info && !isEmpty ? [{ path, takenAt: info.takenAt }] : [],
  );
  if (before.length === 0) return undefined;
  const { model } = await loadEstate(call);
  const all = await offendingNow(whole);
  const knownSince = new Map<string, Map<string, string>>();
  const since = (check: string) => knownSince.get(check) ?? new Map<string, string>();
  let [offenders, still]: [News["offenders"] | undefined, Offending] = [undefined, all];
  for (const { path, takenAt } of before.slice(0, withDates ? mostBack : 1)) {
    const then = await offendedThen(path, { model, whole, still, call });
    // Of another schema, or removed meanwhile: what came before is then not known.
    if (!then) break;
    offenders ??= newOf(all, then);
    still = then;
    for (const [check, types] of then)
      for (const id of [...types.values()].flatMap((ids) => [...ids]))
        knownSince.set(check, since(check).set(id, takenAt));
    if (still.size === 0) break;
  }
  if (!offenders) return undefined;
  return { since: momentOf(before[0]!.takenAt), offenders, ...(withDates ? { knownSince } : {}) };
}

async function offendingNow(whole: WholeRun): Promise<Offending> {
  const all = new Map<string, Map<string, Set<string>>>();
  for (const { check, offenderCount } of whole.run.verdicts) {
    if (offenderCount === 0 || offenderCount > mostCompared) continue;
    const types = new Map<string, Set<string>>();
    for await (const batch of whole.offenders(check))
      for (const { asset } of batch)
        types.set(asset.type, (types.get(asset.type) ?? new Set()).add(asset.id));
    all.set(check, types);
  }
  return all;
}

interface Then {
  readonly model: Model;
  readonly whole: WholeRun;
  readonly still: Offending;
  readonly call: Call;
}

/** Those of `still` that offended in an earlier snapshot; undefined where it cannot be judged. */
async function offendedThen(
  path: string,
  { model, whole, still, call }: Then,
): Promise<Offending | undefined> {
  const checks = whole.run.checks.filter(({ id }) => still.has(id));
  let earlier: Inventory | undefined;
  try {
    earlier = inventoryOver(model, openSnapshot(path, model));
    const options = { limit: 0, unreadableLimit: 0, clock: call.io.clock };
    const then = await runWhole(earlier, checks, options);
    const offended = new Map<string, Map<string, ReadonlySet<string>>>();
    for (const [check, types] of still)
      for (const [type, ids] of types) {
        const found = await earlier.find(type, [...ids]);
        const rows = Uint32Array.from(found.filter((row) => row !== undefined));
        const old = await then.offendersAmong(check, { type, rows });
        if (old.length > 0)
          offended.set(check, (offended.get(check) ?? new Map()).set(type, new Set(old)));
      }
    return offended;
  } catch {
    return undefined;
  } finally {
    earlier?.close();
  }
}

function newOf(all: Offending, then: Offending): News["offenders"] {
  const isOld = (check: string, type: string, id: string) =>
    then.get(check)?.get(type)?.has(id) === true;
  return new Map(
    [...all].map(([check, types]) => [
      check,
      new Set(
        [...types].flatMap(([type, ids]) => [...ids].filter((id) => !isOld(check, type, id))),
      ),
    ]),
  );
}
