/** `npm run mutation`: how many small changes of the code the tests notice. */
import { createHash } from "node:crypto";
import { spawn, type ChildProcess } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { openJournal, type Journal } from "./journal.ts";
import type { Mutant } from "./instrument.ts";
import { filesOf, instrumentRoom, rooms } from "./rooms.ts";
import { sample } from "./sample.ts";
import { render, settle } from "./settle.ts";

const known = Object.keys(rooms);

const usage = `npm run mutation -- [options]

  --only a,b      ${known.join(", ")} (default: all, one after the other)
  --file a,b      only mutants of files whose path has one of these texts in it
  --tests a,b     only tests of files whose path has one of these texts in it (default: all of the room)
  --sample N      so many mutants of each, by --seed (default: all)
  --seed N        default 1
  --survivors     lists the mutants that no test noticed
  --keep FOLDER   keeps what was found there, and goes on where it stopped, as long as the code is the same
  --again         of what was kept tries again what survived, as with new tests
`;

/** A process that writes nothing for so long hangs in the mutant that it began last. */
const longestSilenceMs = 90_000;

const vitest = [
  "node_modules/vitest/vitest.mjs",
  "run",
  "--config",
  "test/mutation/vitest.config.ts",
];

async function tryMutants(
  room: string,
  count: number,
  chosen: readonly Mutant[],
  path: string,
  has: (path: string) => boolean,
): Promise<Journal> {
  const journal = openJournal(path);
  const ids = chosen.map(({ id }) => id);
  for (;;) {
    const entries = journal.read();
    const done = new Set(entries.flatMap((entry) => ("done" in entry ? entry.done : [])));
    const tests = filesOf(rooms[room]!.tests).filter((file) => has(file) && !done.has(file));
    const next = tests[0];
    const { survived, missed } = settle(chosen, entries);
    if (next === undefined || survived.length + missed.length === 0) return journal;
    const job = `${path}.job`;
    writeFileSync(job, JSON.stringify({ room, count, chosen: ids, tests, journal: path }));
    const child = spawn(process.execPath, vitest, {
      env: { ...process.env, ASSAY_MUTATION_JOB: job, CI: "1" },
      stdio: ["ignore", "ignore", "inherit"],
      detached: true,
    });
    const end = () => {
      stop(child);
      process.exit(130);
    };
    process.once("SIGINT", end).once("SIGTERM", end);
    await watch(child, journal, path);
    process.off("SIGINT", end).off("SIGTERM", end);
    const since = journal.read().slice(entries.length);
    const last = since.at(-1);
    if (last && "starts" in last)
      journal.write({ mutant: last.starts, outcome: "timeout", test: `${last.test}: (hangs)` });
    else if (!since.some((entry) => "done" in entry)) {
      process.stderr.write(`${next} does not run\n`);
      journal.write({ done: next });
    }
  }
}

/** Waits for `child`, and ends it and its own processes when it has been silent for too long. */
async function watch(child: ChildProcess, journal: Journal, path: string): Promise<void> {
  const started = Date.now();
  const timer = setInterval(() => {
    const last = journal.read().at(-1);
    const written = last ? statSync(path).mtimeMs : started;
    const waits =
      last && "starts" in last && Date.now() - Math.max(written, started) > longestSilenceMs;
    if (waits) stop(child);
  }, 5000);
  await new Promise((resolve) => child.once("close", resolve));
  clearInterval(timer);
}

function stop({ pid }: ChildProcess): void {
  if (pid !== undefined) process.kill(-pid, "SIGKILL");
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      only: { type: "string", default: known.join(",") },
      file: { type: "string", default: "" },
      tests: { type: "string", default: "" },
      sample: { type: "string" },
      seed: { type: "string", default: "1" },
      survivors: { type: "boolean", default: false },
      keep: { type: "string" },
      again: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  const names = values.only.split(",");
  const wrong = names.find((name) => !known.includes(name));
  if (values.help || wrong !== undefined) {
    process.stdout.write(wrong === undefined ? usage : `There is no "${wrong}".\n\n${usage}`);
    return values.help ? 0 : 3;
  }
  const folder = values.keep ?? mkdtempSync(join(tmpdir(), "assay-mutation-"));
  mkdirSync(folder, { recursive: true });
  for (const room of names) {
    const { mutants } = instrumentRoom(room);
    const meant = mutants.filter(({ path }) => hasOneOf(values.file)(path));
    const chosen = sample(meant, Number(values.sample ?? Infinity), Number(values.seed));
    // Mutants are known by their numbers, which are others when the code is.
    const code = createHash("sha1").update(JSON.stringify(mutants)).digest("hex").slice(0, 12);
    const path = join(folder, `${room}-${code}.jsonl`);
    if (values.again) openJournal(path).write({ again: true });
    const isMeant = hasOneOf(values.tests);
    const journal = await tryMutants(room, mutants.length, chosen, path, isMeant);
    const settled = settle(chosen, journal.read());
    process.stdout.write(render(room, meant.length, settled, values.survivors));
  }
  if (values.keep === undefined) rmSync(folder, { recursive: true });
  return 0;
}

function hasOneOf(texts: string): (path: string) => boolean {
  return (path) => texts.split(",").some((text) => path.includes(text));
}

process.exitCode = await main();
