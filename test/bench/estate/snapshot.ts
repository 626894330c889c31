import { existsSync, mkdirSync, renameSync } from "node:fs";
import { createBuilder } from "../../../src/inventory/build.ts";
import type { Tables } from "../../../src/inventory/tables.ts";
import { formatVersion, writeSnapshot } from "../../../src/snapshot/file.ts";
import type { AssetRecord, Model, SnapshotInfo } from "../../../src/types.ts";
import type { Task } from "../engines/engine.ts";
import type { Recollection } from "./changes.ts";
import { collectionsOf, generatedTypes, generateEstate, readAt } from "./estate.ts";

/** What says which estate it is, and where files of the benchmark are. */
export type EstateTask = Pick<Task, "connectors" | "seed" | "folder" | "denied">;

/**
 * Path of the snapshot of an estate; built with the product's own builder if it is not there. With `since` the estate is as its
 * first re-collection finds it.
 */
export function storeSnapshot(model: Model, task: EstateTask, since?: Recollection): string {
  const schema = model.fingerprint.slice(0, 8);
  const which = `${task.denied ? "-denied" : ""}${since ? "-changed" : ""}`;
  const path = `${task.folder}/assay-${task.connectors}${which}-${schema}-${formatVersion}`;
  if (existsSync(path)) return path;
  mkdirSync(task.folder, { recursive: true });
  writeSnapshot(`${path}.part`, buildTables(model, task, since));
  renameSync(`${path}.part`, path);
  return path;
}

/**
 * A generated estate through the product's builder, every collection complete; or, with `denied`, without the contacts and
 * storage accounts of every hundredth connector. What a re-collection found since is as it says.
 */
export function buildTables(
  model: Model,
  { connectors, seed, denied }: Pick<Task, "connectors" | "seed" | "denied">,
  since: Recollection = { records: [], removed: [] },
): Tables {
  const builder = createBuilder(model);
  const collected = generatedTypes.filter((type) => model.types.get(type)?.kind === "asset");
  const keyOf = ({ type, id }: { readonly type: string; readonly id: string }) => `${type} ${id}`;
  const changed = new Set([...since.records, ...since.removed].map(keyOf));
  let number = 0;
  for (const batch of generateEstate(connectors, seed)) {
    const hidden = denied && number++ % 100 === 0 ? ["SecurityContact", "StorageAccount"] : [];
    for (const record of batch)
      if (!hidden.includes(record.type) && !(changed.size > 0 && changed.has(keyOf(record))))
        builder.add(record);
    for (const collection of collectionsOf(batch, collected, hidden))
      builder.addCollection(collection);
  }
  for (const record of since.records) builder.add(record);
  return builder.build(infoOf(model));
}

/** Some assets alone, as a re-collection of them brings. */
export function buildRecords(model: Model, records: readonly AssetRecord[]): Tables {
  const builder = createBuilder(model);
  for (const record of records) builder.add(record);
  return builder.build(infoOf(model));
}

function infoOf({ fingerprint: schemaFingerprint }: Model): SnapshotInfo {
  return {
    id: "benchmark",
    takenAt: readAt,
    origin: "benchmark",
    assayVersion: "0",
    schemaFingerprint,
    formatVersion,
  };
}
