/** The suite on one thread, with one set of kernels, in a process of its own. */
import { createPlainKernels } from "../../../src/engine/kernels/plain.ts";
import { loadModel } from "../../../src/model/load.ts";
import { openSnapshot } from "../../../src/snapshot/file.ts";
import type { Inventory, Selection } from "../../../src/types.ts";
import { type Fingerprint, fingerprintOf } from "../fingerprint.ts";
import { storeSnapshot } from "../estate/snapshot.ts";
import { warmMedian } from "../measurements.ts";
import { readTask } from "../task-file.ts";
import { answerJob } from "./answer-job.ts";
import { createOnOneThread } from "./one-thread.ts";

export interface KernelsJob {
  readonly task: string;
  readonly kernels: "simd" | "plain";
}

export interface KernelsReport {
  readonly ms: number;
  readonly runs: number;
  /** What the suite found: how many rows for each check, and which. */
  readonly found: readonly Fingerprint[];
}

async function run({ task: path, kernels: which }: KernelsJob): Promise<KernelsReport> {
  const task = readTask(path);
  const model = loadModel(`${task.folder}/schema`);
  const tables = openSnapshot(storeSnapshot(model, task), model);
  const inventory = createOnOneThread(
    model,
    tables,
    which === "plain" ? createPlainKernels : undefined,
  );
  const times: number[] = [];
  const startedMs = performance.now();
  while (times.length < 30 && (times.length < 3 || performance.now() - startedMs < 2500)) {
    const beforeMs = performance.now();
    await inventory.select(task.questions);
    times.push(performance.now() - beforeMs);
  }
  const found: Fingerprint[] = [];
  for (const selection of await inventory.select(task.questions))
    found.push(fingerprintOf(await idsOf(inventory, selection)));
  return { ms: warmMedian(times), runs: times.length, found };
}

async function idsOf(inventory: Inventory, selection: Selection): Promise<readonly string[]> {
  const ids: string[] = [];
  for (const rows of await selection.rows("matched"))
    for (const id of (await inventory.read(rows, ["id"]))[0]!) ids.push(id as string);
  return ids;
}

answerJob(run);
