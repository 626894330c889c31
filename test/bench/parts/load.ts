import { closeSync, existsSync, openSync, renameSync, statSync, writeSync } from "node:fs";
import type { Part } from "../bench.ts";
import type { Task } from "../engines/engine.ts";
import { generateEstate } from "../estate/estate.ts";
import { inProcess } from "../workers/job.ts";
import type { LoadJob, LoadReport } from "../workers/load.ts";

/**
 * Everything of an estate brought into memory: our snapshot with every column and link read and compared with its checksums,
 * beside the same columns as Arrow files, and the records as NDJSON.
 */
export const measureLoad: Part = async (bench) => {
  const sizes = bench.sizes(100_000, 100_000);
  for (const connectors of bench.options.full || bench.options.sizesNamed
    ? sizes
    : sizes.slice(-1)) {
    const { task } = bench.task(connectors);
    const ndjson = storeNdjson(task);
    const { folder, seed } = task;
    const withArrow = bench.peersLacking === undefined;
    const job: LoadJob = { folder, seed, connectors, ndjson, withArrow };
    const worker = new URL("../workers/load.ts", import.meta.url);
    const report = await inProcess<LoadReport>(worker, job);
    const keep = (
      measure: string,
      subject: string,
      title: string,
      value: number,
      unit: "ms" | "bytes",
    ) => bench.record({ measure, subject, title, connectors, value, unit, runs: 1 });
    keep("load", "assay", "Assay's snapshot, every column", report.snapshotMs, "ms");
    keep("load", "ndjson", "NDJSON to objects", report.ndjsonMs, "ms");
    if (report.arrowMs !== undefined && report.arrowBytes !== undefined) {
      keep("load", "arrow", "Arrow IPC, every column", report.arrowMs, "ms");
      keep("file", "arrow", "Arrow IPC", report.arrowBytes, "bytes");
    }
    keep("build", "assay", "records to columns", report.buildMs, "ms");
    keep("write", "assay", "columns to a snapshot", report.writeMs, "ms");
    keep("file", "assay", "snapshot", report.snapshotBytes, "bytes");
    keep("file", "ndjson", "NDJSON", statSync(ndjson).size, "bytes");
  }
};

/** Path of the records of an estate, one per line. */
function storeNdjson({ folder, connectors, seed }: Task): string {
  const path = `${folder}/records-${connectors}-${seed}.ndjson`;
  if (existsSync(path)) return path;
  const file = openSync(`${path}.part`, "w");
  for (const batch of generateEstate(connectors, seed))
    writeSync(file, batch.map((record) => `${JSON.stringify(record)}\n`).join(""));
  closeSync(file);
  renameSync(`${path}.part`, path);
  return path;
}
