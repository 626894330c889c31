import type { Bench, Part } from "../bench.ts";
import { competitors } from "../engines/engines.ts";
import type { Report } from "../workers/job.ts";
import { isStored, tryJob } from "./try-job.ts";
import { median, warmMedian } from "../measurements.ts";
import { renderSize } from "../options.ts";
import { assertAgreement } from "../gate.ts";

/** The suite's counts, warm, in every competitor; all rows with them where both parts are asked for. */
export const measureCounts: Part = async (bench) => {
  const measures = bench.options.parts.includes("rows")
    ? (["counts", "rows"] as const)
    : (["counts"] as const);
  await measureSuite(bench, measures);
};

/** All rows of the suite, id and name of each; nothing to do where the counts brought them along. */
export const measureRows: Part = async (bench) => {
  if (!bench.options.parts.includes("engine")) await measureSuite(bench, ["rows"]);
};

async function measureSuite(bench: Bench, measures: readonly ("counts" | "rows")[]): Promise<void> {
  for (const connectors of bench.options.sizes) {
    if (bench.competitors(connectors).length === 0) continue;
    const { path, task } = bench.task(connectors);
    const reports = new Map<string, Report[]>();
    for (let round = 1; round <= bench.options.rounds; round++)
      for (const [engine, { title, stored }] of bench.competitors(connectors)) {
        const first = round === 1;
        bench.say(`${renderSize(connectors).padStart(5)}  round ${round}: ${title} …`);
        if (first && stored && !(await isStored(bench, engine, connectors))) continue;
        const report = await tryJob(bench, connectors, {
          engine,
          task: path,
          measures: first ? [...measures, "gate"] : measures,
          runs: 30,
          budgetMs: bench.budgetMs(connectors),
        });
        if (!report) continue;
        reports.set(engine, [...(reports.get(engine) ?? []), report]);
        if (first)
          await assertAgreement({ engine, task, path, report, reference: firstOf(reports) });
        if (round === bench.options.rounds)
          recordRounds(bench, connectors, engine, reports.get(engine)!, measures);
      }
  }
}

/** Medians over rounds of the warm medians of each. */
function recordRounds(
  bench: Bench,
  connectors: number,
  subject: string,
  rounds: readonly Report[],
  measures: readonly ("counts" | "rows")[],
): void {
  const { title, family } = competitors[subject]!;
  const keep = (measure: string, runs: readonly (readonly number[])[]): void => {
    const measured = runs.filter(({ length }) => length > 0);
    if (measured.length === 0) return;
    const value = median(measured.map(warmMedian));
    const common = { measure, subject, title, connectors, unit: "ms" } as const;
    bench.record({ ...common, value, runs: measured.flat().length });
  };
  for (const measure of measures) {
    keep(
      measure,
      rounds.map((report) => report[measure]),
    );
    // PostgreSQL works in processes of its own, whose time and memory this one does not see.
    if (family !== "postgres")
      keep(
        `${measure}, processor time`,
        rounds.map((report) => report[`${measure}Cpu`]),
      );
  }
  if (family === "postgres") return;
  const value = Math.max(...rounds.map(({ peakBytes }) => peakBytes));
  const common = { subject, title, connectors, runs: rounds.length };
  bench.record({ ...common, measure: "peak memory", value, unit: "bytes" });
}

function firstOf(reports: ReadonlyMap<string, readonly Report[]>) {
  const [engine, [report]] = [...reports][0]! as [string, [Report]];
  return { engine, report };
}
