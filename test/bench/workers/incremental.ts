/**
 * Re-collections taken in by a live inventory, beside full runs over a snapshot of the estate as it then is, in a process of its own.
 * After the first the two deliver the same bytes, or the benchmark fails.
 */
import { createHash } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { Changes } from "../../../src/engine/live/apply-changes.ts";
import { createLiveInventory } from "../../../src/engine/live/inventory.ts";
import { createInventory } from "../../../src/engine/inventory.ts";
import { loadModel } from "../../../src/model/load.ts";
import { openSnapshot } from "../../../src/snapshot/file.ts";
import type { Inventory, Query } from "../../../src/types.ts";
import type { Task } from "../engines/engine.ts";
import { changedAssets, changedConnectors } from "../estate/changes.ts";
import type { EstateTask } from "../estate/snapshot.ts";
import { buildRecords, storeSnapshot } from "../estate/snapshot.ts";
import { warmMedian } from "../measurements.ts";
import { readTask } from "../task-file.ts";
import { answerJob } from "./answer-job.ts";
import { createOnOneThread } from "./one-thread.ts";

/** Milliseconds; medians of warm runs. */
export interface IncrementalReport {
  /** A full run on one thread, as an update is. */
  readonly fullMs: number;
  /** With the second thread. */
  readonly sharedMs: number;
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

const updates = 31;

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as (options?: { readonly type: "minor" }) => void;

/** Making the changes leaves much behind, which is not collected in the times of updates. */
async function collectGarbage(): Promise<void> {
  collect();
  // Other threads sweep what was found to be garbage for a while.
  await setTimeout(200);
}

/** Milliseconds that some work takes, without what is due to be collected of earlier work. */
async function timed(work: () => unknown): Promise<number> {
  collect({ type: "minor" });
  const beforeMs = performance.now();
  await work();
  return performance.now() - beforeMs;
}

async function run({ task: path }: { readonly task: string }): Promise<IncrementalReport> {
  const task = readTask(path);
  const model = loadModel(`${task.folder}/schema`);
  const queries = task.questions.map(({ type, where }): Query => ({ type, where }));
  const open = (snapshot: string) => openSnapshot(snapshot, model);

  /** Rounds of changes, with full runs over the estate as the first round left it between them: what else the machine does slows all. */
  async function follow(estate: EstateTask, kind: typeof changedAssets) {
    const full: number[] = [];
    const shared: number[] = [];
    const times: { update: number; select: number; cpu: number }[] = [];
    const lay: number[] = [];
    const recollections = Array.from({ length: updates }, (_, round) => kind(estate, round));
    const tables = open(storeSnapshot(model, estate, changedAssets(estate, 0)));
    const after = createOnOneThread(model, tables);
    const afterShared = createInventory(model, tables);
    const live = createLiveInventory(model, open(storeSnapshot(model, estate)));
    await live.select(queries);
    // All of them first: a collector makes them at other times, and elsewhere.
    const rounds = recollections.map(({ records, removed }): Changes => {
      const startMs = performance.now();
      const found = buildRecords(model, records);
      lay.push(performance.now() - startMs);
      return { found, removed };
    });
    recollections.length = 0;
    await collectGarbage();
    for (const [round, changes] of rounds.entries()) {
      let updateMs = 0;
      let cpu = process.cpuUsage();
      const totalMs = await timed(async () => {
        cpu = process.cpuUsage();
        const beforeMs = performance.now();
        if (!live.update(changes)) throw new Error("The update was not followed.");
        updateMs = performance.now() - beforeMs;
        await live.select(queries);
        cpu = process.cpuUsage(cpu);
      });
      const cpuMs = (cpu.user + cpu.system) / 1000;
      times.push({ update: updateMs, select: totalMs - updateMs, cpu: cpuMs });
      full.push(await timed(() => after.select(queries)));
      shared.push(await timed(() => afterShared.select(queries)));
      if (round === 0 && kind === changedAssets)
        assertSame(task, await digests(live, queries), await digests(after, queries));
    }
    const total = times.map(({ update, select }) => update + select);
    const followed: Followed = {
      updateMs: warmMedian(times.map(({ update }) => update)),
      selectMs: warmMedian(times.map(({ select }) => select)),
      totalMs: warmMedian(total),
      cpuMs: warmMedian(times.map(({ cpu }) => cpu)),
      firstMs: total[0]!,
      layMs: warmMedian(lay),
      updates,
    };
    return { followed, full, shared };
  }

  // A process that follows an estate has long been at it: its code is compiled.
  const small = { ...task, connectors: Math.min(task.connectors, 10_000) };
  await follow(small, changedAssets);
  const assets = await follow(task, changedAssets);
  const connectors = await follow(task, changedConnectors);
  const opened: number[] = [];
  for (let round = 0; round < 3; round++) {
    const beforeMs = performance.now();
    await createInventory(model, open(storeSnapshot(model, task, changedAssets(task, 0)))).select(
      queries,
    );
    opened.push(performance.now() - beforeMs);
  }
  return {
    fullMs: warmMedian([...assets.full, ...connectors.full]),
    sharedMs: warmMedian([...assets.shared, ...connectors.shared]),
    openedMs: warmMedian(opened),
    assets: assets.followed,
    connectors: connectors.followed,
  };
}

/** Of each question a digest of what is found and of what is undecided, as the bytes that would be delivered. */
async function digests(
  inventory: Inventory,
  queries: readonly Query[],
): Promise<readonly string[]> {
  const selections = await inventory.select(queries);
  const members = ["id", "name"].map((field) => ({ key: field, field }));
  return Promise.all(
    selections.map(async (selection) => {
      const digest = createHash("sha256");
      for (const which of ["matched", "undecided"] as const)
        for (const rows of selection.rows(which))
          for await (const piece of inventory.writeJson(rows, members, "\n")) digest.update(piece);
      return digest.digest("hex");
    }),
  );
}

function assertSame(task: Task, followed: readonly string[], full: readonly string[]): void {
  const position = followed.findIndex((digest, i) => digest !== full[i]);
  if (position < 0) return;
  const { name, where } = task.questions[position]!;
  throw new Error(
    `After an update "${name}" has other rows than in a full run.\nFilter: ${JSON.stringify(where)}`,
  );
}

answerJob(run);
