/**
 * `npm run bench collect`: the command `assay collect` against a loopback server with 100 ms latency, in processes of their own.
 * Prints wall time and peak memory beside the bound that latency and concurrency set, ceil(calls / concurrency) × latency.
 */
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";

/** One estate, read with one limit of concurrency. */
export interface CollectRound {
  readonly subscriptions: number;
  readonly concurrency: number;
}

const LATENCY_MS = 100;
const RUNS = 3;
const rounds: readonly CollectRound[] = [
  { subscriptions: 10, concurrency: 256 },
  { subscriptions: 1_000, concurrency: 64 },
  { subscriptions: 1_000, concurrency: 256 },
  { subscriptions: 10_000, concurrency: 64 },
  { subscriptions: 10_000, concurrency: 256 },
];

/** Runs every round and gives its lines to `say`: medians of three runs, the whole process counted, sign-in and snapshot included. */
export async function benchCollect(say: (line: string) => void): Promise<void> {
  say(
    `assay collect --types SecurityContact, ${LATENCY_MS} ms latency, median of ${RUNS} runs, process start to snapshot`,
  );
  say("subscriptions  concurrency     wall  contacts' bound  ratio  peak memory");
  for (const round of rounds) {
    const runs = [];
    for (let run = 0; run < RUNS; run++) runs.push(await collectOnce(round));
    const wallMs = median(runs.map((run) => run.wallMs));
    const memory = median(runs.map((run) => run.peakBytes)) / 1e6;
    const boundMs = Math.ceil(round.subscriptions / round.concurrency) * LATENCY_MS;
    say(
      [
        round.subscriptions.toLocaleString("en").padStart(13),
        String(round.concurrency).padStart(11),
        `${(wallMs / 1000).toFixed(2)} s`.padStart(7),
        `${(boundMs / 1000).toFixed(2)} s`.padStart(15),
        (wallMs / boundMs).toFixed(2).padStart(5),
        `${memory.toFixed(0)} MB`.padStart(11),
      ].join("  "),
    );
  }
}

interface Once {
  readonly wallMs: number;
  readonly peakBytes: number;
}

async function collectOnce({ subscriptions, concurrency }: CollectRound): Promise<Once> {
  const folder = mkdtempSync(join(tmpdir(), "assay-bench-collect-"));
  const server = spawn(
    process.execPath,
    [resolve("test/bench/collect-server.ts"), String(subscriptions), String(LATENCY_MS)],
    {
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  try {
    const url = await firstLine(server.stdout);
    const words = [
      "collect",
      "--endpoint",
      url,
      "--credential",
      "token",
      "--types",
      "SecurityContact",
    ];
    const startedAt = performance.now();
    const child = spawn(
      process.execPath,
      [
        "--import",
        resolve("test/bench/peak-memory.ts"),
        resolve("src/cli/start.ts"),
        ...words,
        "--concurrency",
        String(concurrency),
      ],
      {
        cwd: folder,
        env: {
          ...process.env,
          AZURE_ACCESS_TOKEN: "bench",
          PEAK_MEMORY_FILE: join(folder, "peak"),
        },
        stdio: ["ignore", "ignore", "inherit"],
      },
    );
    const exitCode = await new Promise((done) => child.once("close", done));
    const wallMs = performance.now() - startedAt;
    if (exitCode !== 0) throw new Error(`assay collect ended with ${exitCode}.`);
    return { wallMs, peakBytes: Number(readFileSync(join(folder, "peak"), "utf8")) };
  } finally {
    server.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function firstLine(stream: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: stream })) return line;
  throw new Error("The server ended before it was ready.");
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}

if (import.meta.main) await benchCollect((line) => console.log(line));
