import { runWhole } from "../check/run.ts";
import type { Check, Inventory, SnapshotInfo } from "../types.ts";

/** What is asked about the past. */
export interface HistoryOptions {
  /** Newest first. */
  readonly snapshots: () => readonly SnapshotInfo[];
  readonly open: (id: string) => Promise<Inventory>;
  readonly clock: () => number;
}

/** Since when each offender of a check is known to offend: ISO 8601 UTC by asset id. */
export type KnownSince = ReadonlyMap<string, string>;

/** Snapshots that are looked back at, and the time that may take: somebody waits for the page. */
const MOST_SNAPSHOTS = 10;
const LONGEST_MS = 2_000;

/**
 * Looks back from a snapshot through those before it, for as long as an asset offends in each without a gap. A snapshot that
 * cannot be judged by the same check any more ends the search: what came before it is not known. Each check is looked up once;
 * its `offenders` are only asked for where there is a snapshot to look at.
 */
export function createHistory(
  present: SnapshotInfo,
  { snapshots, open, clock }: HistoryOptions,
): (check: Check, offenders: () => Promise<readonly string[]>) => Promise<KnownSince> {
  const known = new Map<string, Promise<KnownSince>>();
  const older = () =>
    snapshots()
      .filter(({ takenAt }) => takenAt < present.takenAt)
      .slice(0, MOST_SNAPSHOTS);
  const lookBack = async (
    check: Check,
    offenders: () => Promise<readonly string[]>,
  ): Promise<KnownSince> => {
    const since = new Map<string, string>();
    const until = clock() + LONGEST_MS;
    const before = older();
    let still = before.length > 0 ? await offenders() : [];
    for (const { id, takenAt } of before) {
      if (clock() > until) break;
      const then = await findOffenders(() => open(id), check, clock);
      still = still.filter((asset) => then?.has(asset));
      if (still.length === 0) break;
      for (const asset of still) since.set(asset, takenAt);
    }
    return since;
  };
  return (check, offenders) => {
    const found = known.get(check.id) ?? lookBack(check, offenders);
    known.set(check.id, found);
    return found;
  };
}

async function findOffenders(
  open: () => Promise<Inventory>,
  check: Check,
  clock: () => number,
): Promise<ReadonlySet<string> | undefined> {
  try {
    const then = await runWhole(await open(), [check], { limit: 0, clock });
    return new Set(await then.offenderIds(check.id));
  } catch {
    // Of another schema, or gone meanwhile: then no more is known.
    return undefined;
  }
}
