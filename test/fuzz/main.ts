/** `npm run fuzz`: what `npm test` tries with fixed seeds, with fresh ones and for as long as is asked. */
import { spawnSync } from "node:child_process";
import { randomInt } from "node:crypto";
import { globSync, readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import fc from "fast-check";
import { targets } from "./targets.ts";

const known = [...Object.keys(targets), "tests"];

const usage = `npm run fuzz -- [options]

  --seed N       begin with this seed (default: a fresh one, which is printed)
  --minutes N    how long (default 5)
  --only a,b     ${known.join(", ")} (default: all, turn by turn); "tests" are
                 the random tests of npm test, once, with the seed
`;

/** The random tests of `npm test` with another seed. Whether they pass. */
function passTests(seed: number): boolean {
  const files = globSync("test/**/*.test.ts").filter(
    (file) => !file.startsWith("test/fuzz") && readFileSync(file, "utf8").includes("fast-check"),
  );
  // Nobody waits for it, and it may run beside other work: slow is no finding.
  const options = ["--reporter=dot", "--testTimeout=600000"];
  const args = ["node_modules/vitest/vitest.mjs", "run", ...options, ...files];
  const env = { ...process.env, ASSAY_TEST_SEED: String(seed) };
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { env, encoding: "utf8" });
  if (status !== 0)
    process.stdout.write(`\ntests, with ASSAY_TEST_SEED=${seed}:\n${stdout}${stderr}\n`);
  return status === 0;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      seed: { type: "string", default: String(randomInt(2 ** 31 - 1)) },
      minutes: { type: "string", default: "5" },
      only: { type: "string", default: known.join(",") },
      help: { type: "boolean", default: false },
    },
  });
  const names = values.only.split(",");
  const wrong = names.find((name) => !known.includes(name));
  if (values.help || wrong !== undefined || !/^\d+$/.test(values.seed)) {
    process.stdout.write(wrong === undefined ? usage : `There is no "${wrong}".\n\n${usage}`);
    return values.help ? 0 : 3;
  }
  const end = performance.now() + Number(values.minutes) * 60_000;
  const broken = new Set<string>();
  const tried = new Map<string, number>();
  if (names.includes("tests") && !passTests(Number(values.seed))) broken.add("tests");
  const own = names.filter((name) => targets[name]);
  for (let seed = Number(values.seed); own.length > 0 && performance.now() < end; seed++)
    for (const name of own.filter((one) => !broken.has(one))) {
      const { few, property } = targets[name]!;
      const run = await fc.check(property(), {
        seed,
        numRuns: few,
        interruptAfterTimeLimit: Math.max(1000, end - performance.now()),
      });
      tried.set(name, (tried.get(name) ?? 0) + run.numRuns);
      // What the end of the time interrupts has failed only where something was found.
      if (!run.failed || run.counterexample === null) continue;
      broken.add(name);
      const message = `${(await fc.asyncDefaultReportMessage(run)) ?? ""}\n${reasonOf(run.errorInstance)}`;
      process.stdout.write(
        `\n${name}, with --seed ${seed}:\n${message.length > 6000 ? `${message.slice(0, 6000)}…` : message}\n`,
      );
    }
  const counts = [...tried].map(([name, count]) => `${count} ${name}`).join(", ");
  process.stdout.write(
    `seed ${values.seed}: ${counts}; ${broken.size === 0 ? "nothing found" : `found by ${[...broken].join(", ")}`}\n`,
  );
  return broken.size > 0 ? 1 : 0;
}

process.exitCode = await main();
