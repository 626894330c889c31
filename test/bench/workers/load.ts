/** Loads an estate in two ways, in a process of its own. */
import { createReadStream, rmSync, statSync } from "node:fs";
import { createInterface } from "node:readline";
import type { Blob } from "../../../src/inventory/tables.ts";
import { loadModel } from "../../../src/model/load.ts";
import { openSnapshot, writeSnapshot } from "../../../src/snapshot/file.ts";
import type { AssetRecord } from "../../../src/types.ts";
import { median } from "../measurements.ts";
import { buildTables, type EstateTask } from "../estate/snapshot.ts";
import { answerJob } from "./answer-job.ts";

export interface LoadReport {
  readonly snapshotMs: number;
  readonly ndjsonMs: number;
  readonly buildMs: number;
  readonly writeMs: number;
  readonly snapshotBytes: number;
}

async function run(task: EstateTask & { readonly ndjson: string }): Promise<LoadReport> {
  const model = loadModel(`${task.folder}/schema`);
  const [tables, buildMs] = timed(() => buildTables(model, task));
  const path = `${task.folder}/load-${task.connectors}-${task.seed}`;
  const [, writeMs] = timed(() => writeSnapshot(path, tables));
  const times = [1, 2, 3].map(() => timed(() => readAll(openSnapshot(path, model)))[1]);
  const snapshotBytes = statSync(path).size;
  rmSync(path);
  const beforeMs = performance.now();
  const records: AssetRecord[] = [];
  for await (const line of createInterface({ input: createReadStream(task.ndjson) }))
    records.push(JSON.parse(line) as AssetRecord);
  const ndjsonMs = performance.now() - beforeMs;
  return { snapshotMs: median(times), ndjsonMs, buildMs, writeMs, snapshotBytes };
}

function timed<T>(action: () => T): readonly [result: T, ms: number] {
  const beforeMs = performance.now();
  const result = action();
  return [result, performance.now() - beforeMs];
}

/** Reads every blob below a value into memory; gives back their bytes. */
function readAll(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  if (isBlob(value)) {
    value.read(new Uint8Array(value.byteLength));
    return value.byteLength;
  }
  const inner = value instanceof Map ? value.values() : Object.values(value);
  let bytes = 0;
  for (const one of inner) bytes += readAll(one);
  return bytes;
}

function isBlob(value: object): value is Blob {
  return "byteLength" in value && "read" in value;
}

answerJob(run);
