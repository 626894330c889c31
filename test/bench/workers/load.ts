/** Writes an estate in several forms, or reads it in one of them, in a process of its own. */
import { createReadStream, readdirSync, rmSync, statSync } from "node:fs";
import { createInterface } from "node:readline";
import { setTimeout } from "node:timers/promises";
import { createMemory } from "../../../src/engine/kernels/memory.ts";
import { createColumnCache, type ColumnCache } from "../../../src/engine/columns/column-cache.ts";
import type { Blob, Tables } from "../../../src/inventory/tables.ts";
import { loadModel } from "../../../src/model/load.ts";
import { openSnapshot, writeSnapshot } from "../../../src/snapshot/file.ts";
import type { AssetRecord, Model } from "../../../src/types.ts";
import { readArrow, writeArrow } from "../engines/arrow.ts";
import { buildTables, type EstateTask } from "../estate/snapshot.ts";
import { answerJob } from "./answer-job.ts";

/** Forms that are written by a worker, too. */
export type Form = "snapshot" | "arrow";

export type LoadJob =
  | (EstateTask & {
      readonly step: "write";
      readonly paths: Readonly<Partial<Record<Form, string>>>;
    })
  /** Reads the file or folder at `path`, after the one at `small` was read often enough for its code to be compiled. */
  | { readonly step: Form; readonly folder: string; readonly path: string; readonly small: string }
  | { readonly step: "ndjson"; readonly path: string };

/** Milliseconds by the clock, and of the processor. */
export interface Spent {
  readonly ms: number;
  readonly processorMs: number;
}

export interface WriteReport {
  readonly buildMs: number;
  readonly writeMs: number;
  readonly bytes: Readonly<Record<Form, number>>;
}

const warmUps = 30;

async function run(job: LoadJob): Promise<WriteReport | Spent> {
  if (job.step === "write") return write(job);
  if (job.step === "ndjson") return readNdjson(job.path);
  const model = loadModel(`${job.folder}/schema`);
  const read = readers[job.step];
  for (let i = 0; i < warmUps; i++) read(job.small, model);
  globalThis.gc!();
  // Other threads give back what was read.
  await setTimeout(50);
  const stop = startClock();
  const kept = read(job.path, model);
  const spent = stop();
  if (kept === undefined) throw new Error("Nothing was read.");
  return spent;
}

/** What each gives back holds all that was read. */
const readers: Readonly<Record<Form, (path: string, model: Model) => unknown>> = {
  snapshot: (path, model) => bringAll(openSnapshot(path, model)),
  arrow: readArrow,
};

function write({ paths, ...task }: LoadJob & { readonly step: "write" }): WriteReport {
  const [tables, buildMs] = timed(() => buildTables(loadModel(`${task.folder}/schema`), task));
  const [, writeMs] = timed(() => writeSnapshot(paths.snapshot!, tables));
  if (paths.arrow !== undefined) {
    rmSync(paths.arrow, { recursive: true, force: true });
    writeArrow(paths.arrow, tables);
  }
  const bytes = { snapshot: bytesIn(paths.snapshot), arrow: bytesIn(paths.arrow) };
  return { buildMs, writeMs, bytes };
}

/** Bytes of a file, or of all files in a folder. */
function bytesIn(path: string | undefined): number {
  if (path === undefined) return 0;
  if (!statSync(path).isDirectory()) return statSync(path).size;
  return readdirSync(path).reduce((sum, file) => sum + statSync(`${path}/${file}`).size, 0);
}

async function readNdjson(path: string): Promise<Spent> {
  const stop = startClock();
  const records: AssetRecord[] = [];
  for await (const line of createInterface({ input: createReadStream(path) }))
    records.push(JSON.parse(line) as AssetRecord);
  return stop();
}

/** Brings every blob to where the engine has them, of tables that have rows, as the Arrow files are. */
function bringAll(tables: Tables): unknown {
  const cache = createColumnCache(createMemory());
  const { tables: byType, ...others } = tables;
  bringBlobs(cache, others);
  for (const table of byType.values()) if (table.rows > 0) bringBlobs(cache, table);
  return { tables, cache };
}

function bringBlobs(cache: ColumnCache, value: unknown): void {
  if (typeof value !== "object" || value === null) return;
  if (isBlob(value)) {
    if (value.word === undefined) cache.address(value);
  } else {
    const inner = value instanceof Map ? value.values() : Object.values(value);
    for (const one of inner) bringBlobs(cache, one);
  }
}

function isBlob(value: object): value is Blob {
  return "byteLength" in value && "read" in value;
}

function startClock(): () => Spent {
  const before = process.cpuUsage();
  const beforeMs = performance.now();
  return () => {
    const ms = performance.now() - beforeMs;
    const { user, system } = process.cpuUsage(before);
    return { ms, processorMs: (user + system) / 1000 };
  };
}

function timed<T>(action: () => T): readonly [result: T, ms: number] {
  const stop = startClock();
  const result = action();
  return [result, stop().ms];
}

answerJob(run);
