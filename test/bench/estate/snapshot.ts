import { azure } from "../../../src/collect/azure/provider.ts";
import { existsSync, mkdirSync, renameSync } from "node:fs";
import { createBuilder } from "../../../src/inventory/build.ts";
import type { Tables } from "../../../src/inventory/tables.ts";
import { formatVersion, writeSnapshot } from "../../../src/snapshot/file.ts";
import type { Model, SnapshotInfo } from "../../../src/types.ts";
import type { Task } from "../engines/engine.ts";
import { collectionsOf, generatedTypes, generateEstate, readAt } from "./estate.ts";

/** What says which estate it is, and where files of the benchmark are. */
export type EstateTask = Pick<Task, "connectors" | "seed" | "folder" | "denied">;

/** Path of the snapshot of an estate; built with the product's own builder if it is not there. */
export function storeSnapshot(model: Model, task: EstateTask): string {
  const schema = model.fingerprint.slice(0, 8);
  const which = task.denied ? "-denied" : "";
  const path = `${task.folder}/assay-${task.connectors}${which}-${schema}-${formatVersion}`;
  if (existsSync(path)) return path;
  mkdirSync(task.folder, { recursive: true });
  writeSnapshot(`${path}.part`, buildTables(model, task));
  renameSync(`${path}.part`, path);
  return path;
}

/**
 * A generated estate through the product's builder, every collection complete; or, with `denied`, without the contacts and
 * storage accounts of every hundredth connector.
 */
export function buildTables(
  model: Model,
  { connectors, seed, denied }: Pick<Task, "connectors" | "seed" | "denied">,
): Tables {
  const builder = createBuilder(model, azure.derivations);
  const collected = generatedTypes.filter((type) => model.types.get(type)?.kind === "asset");
  let number = 0;
  for (const batch of generateEstate(connectors, seed)) {
    const hidden = denied && number++ % 100 === 0 ? ["SecurityContact", "StorageAccount"] : [];
    for (const record of batch) if (!hidden.includes(record.type)) builder.add(record);
    for (const collection of collectionsOf(batch, collected, hidden))
      builder.addCollection(collection);
  }
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
