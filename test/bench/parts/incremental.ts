import type { Part } from "../bench.ts";
import { inProcess } from "../workers/job.ts";
import type { IncrementalReport } from "../workers/incremental.ts";

/** What it takes to follow a re-collection in which 0.1 % of the assets differ, beside a full run. */
export const measureIncremental: Part = async (bench) => {
  for (const connectors of bench.options.sizes) {
    const { path } = bench.task(connectors);
    const worker = new URL("../workers/incremental.ts", import.meta.url);
    const report = await inProcess<IncrementalReport>(worker, { task: path });
    const keep = (subject: string, title: string, value: number, runs: number): void =>
      bench.record({ measure: "incremental", subject, title, connectors, value, unit: "ms", runs });
    keep("full", "full run", report.fullMs, 5);
    keep("update", "0.1 % of the assets changed", report.updateMs, report.updates);
  }
};
