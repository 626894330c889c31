/** A re-collection taken in by a live inventory, beside a full run, in a process of its own. */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { createLiveInventory } from "../../../src/engine/live/inventory.ts";
import { createInventory } from "../../../src/engine/inventory.ts";
import { loadModel } from "../../../src/model/load.ts";
import { openSnapshot } from "../../../src/snapshot/file.ts";
import type { Query } from "../../../src/types.ts";
import { changedAssets, changedConnectors } from "../estate/changes.ts";
import { buildRecords, storeSnapshot } from "../estate/snapshot.ts";
import { warmMedian } from "../measurements.ts";
import { readTask } from "../task-file.ts";
import { answerJob } from "./answer-job.ts";

/** Milliseconds; medians of warm runs. */
export interface IncrementalReport {
  readonly fullMs: number;
  /** Processor time, of all threads. */
  readonly fullCpuMs: number;
  /** Opening a snapshot and a full run over it, which is what there is to do without updates. */
  readonly openedMs: number;
  readonly assets: Followed;
  readonly connectors: Followed;
}

/** One kind of re-collection: taking it in, and the suite's next answer. */
export interface Followed {
  readonly updateMs: number;
  readonly selectMs: number;
  /** Both together. */
  readonly totalMs: number;
  /** The same in processor time, of all threads. */
  readonly cpuMs: number;
  /** The first one, which also brings into memory what finding assets by their ids takes. */
  readonly firstMs: number;
  /** What comes before it: laying what was found out as columns, which is part of collecting it. */
  readonly layMs: number;
  readonly updates: number;
}

const updates = 15;

/** Making the changes leaves much behind, which is not collected in the time of an update. */
function createCollector(): () => void {
  setFlagsFromString("--expose-gc");
  return runInNewContext("gc") as () => void;
}

async function run({ task: path }: { readonly task: string }): Promise<IncrementalReport> {
  const task = readTask(path);
  const model = loadModel(`${task.folder}/schema`);
  const snapshot = storeSnapshot(model, task);
  const queries = task.questions.map(({ type, where }): Query => ({ type, where }));
  const inventory = createInventory(model, openSnapshot(snapshot, model));
  const collectGarbage = createCollector();
  const full: number[] = [];
  const fullCpu: number[] = [];

  /** Full runs stand between updates: what else the machine does slows both. */
  async function follow(kind: typeof changedAssets): Promise<Followed> {
    const live = createLiveInventory(model, openSnapshot(snapshot, model));
    await live.select(queries);
    const times: { update: number; select: number; cpu: number }[] = [];
    const lay: number[] = [];
    for (let round = 0; round < updates; round++) {
      const { records, removed } = kind(task, round);
      const startMs = performance.now();
      const changes = { found: buildRecords(model, records), removed };
      lay.push(performance.now() - startMs);
      collectGarbage();
      const cpuBefore = process.cpuUsage();
      const beforeMs = performance.now();
      if (!live.update(changes)) throw new Error("The update was not followed.");
      const betweenMs = performance.now();
      await live.select(queries);
      const afterMs = performance.now();
      const cpu = cpuSince(cpuBefore);
      times.push({ update: betweenMs - beforeMs, select: afterMs - betweenMs, cpu });
      const cpuBetween = process.cpuUsage();
      const againMs = performance.now();
      await inventory.select(queries);
      full.push(performance.now() - againMs);
      fullCpu.push(cpuSince(cpuBetween));
    }
    const total = times.map(({ update, select }) => update + select);
    return {
      updateMs: warmMedian(times.map(({ update }) => update)),
      selectMs: warmMedian(times.map(({ select }) => select)),
      totalMs: warmMedian(total),
      cpuMs: warmMedian(times.map(({ cpu }) => cpu)),
      firstMs: total[0]!,
      layMs: warmMedian(lay),
      updates,
    };
  }

  const assets = await follow(changedAssets);
  const connectors = await follow(changedConnectors);
  const opened: number[] = [];
  for (let round = 0; round < 3; round++) {
    const beforeMs = performance.now();
    await createInventory(model, openSnapshot(snapshot, model)).select(queries);
    opened.push(performance.now() - beforeMs);
  }
  return {
    fullMs: warmMedian(full),
    fullCpuMs: warmMedian(fullCpu),
    openedMs: warmMedian(opened),
    assets,
    connectors,
  };
}

/** Milliseconds. */
function cpuSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

answerJob(run);
