import type { Bench, Part } from "../bench.ts";
import type { Task } from "../engines/engine.ts";
import { assertAgreement, assertSameCounts } from "../gate.ts";
import { type Report, runJob } from "../workers/job.ts";
import { warmMedian } from "../measurements.ts";
import { randomQuestions } from "../estate/random-filters.ts";
import { writeTask } from "../task-file.ts";

/** What answers a thousand checks in reasonable time. */
const engines = ["assay", "duckdb-in", "sqlite-in"];

/**
 * A thousand random checks, counted. Ids are compared at the smallest estate of the run, counts at each.
 */
export const measureRandom: Part = async (bench) => {
  const sizes = bench.options.sizes.filter((size) => size <= 100_000);
  for (const connectors of new Set(bench.options.full ? sizes : [sizes[0]!, sizes.at(-1)!]))
    await measureAt(bench, connectors, connectors === sizes[0]);
};

async function measureAt(bench: Bench, connectors: number, compareIds: boolean): Promise<void> {
  const suite = bench.task(connectors).task;
  const questions = randomQuestions(suite.layout, 1000, bench.options.seed);
  const task: Task = { ...suite, questions };
  const path = `${task.folder}/random-${connectors}-${task.seed}`;
  writeTask(path, task);
  let reference: { engine: string; report: Report } | undefined;
  for (const [engine, { title }] of bench.competitors(connectors)) {
    if (!engines.includes(engine)) continue;
    const measures = compareIds ? (["counts", "gate"] as const) : (["counts"] as const);
    const report = await runJob({ engine, task: path, measures, runs: 10, budgetMs: 1000 });
    reference ??= { engine, report };
    if (compareIds) await assertAgreement({ engine, report, reference, task, path });
    else assertSameCounts({ engine, report, reference, task, path });
    bench.record({
      measure: "random",
      subject: engine,
      title,
      connectors,
      value: warmMedian(report.counts),
      unit: "ms",
      runs: report.counts.length,
    });
  }
}
