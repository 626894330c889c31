import type { Part } from "../bench.ts";
import { inProcess } from "../workers/job.ts";
import type { KernelsJob, KernelsReport } from "../workers/kernels.ts";

/**
 * The suite's counts on one thread, where the product takes a second one for large suites; and with the kernels in plain
 * TypeScript, which are what runs where WebAssembly cannot.
 */
export const measureKernels: Part = async (bench) => {
  const variants = [
    { subject: "one-thread", title: "Assay, one thread", kernels: "simd" },
    { subject: "plain-kernels", title: "Assay, one thread, plain kernels", kernels: "plain" },
  ] as const;
  for (const connectors of bench.options.sizes) {
    const { path, task } = bench.task(connectors);
    const worker = new URL("../workers/kernels.ts", import.meta.url);
    const { questions } = task;
    let first: KernelsReport["found"] | undefined;
    for (const { subject, title, kernels } of variants) {
      const job: KernelsJob = { task: path, kernels };
      const { ms: value, runs, found } = await inProcess<KernelsReport>(worker, job);
      first ??= found;
      const position = found.findIndex(({ hash }, i) => hash !== first![i]!.hash);
      if (position >= 0)
        throw new Error(`Kernels disagree on "${questions[position]!.name}": ${title}.`);
      bench.record({ measure: "counts", subject, title, connectors, value, unit: "ms", runs });
    }
  }
};
