import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

/**
 * Wall time of whole processes, start to exit, of the package as it is installed, of the checkout, and of Node with nothing to
 * do: `npm run bench -- start`, or `node test/bench/cold-start.ts [times]`. Printed, never asserted. They take turns, so that
 * what else the machine does meets all of them; the least is what a quiet machine would take.
 *
 * `first` has no compiled code kept from an earlier process, as on a machine that runs Assay for the first time; `again` has.
 */
const times = Number(process.argv[2] ?? 15);

const folder = mkdtempSync(join(tmpdir(), "assay-cold-start-"));
const store = join(folder, "store");
const empty = join(folder, "empty.js");

const calls: readonly (readonly [title: string, words: readonly string[]])[] = [
  ["--help", ["--help"]],
  ["run, a stored snapshot, all checks", ["run", "--store", store, "--exit-zero"]],
  ["run --sample, all checks", ["run", "--sample", "--exit-zero"]],
  [
    "run --sample, one check",
    ["run", "azure/defender/security-contacts-have-additional-email", "--sample", "--exit-zero"],
  ],
  ["checks", ["checks"]],
  ["schema", ["schema"]],
];

try {
  writeFileSync(empty, "");
  const programs = {
    package: join(installPackage(), "bin/assay.js"),
    checkout: resolve("bin/assay.js"),
  };
  call(programs.checkout, ["import", "sample", "--store", store], "setup");
  console.log(`median (least) of ${times} processes in ms, Node ${process.versions.node}\n`);
  console.log(row("", ["package", "checkout", "Node's own"]));
  for (const [title, words] of calls) {
    const each = [
      () => call(programs.package, words, "package"),
      () => call(programs.checkout, words, "checkout"),
      () => call(empty, [], "node"),
    ];
    console.log(
      row(
        `${title}, first`,
        takeTurns(each, () => rmSync(cacheOf(""), { recursive: true, force: true })),
      ),
    );
    console.log(row("  again", takeTurns(each)));
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** The package as npm makes it, unpacked. */
function installPackage(): string {
  const packed = spawnSync("npm", ["pack", "--json", "--pack-destination", folder], {
    encoding: "utf8",
  });
  const { filename } = JSON.parse(packed.stdout.slice(packed.stdout.indexOf("[\n")))[0];
  const installed = join(folder, "installed");
  mkdirSync(installed);
  const { status } = spawnSync("tar", ["-xzf", join(folder, filename), "-C", installed]);
  if (status !== 0) throw new Error(`tar ended with ${status}.`);
  return join(installed, "package");
}

function cacheOf(name: string): string {
  return join(folder, "cache", name);
}

/** Runs a program once and gives its wall time. */
function call(program: string, words: readonly string[], cache: string): number {
  const env = { ...process.env, NODE_COMPILE_CACHE: cacheOf(cache) };
  const startedMs = performance.now();
  const { status } = spawnSync(process.execPath, [program, ...words], { env });
  const durationMs = performance.now() - startedMs;
  if (status !== 0 && status !== 2) throw new Error(`${words.join(" ")} ended with ${status}.`);
  return durationMs;
}

function takeTurns(each: readonly (() => number)[], prepare?: () => void): readonly string[] {
  const measured: number[][] = each.map(() => []);
  for (let i = 0; i < times; i++) {
    prepare?.();
    for (const [j, measure] of each.entries()) measured[j]!.push(measure());
  }
  return measured.map((all) => {
    const sorted = all.toSorted((a, b) => a - b);
    return `${sorted[Math.floor(times / 2)]!.toFixed(0)} (${sorted[0]!.toFixed(0)})`;
  });
}

function row(title: string, cells: readonly string[]): string {
  return `${title.padEnd(42)}${cells.map((cell) => cell.padStart(14)).join("")}`;
}
