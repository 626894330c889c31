import { formatVersion } from "../snapshot/file.ts";
import { beginStaging, resumeStaging, type Wish } from "../snapshot/staging.ts";
import type { Entry, Store } from "../snapshot/store.ts";
import type { Model, SnapshotInfo } from "../types.ts";
import { collect, type Collected } from "./collect.ts";
import type { Progress } from "./collecting.ts";
import { snapshotId } from "./import.ts";
import type { PatientTransport, Stats } from "./patient.ts";
import { recordTo } from "./record.ts";
import { createRedactor } from "./redact.ts";

export interface TakeOptions {
  readonly store: Store;
  readonly transport: PatientTransport;
  /** Where it comes from, as the snapshot names it: `azure`, `azure (usgovernment)`. */
  readonly origin: string;
  readonly identity: string;
  readonly assayVersion: string;
  readonly now: () => Date;
  /** Milliseconds that never jump. */
  readonly clock: () => number;
  /** What to read; of a resumed snapshot, what was asked for when it began. */
  readonly wish: Wish;
  readonly resume?: boolean;
  /** Also where a process of another machine was at it, which cannot be asked whether it still runs. */
  readonly takeOver?: boolean;
  readonly record?: {
    readonly folder: string;
    /** A secret for replacements; absent: nothing is replaced. */
    readonly redactSalt?: string;
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
 * read stays for a resumed one. It stays as well where one is resumed whose subscriptions cannot be listed now: a snapshot
 * without them would lose what was read. Rejects with the signal's reason, or with an `InputError`.
 */
export async function takeSnapshot(model: Model, options: TakeOptions): Promise<Taken> {
  const { store, transport, signal } = options;
  const takenAt = options.now().toISOString();
  const info: SnapshotInfo = {
    id: snapshotId(takenAt),
    takenAt,
    origin: options.origin,
    identity: options.identity,
    assayVersion: options.assayVersion,
    schemaFingerprint: model.fingerprint,
    formatVersion,
  };
  const staging = options.resume
    ? await resumeStaging(store, model, info, options.takeOver)
    : await beginStaging(store, model, info, options.wish);
  const began = options.clock();
  const tell = options.progress;
  try {
    const recorder = await recorded(options, takenAt);
    const collected = await collect(model, recorder ?? transport, staging, {
      ...staging.wish,
      resumed: staging,
      ...(signal ? { signal } : {}),
      ...(tell
        ? {
            progress: (now) =>
              tell({ ...now, ...transport.stats(), ...pace(now, options.clock() - began) }),
          }
        : {}),
    }).finally(() => recorder?.finishRecording());
    signal?.throwIfAborted();
    const taken = { collected, stats: transport.stats() };
    if (options.resume && (collected.unlisted.length > 0 || collected.connectors === 0)) {
      await staging.close();
      return taken;
    }
    return { ...taken, entry: await staging.commit(collected.connectorIds) };
  } catch (error) {
    // What cannot be flushed now is read again by whoever resumes.
    await staging.close().catch(() => undefined);
    throw error;
  }
}

async function recorded({ transport, record, ...options }: TakeOptions, recordedAt: string) {
  if (!record) return undefined;
  return recordTo(transport, record.folder, {
    recordedAt,
    identity: options.identity,
    ...(options.resume ? { resumed: true } : {}),
    ...(record.redactSalt === undefined ? {} : { redactor: createRedactor(record.redactSalt) }),
  });
}

function pace({ collections, collectionsDone }: Progress, elapsedMs: number) {
  if (collectionsDone === 0) return { elapsedMs };
  const left = Math.max(0, collections - collectionsDone);
  return { elapsedMs, remainingMs: (elapsedMs / collectionsDone) * left };
}
