import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Fingerprint } from "../fingerprint.ts";

/** What a worker is to do. */
export interface Job {
  /** Key in the table of competitors. */
  readonly engine: string;
  /** Path of the stored task. */
  readonly task: string;
  readonly measures: readonly ("counts" | "rows" | "gate")[];
  /**
   * How often the suite is run at most, and when no further run is begun; three are, unless they take ten times as long, and
   * two unless one takes five seconds.
   */
  readonly runs: number;
  readonly budgetMs: number;
  /** Position of a question whose ids are wanted. */
  readonly idsOf?: number;
}

/** What a worker found. Times in milliseconds. */
export interface Report {
  readonly openMs: number;
  readonly counts: readonly number[];
  readonly rows: readonly number[];
  /** Processor time of the same runs, of all threads of that process together: steadier where others use the machine too. */
  readonly countsCpu: readonly number[];
  readonly rowsCpu: readonly number[];
  /** How many rows each question matched, as the last measured run said; nothing where it was not measured. */
  readonly matched: { readonly counts: readonly number[]; readonly rows: readonly number[] };
  /** Resident memory after the measured runs, and the most there ever was. */
  readonly rssBytes: number;
  readonly peakBytes: number;
  /** What the heap holds then, garbage aside. */
  readonly heapBytes: number;
  readonly gate: readonly Fingerprint[];
  readonly ids: readonly string[];
}

/** Does a job in a fresh process. Throws what went wrong there. */
export async function runJob(job: Job): Promise<Report> {
  return await inProcess<Report>(new URL("./suite.ts", import.meta.url), job);
}

/** Starts a module of the benchmark as a process of its own, sends it `message` and waits for its one answer. */
export async function inProcess<T>(module: URL, message: object): Promise<T> {
  const child = fork(fileURLToPath(module), {
    execArgv: [
      "--expose-gc",
      "--max-old-space-size=14000",
      "--disable-warning=ExperimentalWarning",
    ],
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  return await new Promise<T>((resolve, reject) => {
    child.once("message", (answer: { report?: T; error?: string }) => {
      if (answer.error !== undefined) reject(new Error(answer.error));
      else resolve(answer.report as T);
    });
    child.once("error", reject);
    child.once("exit", (code, signal) =>
      reject(
        new Error(`${fileURLToPath(module)} ended with ${signal ?? code} before it answered.`),
      ),
    );
    child.send(message);
  });
}
