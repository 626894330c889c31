/** Loads an estate in several ways, in a process of its own. */
import { createReadStream, readdirSync, rmSync, statSync } from "node:fs";
import { createInterface } from "node:readline";
import type { Blob, Tables } from "../../../src/inventory/tables.ts";
import { loadModel } from "../../../src/model/load.ts";
import { openSnapshot, writeSnapshot } from "../../../src/snapshot/file.ts";
import type { AssetRecord } from "../../../src/types.ts";
import { readArrow, writeArrow } from "../engines/arrow.ts";
import { median } from "../measurements.ts";
import { buildTables, type EstateTask } from "../estate/snapshot.ts";
import { answerJob } from "./answer-job.ts";

export interface LoadJob extends EstateTask {
  /** Path of the records, one per line. */
  readonly ndjson: string;
  /** Whether Arrow is there. */
  readonly withArrow: boolean;
}

export interface LoadReport {
  readonly snapshotMs: number;
  readonly ndjsonMs: number;
  readonly arrowMs?: number;
  readonly buildMs: number;
  readonly writeMs: number;
  readonly snapshotBytes: number;
  readonly arrowBytes?: number;
}

/** How often a file is read; the median counts. */
const times = 7;

async function run(job: LoadJob): Promise<LoadReport> {
  const model = loadModel(`${job.folder}/schema`);
  const [tables, buildMs] = timed(() => buildTables(model, job));
  const path = `${job.folder}/load-${job.connectors}-${job.seed}`;
  const [, writeMs] = timed(() => writeSnapshot(path, tables));
  const snapshotMs = medianOf(() => readAll(openSnapshot(path, model)));
  const snapshotBytes = statSync(path).size;
  rmSync(path);
  const arrow = job.withArrow ? loadArrow(`${path}-arrow`, tables) : {};
  const ndjsonMs = await loadNdjson(job.ndjson);
  return { snapshotMs, ndjsonMs, ...arrow, buildMs, writeMs, snapshotBytes };
}

function loadArrow(folder: string, tables: Tables): Pick<LoadReport, "arrowMs" | "arrowBytes"> {
  try {
    writeArrow(folder, tables);
    const sizes = readdirSync(folder).map((file) => statSync(`${folder}/${file}`).size);
    const arrowBytes = sizes.reduce((sum, size) => sum + size, 0);
    return { arrowMs: medianOf(() => readArrow(folder)), arrowBytes };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function loadNdjson(path: string): Promise<number> {
  const beforeMs = performance.now();
  const records: AssetRecord[] = [];
  for await (const line of createInterface({ input: createReadStream(path) }))
    records.push(JSON.parse(line) as AssetRecord);
  return performance.now() - beforeMs;
}

/** Milliseconds of the middle one of several runs, each with the memory of the one before given back. */
function medianOf(action: () => unknown): number {
  return median(
    Array.from({ length: times }, () => {
      globalThis.gc!();
      return timed(action)[1];
    }),
  );
}

function timed<T>(action: () => T): readonly [result: T, ms: number] {
  const beforeMs = performance.now();
  const result = action();
  return [result, performance.now() - beforeMs];
}

/** Reads every blob below a value into memory, once where it stands in two places. What is one word over and over is there. */
function readAll(value: unknown, known = new Set<Blob>()): void {
  if (typeof value !== "object" || value === null) return;
  if (!isBlob(value)) {
    const inner = value instanceof Map ? value.values() : Object.values(value);
    for (const one of inner) readAll(one, known);
  } else if (value.word === undefined && !known.has(value)) {
    known.add(value);
    // Not filled with zeros before, as the memory that Node reads a file into is not.
    value.read(Buffer.allocUnsafeSlow(value.byteLength));
  }
}

function isBlob(value: object): value is Blob {
  return "byteLength" in value && "read" in value;
}

answerJob(run);
