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
  const touched: Touched = new Map();
  const tables = counting(openSnapshot(storeSnapshot(model, task), model), touched);
  await createInventory(model, tables).select(task.questions);
  const bytes = [...touched].reduce(
    (sum, [blob, { read }]) => sum + Math.min(read, blob.byteLength),
    0,
  );
  return { bytes, ms: streamMs(bytes) };
}

/** What was read of each blob, and the blob that stands in its place: one, wherever it stands. */
type Touched = Map<Blob, { read: number; readonly counted: Blob }>;

/** The same value with blobs that count what is read of them. */
function counting<T>(value: T, touched: Touched): T {
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return value;
  if ("byteLength" in value && "read" in value)
    return countingBlob(value as unknown as Blob, touched) as T;
  if (value instanceof Map)
    return new Map([...value].map(([key, inner]) => [key, counting(inner, touched)])) as T;
  if (Array.isArray(value)) return value.map((inner) => counting(inner, touched)) as T;
  const entries = Object.entries(value).map(([key, inner]) => [key, counting(inner, touched)]);
  return Object.fromEntries(entries) as T;
}

function countingBlob(blob: Blob, touched: Touched): Blob {
  const known = touched.get(blob);
  if (known) return known.counted;
  const entry = {
    read: 0,
    counted: {
      byteLength: blob.byteLength,
      read(target: Uint8Array, offset?: number) {
        entry.read += target.length;
        blob.read(target, offset);
      },
    },
  };
  touched.set(blob, entry);
  return entry.counted;
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
