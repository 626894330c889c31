import type { Bench, Part } from "../bench.ts";
import { type Report, runJob } from "../workers/job.ts";
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
    const { path, task } = bench.task(connectors);
    const reports = new Map<string, Report[]>();
    for (let round = 1; round <= bench.options.rounds; round++)
      for (const [engine, { title }] of bench.competitors(connectors)) {
        const first = round === 1;
        bench.say(`${renderSize(connectors).padStart(5)}  round ${round}: ${title} …`);
        const report = await runJob({
          engine,
          task: path,
          measures: first ? [...measures, "gate"] : measures,
          runs: 30,
          budgetMs: bench.options.full ? 5000 : 1500,
        });
        reports.set(engine, [...(reports.get(engine) ?? []), report]);
        if (first)
          await assertAgreement({ engine, task, path, report, reference: firstOf(reports) });
      }
    for (const [engine, { title }] of bench.competitors(connectors)) {
      for (const measure of measures) {
        const rounds = reports.get(engine)!.map((report) => report[measure]);
        const times = rounds.filter((runs) => runs.length > 0).map(warmMedian);
        if (times.length === 0) continue;
        const runs = rounds.flat().length;
        bench.record({
          measure,
          subject: engine,
          title,
          connectors,
          value: median(times),
          unit: "ms",
          runs,
        });
      }
    }
  }
}

function firstOf(reports: ReadonlyMap<string, readonly Report[]>) {
  const [engine, [report]] = [...reports][0]! as [string, [Report]];
  return { engine, report };
}
