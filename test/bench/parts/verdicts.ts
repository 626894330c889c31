import type { Part } from "../bench.ts";
import { inProcess } from "../workers/job.ts";
import type { VerdictJob, VerdictReport } from "../workers/verdicts.ts";

/** Offenders that each verdict describes: none, as many as a person reads; with `--full` many. */
const limits = [0, 100, 10_000];

/** The suite as users run it: check files loaded and validated once, then verdicts with evidence for each offender. */
export const measureVerdicts: Part = async (bench) => {
  for (const connectors of bench.options.sizes) {
    const { path } = bench.task(connectors);
    const keep = (measure: string, subject: string, title: string, value: number, runs: number) =>
      bench.record({ measure, subject, title, connectors, value, unit: "ms", runs });
    for (const limit of bench.options.full ? limits : limits.slice(0, 2)) {
      const job: VerdictJob = { task: path, limit };
      const report = await inProcess<VerdictReport>(
        new URL("../workers/verdicts.ts", import.meta.url),
        job,
      );
      const title = `verdicts, up to ${limit} offenders each`;
      keep("verdicts", `assay-${limit}`, title, report.verdictsMs, report.runs);
      if (limit === 0)
        keep("check files", "assay", "100 files loaded and validated", report.loadMs, 1);
    }
  }
};
