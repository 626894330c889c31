import type { Part } from "../bench.ts";
import { inProcess } from "../workers/job.ts";
import type { VerdictJob, VerdictReport } from "../workers/verdicts.ts";

/** Offenders that each verdict describes: none, as many as a person reads, all of them in a file; with `--full` many. */
const limits = [0, 100, "all", 10_000] as const;

/** The suite as users run it: check files loaded and validated once, then verdicts with evidence for each offender. */
export const measureVerdicts: Part = async (bench) => {
  for (const connectors of bench.options.sizes) {
    const { path } = bench.task(connectors);
    for (const limit of bench.options.full ? limits : limits.slice(0, 3)) {
      const job: VerdictJob = { task: path, limit };
      const report = await inProcess<VerdictReport>(
        new URL("../workers/verdicts.ts", import.meta.url),
        job,
      );
      const { verdictsMs, loadMs, runs, offenders, bytes, peakBytes } = report;
      const common = { connectors, subject: `assay-${limit}`, runs };
      const title =
        limit === "all"
          ? "all offenders in a JSON file"
          : `verdicts, up to ${limit} offenders each`;
      bench.record({ ...common, measure: "verdicts", title, value: verdictsMs, unit: "ms" });
      const memory = { ...common, measure: "verdicts' memory", title } as const;
      bench.record({ ...memory, value: peakBytes, unit: "bytes" });
      if (limit === "all") {
        const size = { ...common, measure: "report", unit: "bytes" } as const;
        bench.record({ ...size, title: "JSON file", value: bytes });
        bench.record({ ...size, title: "offenders in it", value: offenders, unit: "rows" });
      }
      if (limit === 0) {
        const title = "100 files loaded and validated";
        const files = { ...common, measure: "check files", subject: "assay", runs: 1 } as const;
        bench.record({ ...files, title, value: loadMs, unit: "ms" });
      }
    }
  }
};
