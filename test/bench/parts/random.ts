import type { Bench, Part } from "../bench.ts";
import type { Task } from "../engines/engine.ts";
import { assertAgreement, assertSameCounts } from "../gate.ts";
import type { Report } from "../workers/job.ts";
import { warmMedian } from "../measurements.ts";
import { isStored, tryJob } from "./try-job.ts";
import { randomQuestions } from "../estate/random-filters.ts";
import { writeTask } from "../task-file.ts";

/** What takes part at every size. */
const always = ["assay", "duckdb-in", "sqlite-in"];

/** Up to how many connectors others do where sizes are named or all is wanted; the rest up to a thousand with `--full`. */
const others: Readonly<Record<string, number>> = {
  "postgres-exists": 10_000,
  "generated-code": 10_000,
  closures: 10_000,
};

/**
 * A thousand random checks, counted. Ids are compared at the smallest estate of the run, counts at each. At 100,000 connectors
 * they take SQLite half a minute, and resolvers minutes.
 */
export const measureRandom: Part = async (bench) => {
  const sizes = bench.sizes(10_000, 100_000);
  for (const connectors of sizes) await measureAt(bench, connectors, connectors === sizes[0]);
};

async function measureAt(bench: Bench, connectors: number, compareIds: boolean): Promise<void> {
  const suite = bench.task(connectors).task;
  const questions = randomQuestions(suite.layout, 1000, bench.options.seed);
  const task: Task = { ...suite, questions };
  const path = `${task.folder}/random-${connectors}-${task.seed}`;
  writeTask(path, task);
  let reference: { engine: string; report: Report } | undefined;
  for (const [engine, { title, stored }] of bench.competitors(connectors)) {
    if (!takesPart(bench, engine, connectors)) continue;
    if (stored && !(await isStored(bench, engine, connectors))) continue;
    // What filters objects has nothing that only counts.
    const what = stored ? "counts" : "rows";
    const measures = compareIds ? ([what, "gate"] as const) : ([what] as const);
    const budgetMs = bench.budgetMs(connectors);
    const job = { engine, task: path, measures, runs: 10, budgetMs };
    const report = await tryJob(bench, connectors, job);
    if (!report) continue;
    reference ??= { engine, report };
    if (compareIds) await assertAgreement({ engine, report, reference, task, path });
    else assertSameCounts({ engine, report, reference, task, path });
    bench.record({
      measure: "random",
      subject: engine,
      title,
      connectors,
      value: warmMedian(report[what]),
      unit: "ms",
      runs: report[what].length,
    });
  }
}

function takesPart({ options }: Bench, engine: string, connectors: number): boolean {
  if (options.engines.length > 0 || always.includes(engine)) return true;
  if (!options.full && !options.sizesNamed) return false;
  return connectors <= (others[engine] ?? (options.full ? 1000 : 0));
}
