import { existsSync, mkdirSync, renameSync } from "node:fs";
import { createBuilder } from "../../src/inventory/build.ts";
import type { Tables } from "../../src/inventory/tables.ts";
import { formatVersion, writeSnapshot } from "../../src/snapshot/file.ts";
import type { Model } from "../../src/types.ts";
import type { Task } from "./engines/engine.ts";
import { completeCollections, generatedTypes, generateEstate, readAt } from "./estate.ts";

/** What says which estate it is, and where files of the benchmark are. */
export type EstateTask = Pick<Task, "connectors" | "seed" | "folder">;

/** Path of the snapshot of an estate; built with the product's own builder if it is not there. */
export function storeSnapshot(model: Model, task: EstateTask): string {
  const schema = model.fingerprint.slice(0, 8);
  const path = `${task.folder}/assay-${task.connectors}-${schema}-${formatVersion}`;
  if (existsSync(path)) return path;
  mkdirSync(task.folder, { recursive: true });
  writeSnapshot(`${path}.part`, buildTables(model, task));
  renameSync(`${path}.part`, path);
  return path;
}

/** A generated estate through the product's builder, every collection complete. */
export function buildTables(model: Model, task: Pick<Task, "connectors" | "seed">): Tables {
  const builder = createBuilder(model);
  const collected = generatedTypes.filter((type) => model.types.get(type)?.kind === "asset");
  for (const batch of generateEstate(task.connectors, task.seed)) {
    for (const record of batch) builder.add(record);
    for (const collection of completeCollections(batch, collected))
      builder.addCollection(collection);
  }
  return builder.build({
    id: "benchmark",
    takenAt: readAt,
    origin: "benchmark",
    assayVersion: "0",
    schemaFingerprint: model.fingerprint,
    formatVersion,
  });
}
