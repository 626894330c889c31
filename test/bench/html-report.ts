/**
 * `node test/bench/html-report.ts [controls] [offenders]`: how large the HTML report of many controls is, how long it takes to write,
 * and how long a browser takes from opening the file to having it laid out, for the overview and for a control behind its link.
 */
import { rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { runWhole } from "../../src/check/run/run.ts";
import { renderReport } from "../../src/library/render-report.ts";
import type { Run } from "../../src/types.ts";
import { startBrowser } from "../server/browser.ts";
import { openSample } from "../server/site.ts";

const ROUNDS = 5;
const [controls = 500, offenders = 50] = process.argv.slice(2).map(Number);

const { inventory, checks } = await openSample();
const judged = await runWhole(inventory, checks, { limit: 1000, clock: () => performance.now() });

/** The sample's controls as often as it takes, each with so many offenders where it has any. */
const made: Run = {
  ...judged.run,
  checks: Array.from({ length: controls }, (_, i) => {
    const check = checks[i % checks.length]!;
    return { ...check, id: `${check.id}-${i}` };
  }),
  verdicts: Array.from({ length: controls }, (_, i) => {
    const verdict = judged.run.verdicts.find(
      ({ check }) => check === checks[i % checks.length]!.id,
    )!;
    const known = verdict.offenders;
    const many = Array.from({ length: known.length && offenders }, (_one, n) => ({
      ...known[n % known.length]!,
      asset: { ...known[n % known.length]!.asset, id: `${known[n % known.length]!.asset.id}-${n}` },
    }));
    const offenderCount = verdict.offenderCount && many.length;
    return { ...verdict, check: `${verdict.check}-${i}`, offenders: many, offenderCount };
  }),
};

const beganMs = performance.now();
const pieces: string[] = [];
for await (const piece of renderReport({ ...judged, run: made }, "html")) pieces.push(piece);
const text = pieces.join("");
const writtenMs = performance.now() - beganMs;
const size = (Buffer.byteLength(text) / 1e6).toFixed(1);
console.log(`${controls} controls: ${size} MB, written in ${Math.round(writtenMs)} ms`);

const browser = await startBrowser();
if (!browser) throw new Error("There is no browser: set CHROME_PATH.");
const file = join(tmpdir(), `assay-report-${process.pid}.html`);
try {
  writeFileSync(file, text);
  const [, anchor] = /<section class="page" id="([^"]+)"/.exec(text)!;
  for (const [what, hash] of [
    ["the overview", ""],
    ["a control", `#${anchor}`],
  ] as const) {
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const page = await browser.newPage();
      const startMs = performance.now();
      await page.goto(pathToFileURL(file).href + hash, { waitUntil: "load" });
      await page.evaluate("document.body.offsetHeight");
      times.push(performance.now() - startMs);
      await page.close();
    }
    const median = times.toSorted((a, b) => a - b)[Math.floor(ROUNDS / 2)]!;
    console.log(`${what} is laid out in ${Math.round(median)} ms, median of ${ROUNDS}`);
  }
} finally {
  rmSync(file, { force: true });
  await browser.close();
}
