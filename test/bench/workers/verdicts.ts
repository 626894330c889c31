/** The product's public path in a process of its own: check files to verdicts with evidence, and to a report of all offenders. */
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { loadChecks } from "../../../src/check/document/load.ts";
import { runWhole } from "../../../src/check/run/run.ts";
import { runChecks } from "../../run-checks.ts";
import { writeFileWhole } from "../../../src/files/write-file.ts";
import { renderJson } from "../../../src/report/formats/json.ts";
import type { Check, Inventory } from "../../../src/types.ts";
import { openInventory } from "../engines/assay.ts";
import { warmMedian } from "../measurements.ts";
import { readTask } from "../task-file.ts";
import { answerJob } from "./answer-job.ts";

export interface VerdictJob {
  readonly task: string;
  /** How many offenders each verdict describes, or that all go to a file as JSON. */
  readonly limit: number | "all";
}

/** Times in milliseconds. */
export interface VerdictReport {
  readonly loadMs: number;
  readonly verdictsMs: number;
  readonly runs: number;
  readonly offenders: number;
  /** Of the file, where all offenders go to one. */
  readonly bytes: number;
  /** The most memory that the process ever had resident. */
  readonly peakBytes: number;
}

const fallback = fileURLToPath(new URL("../../../checks", import.meta.url));
const clock = () => performance.now();

async function run({ task, limit }: VerdictJob): Promise<VerdictReport> {
  const stored = readTask(task);
  const inventory = openInventory(stored);
  const beforeMs = clock();
  const checks = loadChecks(inventory.model, `${stored.folder}/checks`, { fallback });
  const loadMs = clock() - beforeMs;
  const times: number[] = [];
  let found = { offenders: 0, bytes: 0 };
  const startedMs = clock();
  while (times.length < 30 && (times.length < 2 || clock() - startedMs < 2000)) {
    const runMs = clock();
    found =
      limit === "all"
        ? await writeReport(inventory, checks)
        : await describe(inventory, checks, limit);
    times.push(clock() - runMs);
  }
  const peakBytes = process.resourceUsage().maxRSS * 1024;
  return { loadMs, verdictsMs: warmMedian(times), runs: times.length, ...found, peakBytes };
}

async function describe(inventory: Inventory, checks: readonly Check[], limit: number) {
  const { verdicts } = await runChecks(inventory, checks, { limit, clock });
  return { offenders: verdicts.reduce((sum, one) => sum + one.offenders.length, 0), bytes: 0 };
}

async function writeReport(inventory: Inventory, checks: readonly Check[]) {
  const folder = mkdtempSync(join(tmpdir(), "assay-report-"));
  try {
    const path = join(folder, "report.json");
    const whole = await runWhole(inventory, checks, { limit: 0, clock });
    await writeFileWhole(path, renderJson(whole));
    const offenders = whole.run.verdicts.reduce((sum, one) => sum + one.offenderCount, 0);
    return { offenders, bytes: statSync(path).size };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

answerJob(run);
