import { runWhole } from "../check/run/run.ts";
import type { AssetName, Check, Inventory, SnapshotInfo } from "../types.ts";

/** What is asked about the past. */
export interface HistoryOptions {
  /** Newest first. */
  readonly snapshots: () => readonly SnapshotInfo[];
  /** Opens one; it is closed again. */
  readonly open: (id: string) => Promise<Inventory>;
  readonly clock: () => number;
}

/** Since when offenders of a check are known to offend: ISO 8601 UTC by asset id. */
export type KnownSince = ReadonlyMap<string, string>;

/** Looks up some offenders of a check; work ends with the signal. */
export type History = (
  check: Check,
  offenders: readonly AssetName[],
  signal: AbortSignal | undefined,
) => Promise<KnownSince>;

/** Snapshots that are looked back at, and the time that may take: somebody waits for the page. */
const MOST_SNAPSHOTS = 10;
const LONGEST_MS = 2_000;
/** Pages whose offenders were looked up that are remembered. */
const REMEMBERED = 100;

/**
 * Looks back from a snapshot through those before it, for as long as an asset offends in each without a gap. A snapshot that
 * cannot be judged by the same check any more ends the search: what came before it is not known. Only the offenders of a
 * page are looked up, those of the latest pages once.
 */
export function createHistory(
  present: SnapshotInfo,
  { snapshots, open, clock }: HistoryOptions,
): History {
  const known = new Map<string, KnownSince>();
  const older = () =>
    snapshots()
      .filter(({ takenAt }) => takenAt < present.takenAt)
      .slice(0, MOST_SNAPSHOTS);

  async function lookBack(
    check: Check,
    offenders: readonly AssetName[],
    signal: AbortSignal | undefined,
  ): Promise<KnownSince> {
    const since = new Map<string, string>();
    const until = clock() + LONGEST_MS;
    let still = offenders;
    for (const { id, takenAt } of still.length > 0 ? older() : []) {
      if (clock() > until) break;
      const then = await findOffenders(() => open(id), check, still, clock, signal);
      still = still.filter((asset) => then.has(asset.id));
      if (still.length === 0) break;
      for (const asset of still) since.set(asset.id, takenAt);
    }
    return since;
  }

  return async (check, offenders, signal) => {
    const key = [check.id, ...offenders.map(({ id }) => id)].join("\n");
    const found = known.get(key) ?? (await lookBack(check, offenders, signal));
    known.delete(key);
    known.set(key, found);
    if (known.size > REMEMBERED) known.delete(known.keys().next().value!);
    return found;
  };
}

/** Ids of those assets that offended then. */
async function findOffenders(
  open: () => Promise<Inventory>,
  check: Check,
  assets: readonly AssetName[],
  clock: () => number,
  signal: AbortSignal | undefined,
): Promise<ReadonlySet<string>> {
  const offended = new Set<string>();
  let opened: Inventory | undefined;
  try {
    opened = await open();
    const inventory = signal ? opened.until(signal) : opened;
    const then = await runWhole(inventory, [check], { limit: 0, unreadableLimit: 0, clock });
    for (const [type, own] of Map.groupBy(assets, (asset) => asset.type)) {
      const found = await inventory.find(
        type,
        own.map(({ id }) => id),
      );
      const rows = Uint32Array.from(found.filter((row) => row !== undefined));
      for (const id of await then.offendersAmong(check.id, { type, rows })) offended.add(id);
    }
  } catch {
    // Of another schema, or gone meanwhile: then no more is known. Who waits no longer is not told either.
    signal?.throwIfAborted();
    return new Set();
  } finally {
    opened?.close();
  }
  return offended;
}
