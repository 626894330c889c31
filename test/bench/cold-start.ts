import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * Wall time of whole processes, start to exit: `node test/bench/cold-start.ts [times]`. Printed, never asserted.
 *
 * `first` has no compiled sources kept from an earlier process, as on a machine that runs Assay for the first time; `again` has.
 */
const times = Number(process.argv[2] ?? 9);

const calls: readonly (readonly [title: string, words: readonly string[]])[] = [
  ["run --sample, the whole suite", ["run", "--sample"]],
  [
    "run --sample, one check",
    ["run", "azure/defender/security-contacts-have-additional-email", "--sample"],
  ],
  ["checks", ["checks"]],
  ["schema", ["schema"]],
  ["--help", ["--help"]],
];

const cache = mkdtempSync(join(tmpdir(), "assay-cold-start-"));
try {
  console.log(`median of ${times} processes, Node ${process.versions.node}`);
  for (const [title, words] of calls) {
    const first = median(() => rmSync(cache, { recursive: true, force: true }), words);
    const again = median(() => undefined, words);
    console.log(
      `${title.padEnd(32)} first ${first.toFixed(0).padStart(5)} ms   again ${again.toFixed(0).padStart(5)} ms`,
    );
  }
} finally {
  rmSync(cache, { recursive: true, force: true });
}

function median(prepare: () => void, words: readonly string[]): number {
  const measured = Array.from({ length: times }, () => {
    prepare();
    const env = { ...process.env, NODE_COMPILE_CACHE: cache };
    const startedMs = performance.now();
    const { status } = spawnSync(process.execPath, ["bin/assay.js", ...words], { env });
    if (status !== 0 && status !== 1) throw new Error(`${words.join(" ")} ended with ${status}.`);
    return performance.now() - startedMs;
  });
  return measured.toSorted((a, b) => a - b)[Math.floor(times / 2)]!;
}
