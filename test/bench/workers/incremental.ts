/** A re-collection taken in by a live inventory, beside a full run, in a process of its own. */
import { createLiveInventory } from "../../../src/engine/incremental.ts";
import { createInventory } from "../../../src/engine/inventory.ts";
import { loadModel } from "../../../src/model/load.ts";
import { openSnapshot } from "../../../src/snapshot/file.ts";
import type { AssetRecord, Query } from "../../../src/types.ts";
import { generateConnector } from "../estate/estate.ts";
import { createRandom } from "../estate/random.ts";
import { storeSnapshot } from "../estate/snapshot.ts";
import { median, warmMedian } from "../measurements.ts";
import { readTask } from "../task-file.ts";
import { answerJob } from "./answer-job.ts";

/** Milliseconds. */
export interface IncrementalReport {
  readonly fullMs: number;
  readonly updateMs: number;
  /** Assets that differ in each update. */
  readonly changed: number;
  readonly updates: number;
}

const updates = 9;

async function run({ task: path }: { readonly task: string }): Promise<IncrementalReport> {
  const task = readTask(path);
  const model = loadModel(`${task.folder}/schema`);
  const snapshot = storeSnapshot(model, task);
  const queries = task.questions.map(({ type, where }): Query => ({ type, where }));

  const inventory = createInventory(model, openSnapshot(snapshot, model));
  const full: number[] = [];
  for (let i = 0; i < 6; i++) {
    const beforeMs = performance.now();
    await inventory.select(queries);
    full.push(performance.now() - beforeMs);
  }

  const live = createLiveInventory(model, openSnapshot(snapshot, model));
  await live.select(queries);
  const times: number[] = [];
  let changed = 0;
  for (let i = 0; i < updates; i++) {
    const records = changedAssets(task.connectors, task.seed, i);
    changed = records.length;
    const beforeMs = performance.now();
    if (!live.update({ records, removed: [] })) throw new Error("The update was not followed.");
    await live.select(queries);
    times.push(performance.now() - beforeMs);
  }
  return { fullMs: warmMedian(full), updateMs: median(times), changed, updates };
}

/** One in a thousand assets with other values in a few fields, as a re-collection would bring them. */
function changedAssets(connectors: number, seed: number, round: number): readonly AssetRecord[] {
  const random = createRandom(seed + 1000, round);
  const records = new Map<string, AssetRecord>();
  const wanted = Math.max(1, Math.round((connectors * 16) / 1000));
  while (records.size < wanted) {
    const number = random.below(connectors);
    const record = random.pick(generateConnector(number, seed));
    if (record.type === "SecurityGroupRule" || record.type === "Connector") continue;
    records.set(record.id, {
      ...record,
      fields: otherFields(record, number, seed, random.below(9)),
    });
  }
  return [...records.values()];
}

/** The fields of an asset of the same type in another estate; names stay, region and settings change. */
function otherFields({ type, fields }: AssetRecord, number: number, seed: number, salt: number) {
  const other = generateConnector(number, seed + 1 + salt).find((record) => record.type === type);
  return { ...fields, ...other?.fields, name: fields.name! };
}

answerJob(run);
