import type { Part } from "../bench.ts";
import { inProcess } from "../workers/job.ts";
import type { KernelsReport } from "../workers/kernels.ts";

/** The suite's counts with the kernels in plain TypeScript, which are what runs where WebAssembly cannot. */
export const measureKernels: Part = async (bench) => {
  for (const connectors of bench.options.sizes) {
    const { path } = bench.task(connectors);
    const worker = new URL("../workers/kernels.ts", import.meta.url);
    const { ms: value, runs } = await inProcess<KernelsReport>(worker, { task: path });
    const title = "Assay, plain kernels";
    bench.record({
      measure: "counts",
      subject: "plain-kernels",
      title,
      connectors,
      value,
      unit: "ms",
      runs,
    });
  }
};
