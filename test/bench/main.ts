/** `npm run bench`: the product beside what people would use instead, on the same estates, in one run. */
import { InputError } from "../../src/errors.ts";
import type { Bench, Part } from "./bench.ts";
import { competitors } from "./engines/engines.ts";
import { installPeers } from "./engines/peers.ts";
import { createMeasurements, type Measurement } from "./measurements.ts";
import { type Options, readOptions, renderSize, usage } from "./options.ts";
import { renderTables, storeResults } from "./results.ts";
import { runScript } from "./parts/script.ts";
import { createTasks, removeEstates } from "./tasks.ts";

/** Every part by its name; `usual` ones run when none is named. */
const parts: Readonly<
  Record<string, { readonly usual: boolean; readonly load: () => Promise<Part> }>
> = {
  engine: { usual: true, load: async () => (await import("./parts/suite.ts")).measureCounts },
  rows: { usual: true, load: async () => (await import("./parts/suite.ts")).measureRows },
  verdicts: {
    usual: true,
    load: async () => (await import("./parts/verdicts.ts")).measureVerdicts,
  },
  stream: { usual: true, load: async () => (await import("./parts/stream.ts")).measureStream },
  missing: { usual: true, load: async () => (await import("./parts/missing.ts")).measureMissing },
  kernels: { usual: true, load: async () => (await import("./parts/kernels.ts")).measureKernels },
  memory: { usual: true, load: async () => (await import("./parts/memory.ts")).measureMemory },
  random: { usual: true, load: async () => (await import("./parts/random.ts")).measureRandom },
  output: { usual: true, load: async () => (await import("./parts/output.ts")).measureOutput },
  cold: { usual: true, load: async () => (await import("./parts/cold.ts")).measureCold },
  load: { usual: true, load: async () => (await import("./parts/load.ts")).measureLoad },
  curves: { usual: true, load: async () => (await import("./parts/curves.ts")).measureCurves },
  collect: { usual: false, load: async () => runScript("collect.ts") },
  server: { usual: false, load: async () => runScript("server.ts") },
  "fast-path": { usual: false, load: async () => runScript("fast-path.ts") },
  executors: { usual: false, load: async () => runScript("executors.ts") },
  stretch: { usual: false, load: async () => (await import("./parts/stretch.ts")).measureStretch },
  changes: { usual: false, load: async () => runScript("changes.ts") },
  html: { usual: false, load: async () => runScript("html-report.ts") },
  witness: { usual: false, load: async () => runScript("witness.ts") },
  start: { usual: false, load: async () => runScript("cold-start.ts") },
  lsp: { usual: false, load: async () => runScript("lsp.ts") },
};

async function main(): Promise<number> {
  const usual = Object.keys(parts).filter((name) => parts[name]!.usual);
  const options = readOptions(process.argv.slice(2), {
    parts: Object.keys(parts),
    engines: Object.keys(competitors),
    usual,
  });
  if (options === "help") {
    process.stdout.write(usage);
    return 0;
  }
  if (options.clean) {
    removeEstates(options.folder);
    return 0;
  }
  const startedMs = performance.now();
  // Every process of the run, the peers' too: else much of a short one would be stripping types.
  process.env.NODE_COMPILE_CACHE ??= `${options.folder}/compiled`;
  const bench = createBench(options);
  if (bench.peersLacking)
    bench.say(`Without DuckDB, PostgreSQL, Arrow, graphql-jit and grafast: ${bench.peersLacking}`);
  const durations: [part: string, durationMs: number][] = [];
  for (const name of options.parts) {
    const beforeMs = performance.now();
    await (
      await parts[name]!.load()
    )(bench);
    durations.push([name, performance.now() - beforeMs]);
  }
  // What a part prints by itself is no result to keep.
  const isMeasured = bench.found.all.length > 0;
  if (isMeasured) process.stdout.write(renderTables(bench.found));
  const path = isMeasured ? storeResults(bench, performance.now() - startedMs) : undefined;
  const seconds = (ms: number): string => `${Math.round(ms / 1000)} s`;
  bench.say(durations.map(([part, ms]) => `${part} ${seconds(ms)}`).join(", "));
  if (path) bench.say(`Written to ${path}, in ${seconds(performance.now() - startedMs)}.`);
  for (const line of bench.leftOut) bench.say(line);
  return 0;
}

function createBench(options: Options): Bench & { readonly leftOut: readonly string[] } {
  const found = createMeasurements();
  const say = (line: string): void => void process.stdout.write(`${line}\n`);
  const peersLacking = installPeers();
  const leftOut: string[] = [];
  const leftOutFrom = new Map<string, number>();
  return {
    options,
    found,
    peersLacking,
    say,
    record(measurement: Measurement) {
      found.add(measurement);
      const { connectors, title, measure, value, unit, runs } = measurement;
      const shown = value.toLocaleString("en", { maximumSignificantDigits: 4 });
      say(
        `${renderSize(connectors).padStart(5)}  ${measure.padEnd(22)} ${title.padEnd(36)} ${shown.padStart(10)} ${unit} (${runs})`,
      );
    },
    task: createTasks(options),
    sizes: (usual, full = Number.POSITIVE_INFINITY) =>
      options.sizes.filter((size) => options.sizesNamed || size <= (options.full ? full : usual)),
    competitors: (connectors) =>
      Object.entries(competitors).filter(
        ([name, { packaged, connectors: most }]) =>
          !(packaged && peersLacking) &&
          connectors < (leftOutFrom.get(name) ?? Number.POSITIVE_INFINITY) &&
          (options.engines.length > 0
            ? options.engines.includes(name)
            : connectors <= (options.full ? most.full : most.usual)),
      ),
    budgetMs: (connectors) => (options.full || connectors > 100_000 ? 5000 : 300),
    stored: new Set(),
    leftOut,
    leaveOut(engine, connectors, reason) {
      if (engine === "assay") throw reason;
      leftOutFrom.set(engine, connectors);
      const message = String((reason as Error).message).replace(/^Error: /, "");
      const [first] = message.split("\n    at ");
      const line = `Left out from ${renderSize(connectors)} on: ${competitors[engine]!.title}. ${first}`;
      leftOut.push(line);
      say(line);
    },
  };
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${error instanceof InputError ? error.message : (error as Error).stack}\n`);
  process.exitCode = error instanceof InputError ? 3 : 1;
}
