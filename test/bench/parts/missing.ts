import type { Part } from "../bench.ts";
import { runJob } from "../workers/job.ts";
import { warmMedian } from "../measurements.ts";
import { writeTask } from "../task-file.ts";

/** What it costs to tell undecided assets apart: the suite over an estate of which 1 % of the connectors could not be read. */
export const measureMissing: Part = async (bench) => {
  for (const connectors of bench.sizes(10_000, 100_000)) {
    const { task, path } = bench.task(connectors);
    const deniedPath = `${task.folder}/denied-${connectors}`;
    writeTask(deniedPath, { ...task, denied: true });
    const job = {
      engine: "assay",
      measures: ["counts"] as const,
      runs: 30,
      budgetMs: bench.budgetMs(connectors),
    };
    const complete = await runJob({ ...job, task: path });
    const denied = await runJob({ ...job, task: deniedPath });
    const keep = (subject: string, title: string, times: readonly number[]): void =>
      bench.record({
        measure: "missing",
        subject,
        title,
        connectors,
        value: warmMedian(times),
        unit: "ms",
        runs: times.length,
      });
    keep("complete", "everything was read", complete.counts);
    keep("denied", "contacts and storage denied in 1 %", denied.counts);
  }
};
