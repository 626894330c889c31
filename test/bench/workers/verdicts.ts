/** The product's public path in a process of its own: check files to verdicts with evidence. */
import { fileURLToPath } from "node:url";
import { loadChecks } from "../../../src/check/load.ts";
import { runChecks } from "../../../src/check/run.ts";
import { openInventory } from "../engines/assay.ts";
import { warmMedian } from "../measurements.ts";
import { readTask } from "../task-file.ts";
import { answerJob } from "./answer-job.ts";

export interface VerdictJob {
  readonly task: string;
  /** How many offenders each verdict describes. */
  readonly limit: number;
}

/** Times in milliseconds. */
export interface VerdictReport {
  readonly loadMs: number;
  readonly verdictsMs: number;
  readonly runs: number;
  readonly offenders: number;
}

const fallback = fileURLToPath(new URL("../../../checks", import.meta.url));

async function run({ task, limit }: VerdictJob): Promise<VerdictReport> {
  const stored = readTask(task);
  const inventory = openInventory(stored);
  const beforeMs = performance.now();
  const checks = loadChecks(inventory.model, `${stored.folder}/checks`, { fallback });
  const loadMs = performance.now() - beforeMs;
  const times: number[] = [];
  let offenders = 0;
  const startedMs = performance.now();
  while (times.length < 30 && (times.length < 2 || performance.now() - startedMs < 2000)) {
    const { durationMs, verdicts } = await runChecks(inventory, checks, {
      limit,
      clock: () => performance.now(),
    });
    times.push(durationMs);
    offenders = verdicts.reduce((sum, verdict) => sum + verdict.offenders.length, 0);
  }
  return { loadMs, verdictsMs: warmMedian(times), runs: times.length, offenders };
}

answerJob(run);
