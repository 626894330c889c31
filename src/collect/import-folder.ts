import { snapshotId } from "../snapshot/ids.ts";
import { createBuilder } from "../inventory/build.ts";
import type { Tables } from "../inventory/tables.ts";
import type { Model, SnapshotInfo } from "../types.ts";
import { collect, type Collected } from "./collect.ts";
import { derivationsOf } from "./provider.ts";
import type { Sink } from "./collection-writer.ts";
import type { Provider } from "./provider.ts";
import type { UnaskedRows } from "./recording/format.ts";
import { openRecording } from "./recording/open-recording.ts";

export interface ImportOptions {
  /** Whose answers it may be. */
  readonly providers: readonly Provider[];
  /** ISO 8601 UTC: the time of reading where the recording names none. */
  readonly now: string;
  /** Names of asset types; all where absent. */
  readonly types?: readonly string[];
  readonly assayVersion: string;
  readonly formatVersion: number;
}

export interface Imported {
  readonly tables: Tables;
  readonly collected: Collected;
  /** Files of the folder that nothing asked for, sorted; with chosen `types` not a mistake. */
  readonly unread: readonly string[];
  /** Rows in other files that nothing asked for, by resource type; likewise. */
  readonly unreadRows: UnaskedRows["types"];
}

/**
 * Turns a folder of raw answers into an estate, through the same code that reads a cloud. The same folder, model and
 * options give the same tables. Throws an `InputError` where the folder is no recording.
 */
export async function importFolder(
  folder: string,
  model: Model,
  options: ImportOptions,
): Promise<Imported> {
  const recording = openRecording(folder, options.now, options.providers);
  const { sources } = recording;
  const builder = createBuilder(model, derivationsOf(options.providers));
  const sink: Sink = {
    write(records) {
      for (const record of records) builder.add(record);
    },
    finish: (collection) => builder.addCollection(collection),
  };
  const { types } = options;
  const collected = await collect(model, sources, sink, types ? { types } : {});
  const info: SnapshotInfo = {
    id: snapshotId(recording.recordedAt),
    takenAt: recording.recordedAt,
    origin: "import",
    ...(recording.identity === undefined ? {} : { identity: recording.identity }),
    assayVersion: options.assayVersion,
    schemaFingerprint: model.fingerprint,
    formatVersion: options.formatVersion,
  };
  const [unread, unreadRows] = [recording.unread(), recording.unreadRows()];
  return { tables: builder.build(info), collected, unread, unreadRows };
}
