import { closeSync, existsSync, openSync, renameSync, rmSync, statSync, writeSync } from "node:fs";
import type { Bench, Part } from "../bench.ts";
import type { Task } from "../engines/engine.ts";
import { generateEstate } from "../estate/estate.ts";
import { median } from "../measurements.ts";
import { inProcess } from "../workers/job.ts";
import type { Form, LoadJob, Spent, WriteReport } from "../workers/load.ts";

/** How many processes read each form; the medians count. */
const times = 9;
/** An estate that each of them reads first, so that its code is compiled. */
const smallConnectors = 1000;

const titles: Readonly<Record<Form | "ndjson", string>> = {
  snapshot: "Assay's snapshot, every column",
  arrow: "Arrow IPC, every column",
  ndjson: "NDJSON to objects",
};

/**
 * Everything of an estate brought into memory and kept there: our snapshot with every column and link where the engine has
 * them, compared with their checksums, beside the same columns as Arrow files, and the records as NDJSON. Each process does
 * so once, as one does that opens an estate: in memory that was used before, the system would have nothing to do.
 */
export const measureLoad: Part = async (bench) => {
  const sizes = bench.sizes(100_000, 100_000);
  for (const connectors of bench.options.full || bench.options.sizesNamed
    ? sizes
    : sizes.slice(-1)) {
    const { task } = bench.task(connectors);
    const small = pathsOf(bench, task, smallConnectors);
    const paths = pathsOf(bench, task, connectors);
    try {
      await write(task, smallConnectors, small);
      recordFiles(bench, connectors, await write(task, connectors, paths));
      const spent = await readInTurns(task, paths, small);
      for (const [form, own] of spent) recordSpent(bench, connectors, form, own);
    } finally {
      for (const path of [...Object.values(small), ...Object.values(paths)])
        rmSync(path, { recursive: true, force: true });
    }
    const path = storeNdjson(task);
    recordSpent(bench, connectors, "ndjson", [await start<Spent>({ step: "ndjson", path })]);
    record(bench, connectors, "file", "ndjson", "NDJSON", statSync(path).size, "bytes");
  }
};

type Paths = Readonly<Partial<Record<Form, string>>>;

function pathsOf(bench: Bench, { folder, seed }: Task, connectors: number): Paths {
  const path = `${folder}/load-${connectors}-${seed}`;
  const withArrow = bench.peersLacking === undefined;
  return { snapshot: `${path}-snapshot`, ...(withArrow ? { arrow: `${path}-arrow` } : {}) };
}

async function start<R extends WriteReport | Spent>(job: LoadJob): Promise<R> {
  return await inProcess<R>(new URL("../workers/load.ts", import.meta.url), job);
}

async function write({ folder, seed }: Task, connectors: number, paths: Paths) {
  return await start<WriteReport>({ step: "write", folder, seed, connectors, paths });
}

/** What reading each form took, one process after the other, so that what else the machine does is in all of them. */
async function readInTurns({ folder }: Task, paths: Paths, small: Paths) {
  const forms = Object.keys(paths) as Form[];
  const spent = new Map(forms.map((form): [Form, Spent[]] => [form, []]));
  for (let i = 0; i < times; i++)
    for (const step of forms) {
      const job = { step, folder, path: paths[step]!, small: small[step]! };
      spent.get(step)!.push(await start<Spent>(job));
    }
  return spent;
}

function recordSpent(
  bench: Bench,
  connectors: number,
  form: Form | "ndjson",
  spent: readonly Spent[],
): void {
  const subject = form === "snapshot" ? "assay" : form;
  const tell = (measure: string, values: readonly number[]) =>
    record(bench, connectors, measure, subject, titles[form], median(values), "ms", values.length);
  tell(
    "load",
    spent.map(({ ms }) => ms),
  );
  tell(
    "load, processor time",
    spent.map(({ processorMs }) => processorMs),
  );
}

function recordFiles(bench: Bench, connectors: number, { buildMs, writeMs, bytes }: WriteReport) {
  record(bench, connectors, "build", "assay", "records to columns", buildMs, "ms");
  record(bench, connectors, "write", "assay", "columns to a snapshot", writeMs, "ms");
  record(bench, connectors, "file", "assay", "snapshot", bytes.snapshot, "bytes");
  if (bytes.arrow > 0)
    record(bench, connectors, "file", "arrow", "Arrow IPC", bytes.arrow, "bytes");
}

function record(
  bench: Bench,
  connectors: number,
  measure: string,
  subject: string,
  title: string,
  value: number,
  unit: "ms" | "bytes",
  runs = 1,
): void {
  bench.record({ measure, subject, title, connectors, value, unit, runs });
}

/** Path of the records of an estate, one per line. */
function storeNdjson({ folder, connectors, seed }: Task): string {
  const path = `${folder}/records-${connectors}-${seed}.ndjson`;
  if (existsSync(path)) return path;
  const file = openSync(`${path}.part`, "w");
  for (const batch of generateEstate(connectors, seed))
    writeSync(file, batch.map((record) => `${JSON.stringify(record)}\n`).join(""));
  closeSync(file);
  renameSync(`${path}.part`, path);
  return path;
}
