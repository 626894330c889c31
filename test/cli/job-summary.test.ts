import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { addToSummary } from "../../src/cli/job-summary.ts";
import { callAssay } from "./fake-io.ts";

const control = "azure/defender/security-contacts-have-additional-email";
const limitBytes = 1024 * 1024;
let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "assay-summary-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

test("--summary adds the Markdown report to what other steps wrote", async () => {
  const file = join(folder, "summary.md");
  writeFileSync(file, "# Before\n");
  const words = ["run", control, "--sample", "--summary"];
  const { exitCode } = await callAssay(words, { environment: { GITHUB_STEP_SUMMARY: file } });
  expect(exitCode).toBe(1);
  const report = await callAssay(["run", control, "--sample", "--output", "markdown"]);
  expect(readFileSync(file, "utf8")).toBe(`# Before\n${report.stdout}`);
});

test("outside of GitHub Actions it says what to write, before anything runs", async () => {
  const { exitCode, stdout, stderr } = await callAssay(["run", "--sample", "--summary"]);
  expect([exitCode, stdout, stderr]).toEqual([
    3,
    "",
    expect.stringMatching(/^"--summary" needs the variable "GITHUB_STEP_SUMMARY".*"\.md"\./),
  ]);
});

test("a folder in its place is refused", async () => {
  const environment = { GITHUB_STEP_SUMMARY: folder };
  const words = ["run", control, "--sample", "--summary"];
  const { exitCode, stderr } = await callAssay(words, { environment });
  expect([exitCode, stderr]).toEqual([
    3,
    expect.stringContaining("cannot be written: it is a folder"),
  ]);
});

test.each([
  ["beside nothing", 0, 4, 3],
  ["beside what was there", limitBytes - 400_000, 2, 1],
  ["where it is full", limitBytes, 1, 0],
])("it takes as many pieces as there is room for, %s", async (_title, before, given, taken) => {
  const file = join(folder, "full.md");
  writeFileSync(file, "x".repeat(before));
  const piece = `${"é".repeat(150_000)}\n`;
  await addToSummary(
    file,
    Array.from({ length: given }, () => piece),
  );
  expect(statSync(file).size).toBeLessThanOrEqual(limitBytes);
  const added = readFileSync(file, "utf8").slice(before);
  expect(added.split(piece)).toHaveLength(taken + 1);
  expect(added.endsWith("does not fit into the summary of a job.\n")).toBe(before < limitBytes);
});
