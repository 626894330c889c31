import type { Part } from "../bench.ts";
import { generateEstate } from "../estate/estate.ts";
import { runJob } from "../workers/job.ts";
import { tryJob } from "./try-job.ts";

/** Resident memory of a fresh process after the suite's counts, beside what linked objects take of a heap. */
export const measureMemory: Part = async (bench) => {
  for (const connectors of bench.options.sizes) {
    const { path, task } = bench.task(connectors);
    let nodes = 0;
    for (const batch of generateEstate(connectors, task.seed)) nodes += batch.length;
    const job = { task: path, measures: ["counts"] as const, runs: 3, budgetMs: 10_000 };
    const has = (engine: string): boolean =>
      bench.competitors(connectors).some(([name]) => name === engine);
    const keep = (subject: string, title: string, bytes: number): void => {
      const common = { subject, title, connectors, runs: 1 };
      bench.record({ ...common, measure: "memory", value: bytes, unit: "bytes" });
      bench.record({
        ...common,
        measure: "memory per node",
        value: bytes / nodes,
        unit: "bytes per node",
      });
    };
    if (has("assay")) {
      const { rssBytes } = await runJob({ ...job, engine: "assay" });
      keep("assay", "Assay, whole process", rssBytes);
    }
    // It holds the objects and little else.
    const engine = "generated-code";
    if (has(engine) && bench.sizes(10_000).includes(connectors)) {
      const report = await tryJob(bench, connectors, { ...job, engine, measures: [] });
      if (report) keep("objects", "Linked objects, heap", report.heapBytes);
    }
  }
};
