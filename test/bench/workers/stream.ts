/** How long it would take to read once what the suite reads, in a process of its own. */
import { createInventory } from "../../../src/engine/inventory.ts";
import type { Blob } from "../../../src/inventory/tables.ts";
import { loadModel } from "../../../src/model/load.ts";
import { openSnapshot } from "../../../src/snapshot/file.ts";
import { warmMedian } from "../measurements.ts";
import { storeSnapshot } from "../estate/snapshot.ts";
import { readTask } from "../task-file.ts";
import { answerJob } from "./answer-job.ts";

export interface StreamReport {
  /** Bytes of columns and links that the suite brings into memory. */
  readonly bytes: number;
  readonly ms: number;
}

async function run({ task: path }: { readonly task: string }): Promise<StreamReport> {
  const task = readTask(path);
  const model = loadModel(`${task.folder}/schema`);
  const touched = { bytes: 0 };
  const tables = counting(openSnapshot(storeSnapshot(model, task), model), touched);
  await createInventory(model, tables).select(task.questions);
  return { bytes: touched.bytes, ms: streamMs(touched.bytes) };
}

/** The same value with blobs that count what is read of them. */
function counting<T>(value: T, touched: { bytes: number }): T {
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return value;
  if ("byteLength" in value && "read" in value) {
    const blob = value as unknown as Blob;
    return {
      byteLength: blob.byteLength,
      read(target: Uint8Array, offset?: number) {
        touched.bytes += target.length;
        blob.read(target, offset);
      },
    } as T;
  }
  if (value instanceof Map)
    return new Map([...value].map(([key, inner]) => [key, counting(inner, touched)])) as T;
  if (Array.isArray(value)) return value.map((inner) => counting(inner, touched)) as T;
  const entries = Object.entries(value).map(([key, inner]) => [key, counting(inner, touched)]);
  return Object.fromEntries(entries) as T;
}

/** Compares two equal halves: the runtime does that with the processor's widest reads. */
function streamMs(bytes: number): number {
  const half = Math.ceil(bytes / 2);
  const [one, other] = [Buffer.alloc(half, 1), Buffer.alloc(half, 1)];
  const times = Array.from({ length: 15 }, () => {
    const beforeMs = performance.now();
    if (!one.equals(other)) throw new Error("Equal bytes are not equal.");
    return performance.now() - beforeMs;
  });
  return warmMedian(times);
}

answerJob(run);
