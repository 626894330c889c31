import type { Bench } from "../bench.ts";
import { type Job, type Report, runJob } from "../workers/job.ts";

/**
 * Does a job, or leaves the competitor out and gives back undefined: a database that does not start here, an estate that does
 * not fit into memory. Where ours fails it throws.
 */
export async function tryJob(
  bench: Bench,
  connectors: number,
  job: Job,
): Promise<Report | undefined> {
  try {
    return await runJob(job);
  } catch (error) {
    bench.leaveOut(job.engine, connectors, error);
    return undefined;
  }
}

/** Has a competitor store the estate in a process of its own, where it is not there yet; false where it is left out. */
export async function isStored(bench: Bench, engine: string, connectors: number): Promise<boolean> {
  const key = `${engine} ${connectors}`;
  if (bench.stored.has(key)) return true;
  const { path } = bench.task(connectors);
  const job: Job = { engine, task: path, measures: [], runs: 0, budgetMs: 0 };
  if (!(await tryJob(bench, connectors, job))) return false;
  bench.stored.add(key);
  return true;
}
