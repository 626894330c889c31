/** Answers queries of many rows as JSON text, in one way, in a process of its own. */
import { createHash } from "node:crypto";
import { parse } from "graphql";
import { answerOperation } from "../../../src/graphql/answer.ts";
import { createAnswers } from "../../../src/graphql/schema.ts";
import { openInventory } from "../engines/assay.ts";
import type { Task } from "../engines/engine.ts";
import { warmMedian } from "../measurements.ts";
import { readTask } from "../task-file.ts";
import { answerJob } from "./answer-job.ts";
import { type Answer, openOutputPeer, type OutputPeer } from "./output-peers.ts";

export interface OutputJob {
  readonly task: string;
  readonly subject: "assay" | OutputPeer;
  /** Each asks its root field for `limit` rows. */
  readonly queries: readonly string[];
  readonly limit: number;
  /** When no further run of a query is begun. */
  readonly budgetMs: number;
}

/** What came of one query. */
export interface OutputReport {
  readonly ms: number;
  readonly runs: number;
  readonly bytes: number;
  readonly hash: string;
}

function openAssay(task: Task): (query: string) => Answer {
  const inventory = openInventory(task);
  const answers = createAnswers(inventory);
  return (query) => {
    const document = parse(query);
    return async () => {
      const pieces = answerOperation(inventory, answers, { document });
      if ("errors" in pieces) throw pieces.errors[0]!;
      const bytes: Uint8Array[] = [];
      for await (const piece of pieces) bytes.push(piece);
      return bytes;
    };
  };
}

async function run(job: OutputJob): Promise<readonly OutputReport[]> {
  const task = readTask(job.task);
  const { subject, limit } = job;
  const ask = subject === "assay" ? openAssay(task) : openOutputPeer(subject, task, limit);
  const reports: OutputReport[] = [];
  for (const query of job.queries) reports.push(await measure(ask(query), job.budgetMs));
  return reports;
}

async function measure(answer: Answer, budgetMs: number): Promise<OutputReport> {
  const times: number[] = [];
  let pieces: readonly Uint8Array[] = [];
  const startedMs = performance.now();
  while (times.length < 30 && (times.length < 3 || performance.now() - startedMs < budgetMs)) {
    const beforeMs = performance.now();
    pieces = await answer();
    times.push(performance.now() - beforeMs);
  }
  const hash = createHash("sha256");
  for (const piece of pieces) hash.update(piece);
  const bytes = pieces.reduce((sum, { length }) => sum + length, 0);
  return { ms: warmMedian(times), runs: times.length, bytes, hash: hash.digest("hex") };
}

answerJob(run);
