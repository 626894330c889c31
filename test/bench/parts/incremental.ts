import type { Part } from "../bench.ts";
import type { Followed, IncrementalReport } from "../workers/incremental.ts";
import { inProcess } from "../workers/job.ts";

/** What it takes to follow a re-collection in which 0.1 % of the assets differ, beside a full run. */
export const measureIncremental: Part = async (bench) => {
  // Small estates are sooner asked anew than followed.
  const { full, sizes, sizesNamed } = bench.options;
  for (const connectors of full || sizesNamed ? sizes : sizes.slice(-1)) {
    const { path } = bench.task(connectors);
    const worker = new URL("../workers/incremental.ts", import.meta.url);
    const report = await inProcess<IncrementalReport>(worker, { task: path });
    const keep = (subject: string, title: string, value: number, runs: number): void =>
      bench.record({ measure: "incremental", subject, title, connectors, value, unit: "ms", runs });
    const keepAll = (subject: string, title: string, followed: Followed): void => {
      const { totalMs, cpuMs, updateMs, selectMs, firstMs, layMs, updates } = followed;
      keep(subject, title, totalMs, updates - 1);
      keep(`processor time of ${subject}`, `${title}: processor time`, cpuMs, updates - 1);
      keep(`taking ${subject}`, `${title}: taking it in`, updateMs, updates - 1);
      keep(`asking ${subject}`, `${title}: the suite's next answer`, selectMs, updates - 1);
      keep(
        `columns of ${subject}`,
        `${title}: laying it out while it is collected`,
        layMs,
        updates - 1,
      );
      keep(`first ${subject}`, `${title}: the first time`, firstMs, 1);
    };
    const runs = 2 * report.assets.updates - 1;
    keep("full", "full run, one thread", report.fullMs, runs);
    keep("full with both threads", "full run", report.sharedMs, runs);
    keep("opened", "opening the snapshot and a full run", report.openedMs, 2);
    keepAll("update", "0.1 % of the assets changed", report.assets);
    keepAll("connectors", "0.1 % of the connectors collected again", report.connectors);
  }
};
