import type { Filter } from "../../../src/types.ts";
import type { Bench, Part } from "../bench.ts";
import type { Question, Task } from "../engines/engine.ts";
import { runJob } from "../workers/job.ts";
import { warmMedian } from "../measurements.ts";
import { randomQuestions } from "../estate/random-filters.ts";
import { renderSize } from "../options.ts";
import { writeTask } from "../task-file.ts";

/** How the suite's time grows: with the estate, with distinct sub-filters, and with checks that share all of theirs. */
export const measureCurves: Part = async (bench) => {
  const { sizes, full, seed } = bench.options;
  const largest = Math.max(...sizes);
  for (const part of full ? [1, 2, 5, 10, 20, 50, 100] : [1, 10, 100]) {
    const connectors = Math.round(largest / part);
    const ms = await time(bench.task(connectors).task);
    record(bench, "by estate", `${renderSize(connectors)} connectors`, connectors, largest, ms);
  }
  const { task } = bench.task(largest);
  const random = randomQuestions(task.layout, 1600, seed);
  for (const count of full ? [50, 100, 200, 400, 800, 1600] : [100, 400, 1600]) {
    const questions = random.slice(0, count);
    const distinct = countDistinct(questions);
    const ms = await time({ ...task, questions });
    record(bench, "by sub-filters", `${distinct} distinct sub-filters`, distinct, largest, ms);
  }
  for (const times of full ? [1, 2, 4, 8] : [1, 8]) {
    const questions = Array.from({ length: times }, () => task.questions).flat();
    const ms = await time({ ...task, questions });
    record(
      bench,
      "by checks",
      `${questions.length} checks, the suite ${times} times`,
      times,
      largest,
      ms,
    );
  }
};

async function time(task: Task): Promise<number> {
  const path = `${task.folder}/curve-${task.connectors}-${task.seed}`;
  writeTask(path, task);
  const job = {
    engine: "assay",
    task: path,
    measures: ["counts"] as const,
    runs: 20,
    budgetMs: 300,
  };
  return warmMedian((await runJob(job)).counts);
}

function record(
  bench: Bench,
  measure: string,
  title: string,
  along: number,
  connectors: number,
  value: number,
): void {
  bench.record({ measure, subject: "assay", title, connectors, value, unit: "ms", runs: 1, along });
}

/** How many different filters the questions are made of, at every level. */
export function countDistinct(questions: readonly Question[]): number {
  const seen = new Set<string>();
  const visit = (scope: string, filter: Filter): void => {
    seen.add(`${scope} ${JSON.stringify(filter)}`);
    if (filter.kind === "and" || filter.kind === "or")
      for (const part of filter.of) visit(scope, part);
    else if (filter.kind === "not") visit(scope, filter.of);
    else if (filter.kind === "quantify" && filter.where)
      visit(`${scope}.${filter.relation}`, filter.where);
  };
  for (const { type, where } of questions) if (where) visit(type, where);
  return seen.size;
}
