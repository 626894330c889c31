import type { Part } from "../bench.ts";
import { inProcess } from "../workers/job.ts";
import type { StreamReport } from "../workers/stream.ts";

/** The physical limit: the time to read once the bytes that the suite reads, on one thread. */
export const measureStream: Part = async (bench) => {
  for (const connectors of bench.options.sizes) {
    const { path } = bench.task(connectors);
    const worker = new URL("../workers/stream.ts", import.meta.url);
    const { bytes, ms } = await inProcess<StreamReport>(worker, { task: path });
    const common = { connectors, runs: 1 };
    bench.record({
      ...common,
      measure: "input",
      subject: "assay",
      title: "bytes that the suite reads",
      value: bytes,
      unit: "bytes",
    });
    bench.record({
      ...common,
      measure: "counts",
      subject: "stream",
      title: "reading those bytes once",
      value: ms,
      unit: "ms",
    });
  }
};
