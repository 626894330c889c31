/** One engine in a process of its own: opens, answers, measures, reports to the process that started it, and ends. */
import { competitors } from "../engines/engines.ts";
import type { Engine, Task } from "../engines/engine.ts";
import { fingerprintOf } from "../fingerprint.ts";
import { readTask } from "../task-file.ts";
import type { Job, Report } from "./job.ts";
import { answerJob } from "./answer-job.ts";

async function run(job: Job): Promise<Report> {
  const task = readTask(job.task);
  const open = await competitors[job.engine]!.load();
  const startedMs = performance.now();
  const engine = await open(task);
  const openMs = performance.now() - startedMs;
  const counts = await timeRuns(engine, "counts", job);
  const rows = await timeRuns(engine, "rows", job);
  const rssBytes = process.memoryUsage.rss();
  const peakBytes = process.resourceUsage().maxRSS * 1024;
  globalThis.gc!();
  const heapBytes = process.memoryUsage().heapUsed;
  const gate = job.measures.includes("gate") ? await fingerprints(engine, task) : [];
  const ids = job.idsOf === undefined ? [] : await engine.ids(task.questions[job.idsOf]!);
  await engine.close();
  return {
    openMs,
    counts: counts.wall,
    rows: rows.wall,
    countsCpu: counts.processor,
    rowsCpu: rows.processor,
    matched: { counts: counts.matched, rows: rows.matched },
    rssBytes,
    peakBytes,
    heapBytes,
    gate,
    ids: ids.toSorted(),
  };
}

/** Each run through the suite, the first one included. */
async function timeRuns(
  engine: Engine,
  what: "counts" | "rows",
  { runs, budgetMs, measures }: Job,
): Promise<Times> {
  const answer = measures.includes(what) ? engine[what]?.bind(engine) : undefined;
  const wall: number[] = [];
  const processor: number[] = [];
  let matched: readonly number[] = [];
  if (!answer) return { wall, processor, matched };
  await engine.prepare?.(what);
  const startedMs = performance.now();
  const another = (): boolean => {
    const spentMs = performance.now() - startedMs;
    if (wall.length < 1 || spentMs < budgetMs) return true;
    // The first ten runs are those of code that is not yet compiled well.
    if (wall.length < 20 && spentMs < 1000) return true;
    return wall.length < 2 ? spentMs < 5000 : wall.length < 3 && spentMs < 10 * budgetMs;
  };
  while (wall.length < runs && another()) {
    const usage = process.cpuUsage();
    const beforeMs = performance.now();
    matched = await answer();
    wall.push(performance.now() - beforeMs);
    const { user, system } = process.cpuUsage(usage);
    processor.push((user + system) / 1000);
  }
  return { wall, processor, matched };
}

/** Milliseconds of each run, and what the last one answered. */
interface Times {
  readonly wall: readonly number[];
  readonly processor: readonly number[];
  readonly matched: readonly number[];
}

async function fingerprints(engine: Engine, { questions }: Task) {
  const prints: Report["gate"][number][] = [];
  for (const question of questions) prints.push(fingerprintOf(await engine.ids(question)));
  return prints;
}

answerJob(run);
