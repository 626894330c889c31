/** Answers queries of many rows as JSON text, in one way or in several one after the other, in a process of its own. */
import { createHash } from "node:crypto";
import { parse } from "graphql";
import { answerOperation } from "../../../src/graphql/answer.ts";
import { createExecutableSchema } from "../../../src/graphql/schema.ts";
import { openInventory } from "../engines/assay.ts";
import type { Task } from "../engines/engine.ts";
import { warmMedian } from "../measurements.ts";
import { readTask } from "../task-file.ts";
import { answerJob } from "./answer-job.ts";
import { type Answer, linkRoots, openOutputPeer, type OutputPeer } from "./output-peers.ts";

export interface OutputJob {
  readonly task: string;
  /** Ours, or peers, which share their objects. */
  readonly subjects: readonly ("assay" | OutputPeer)[];
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
  const schema = createExecutableSchema(inventory);
  return (query) => {
    const document = parse(query);
    return async (take) => {
      const pieces = answerOperation(schema, { document });
      if ("errors" in pieces) throw pieces.errors[0]!;
      for await (const piece of pieces) take(piece);
    };
  };
}

/** For each subject what came of each query. */
async function run(job: OutputJob): Promise<readonly (readonly OutputReport[])[]> {
  const task = readTask(job.task);
  const isOurs = job.subjects.every((subject) => subject === "assay");
  const roots = isOurs ? undefined : linkRoots(task, job.limit);
  const reports: OutputReport[][] = [];
  for (const subject of job.subjects) {
    const ask = subject === "assay" ? openAssay(task) : openOutputPeer(subject, roots!);
    const own: OutputReport[] = [];
    for (const query of job.queries) own.push(await measure(ask(query), job.budgetMs));
    reports.push(own);
    globalThis.gc!();
  }
  return reports;
}

async function measure(answer: Answer, budgetMs: number): Promise<OutputReport> {
  const times: number[] = [];
  const startedMs = performance.now();
  while (times.length < 30 && (times.length < 3 || performance.now() - startedMs < budgetMs)) {
    const beforeMs = performance.now();
    await answer(() => {});
    times.push(performance.now() - beforeMs);
  }
  const hash = createHash("sha256");
  let bytes = 0;
  await answer((piece) => {
    hash.update(piece);
    bytes += piece.length;
  });
  return { ms: warmMedian(times), runs: times.length, bytes, hash: hash.digest("hex") };
}

answerJob(run);
