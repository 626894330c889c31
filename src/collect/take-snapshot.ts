import { formatVersion } from "../snapshot/file.ts";
import { isSameWish, readExtent } from "../snapshot/extent.ts";
import { beginStaging, resumeStaging, type Staging, type Wish } from "../snapshot/staging.ts";
import type { Entry, Store } from "../snapshot/store.ts";
import type { Model, SnapshotInfo } from "../types.ts";
import type { Derivations } from "../inventory/derivation.ts";
import { collect, type Collected, type Source } from "./collect.ts";
import type { Progress } from "./loader-context.ts";
import { snapshotId } from "../snapshot/ids.ts";
import type { RetryingTransport, Stats } from "./calls/retrying-transport.ts";
import { beginRecording } from "./recording/write-recording.ts";

/** A cloud that is read now. */
export interface LiveSource extends Source {
  readonly transport: RetryingTransport;
}

export interface TakeOptions {
  readonly sources: readonly LiveSource[];
  /** What assets of any cloud that the schema knows are worked out by. */
  readonly derivations: Derivations;
  /** The tenants that were named. */
  readonly tenants: readonly string[];
  readonly store: Store;
  /** Where it comes from, as the snapshot names it: `azure`, `azure (usgovernment)`. */
  readonly origin: string;
  readonly identity: string;
  readonly assayVersion: string;
  readonly now: () => Date;
  /** Milliseconds that never jump. */
  readonly clock: () => number;
  /** Accounts that are no more, as people name them: that they were there before makes nothing undecided. */
  readonly gone?: readonly string[];
  /** What to read; of a resumed snapshot, what was asked for when it began. */
  readonly wish: Wish;
  readonly resume?: boolean;
  /** Also where a process of another machine was at it, which cannot be asked whether it still runs. */
  readonly takeOver?: boolean;
  readonly record?: {
    readonly folder: string;
    /** A secret for replacements, and the texts that checks compare with; absent: nothing is replaced. */
    readonly redact?: { readonly salt: string; readonly asked: readonly string[] };
  };
  readonly progress?: (progress: LiveProgress) => void;
  readonly signal?: AbortSignal;
}

/** How far a live collection has come. */
export interface LiveProgress extends Progress, Stats {
  readonly elapsedMs: number;
  /** By the pace so far; absent before there is one. */
  readonly remainingMs?: number;
}

export interface Taken {
  /** Absent where nothing came of a resumed snapshot: what it holds stays for another try. */
  readonly entry?: Entry;
  readonly collected: Collected;
  readonly stats: Stats;
}

/**
 * Takes a snapshot of a cloud into the store: whole or, when it is interrupted or the disk is full, not at all; then what was
 * read stays for a resumed one. It stays as well where one is resumed whose accounts cannot be listed now: a snapshot
 * without them would lose what was read. Rejects with the signal's reason, or with an `InputError`.
 */
export async function takeSnapshot(model: Model, options: TakeOptions): Promise<Taken> {
  const { sources, store, derivations, signal } = options;
  const takenAt = options.now().toISOString();
  const asked = wishOf(options.wish, options.tenants);
  const info: SnapshotInfo = {
    id: snapshotId(takenAt),
    takenAt,
    origin: options.origin,
    identity: options.identity,
    assayVersion: options.assayVersion,
    schemaFingerprint: model.fingerprint,
    formatVersion,
    ...(asked ? { wish: asked } : {}),
  };
  const estate = { model, derivations };
  const staging = options.resume
    ? await resumeStaging(store, estate, info, options.takeOver)
    : await beginStaging(store, estate, info, options.wish);
  const began = options.clock();
  const tell = options.progress;
  try {
    const recorder = await recorded(model, options, takenAt);
    const read = sources.map((source) => recorder?.record(source) ?? source);
    const collected = await collect(model, read, staging, {
      ...staging.wish,
      seenBefore: seenBefore(store, staging, sources, options.gone ?? []),
      resumed: staging,
      ...(signal ? { signal } : {}),
      ...(tell
        ? {
            progress: (now) =>
              tell({ ...now, ...statsOf(sources), ...pace(now, options.clock() - began) }),
          }
        : {}),
    }).finally(() => recorder?.finish());
    signal?.throwIfAborted();
    const taken = { collected, stats: statsOf(sources) };
    if (options.resume && (collected.unlisted.length > 0 || collected.connectors === 0)) {
      await staging.close();
      return taken;
    }
    return { ...taken, entry: await staging.commit(collected.connectorIds, collected.standIns) };
  } catch (error) {
    // What cannot be flushed now is read again by whoever resumes.
    await staging.close().catch(() => undefined);
    throw error;
  }
}

/** What tells one wish from another; undefined for all that the identity sees. Which asset types does not matter. */
function wishOf({ accounts }: Wish, named: readonly string[]): SnapshotInfo["wish"] {
  const sorted = (texts: readonly string[]) => texts.map((text) => text.toLowerCase()).sort();
  if (!accounts && named.length === 0) return undefined;
  return {
    ...(accounts ? { accounts: sorted(accounts) } : {}),
    ...(named.length > 0 ? { tenants: sorted(named) } : {}),
  };
}

/** The accounts of which the newest snapshot of the same wish, or the part that is resumed, knows, but for those that are gone. */
function seenBefore(
  store: Store,
  { info, connectors }: Staging,
  sources: readonly Source[],
  gone: readonly string[],
): readonly string[] {
  const shapes = sources.map(({ provider }) => provider.ids);
  const isGone = new Set(gone.flatMap((one) => shapes.map((ids) => ids.account(one))));
  const last = store
    .list()
    .find((entry) => entry.info && entry.id !== info.id && isSameWish(entry.info, info));
  const known = last ? readExtent(last.path).connectors : [];
  return [...new Set([...known, ...connectors])].filter(
    (id) => shapes.some((ids) => ids.isAccount(id)) && !isGone.has(id),
  );
}

/** All calls of all clouds together. */
function statsOf(sources: readonly LiveSource[]): Stats {
  const all = sources.map(({ transport }) => transport.stats());
  const sum = (name: keyof Stats) => all.reduce((total, stats) => total + stats[name], 0);
  return {
    requests: sum("requests"),
    throttled: sum("throttled"),
    concurrency: sum("concurrency"),
  };
}

/** What keeps the answers of each source, where they are kept. */
async function recorded(
  model: Model,
  { sources, record, ...options }: TakeOptions,
  recordedAt: string,
) {
  if (!record) return undefined;
  const { redact } = record;
  // What one cloud's answers name stands in those of the others, too.
  const { recording } = sources[0]!.provider;
  const recorder = await beginRecording(record.folder, sources, {
    recordedAt,
    identity: options.identity,
    ...(options.resume ? { resumed: true } : {}),
    ...(redact === undefined
      ? {}
      : { redactor: recording.createRedactor(redact.salt, model, redact.asked) }),
  });
  return {
    finish: recorder.finish,
    record: ({ provider, transport }: LiveSource): LiveSource => ({
      provider,
      transport: recorder.record(transport, provider.recording),
    }),
  };
}

function pace({ collections, collectionsDone }: Progress, elapsedMs: number) {
  if (collectionsDone === 0) return { elapsedMs };
  const left = Math.max(0, collections - collectionsDone);
  return { elapsedMs, remainingMs: (elapsedMs / collectionsDone) * left };
}
