import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openAssay } from "./engines/assay.ts";
import { openClosures } from "./engines/closures.ts";
import type { OpenEngine, Question, Task } from "./engines/engine.ts";
import { openSqlite } from "./engines/sqlite.ts";
import { generateEstate } from "./estate/estate.ts";
import { fingerprintOf } from "./fingerprint.ts";
import { assertAgreement, type Comparison, describeDifference } from "./gate.ts";
import { randomQuestions } from "./estate/random-filters.ts";
import { suite } from "./estate/suite.ts";
import { createTasks, removeEstates } from "./tasks.ts";

const folder = mkdtempSync(join(tmpdir(), "assay-bench-"));
let task: Task;

beforeAll(() => {
  task = createTasks({ folder, seed: 3 })(60).task;
});
afterAll(() => rmSync(folder, { recursive: true }));

test("the same seed gives the same estate, whatever its size; another seed another", () => {
  const small = [...generateEstate(5, 1)];
  const large = [...generateEstate(20, 1)];
  expect(large.slice(0, 5)).toEqual(small);
  expect([...generateEstate(5, 2)]).not.toEqual(small);
});

test("every link of a generated estate leads to a record of the same connector", () => {
  for (const batch of generateEstate(50, 1)) {
    const ids = new Set(batch.map(({ id }) => id));
    expect(ids.size).toBe(batch.length);
    for (const { links } of batch)
      for (const id of Object.values(links).flat()) expect(ids).toContain(id);
  }
});

test("the suite has its hundred checks and all of them load", () => {
  const written = Object.entries(suite).map(([root, filters]) => [root, filters.length]);
  expect(Object.fromEntries(written)).toEqual({
    connectors: 44,
    storageAccounts: 20,
    vms: 17,
    securityGroups: 10,
    kmsVaults: 9,
  });
  expect(task.questions).toHaveLength(100);
  expect(task.questions.every(({ where }) => where !== undefined)).toBe(true);
});

test("the product agrees with SQLite in both forms and with closures on the suite and on random filters", async () => {
  const questions = [...task.questions, ...randomQuestions(task.layout, 200, 11)];
  const ours = await answers(openAssay, questions);
  expect(ours.flat().length).toBeGreaterThan(questions.length);
  for (const open of [openSqlite("EXISTS"), openSqlite("IN"), openClosures])
    expect(await answers(open, questions)).toEqual(ours);
});

test("a difference is told with the check's name and the ids that only one engine has", () => {
  const told = describeDifference(task, 0, "sqlite", ["a", "b"], "assay", ["b", "c", "d"]);
  expect(told).toContain(`Engines disagree on "${task.questions[0]!.name}"`);
  expect(told).toContain("Only in sqlite: 1 (a). Only in assay: 2 (c, d).");
});

test("a measured count that differs from the ids is told with the check's name", async () => {
  const report = { gate: [{ count: 2, hash: "" }], matched: { counts: [1], rows: [] } };
  const comparison = { engine: "sqlite", reference: { engine: "assay", report }, task, path: "" };
  await expect(assertAgreement({ ...comparison, report } as unknown as Comparison)).rejects.toThrow(
    `disagree on "${task.questions[0]!.name}": sqlite counts 1 rows, sqlite's ids 2`,
  );
});

test("cleaning removes estates and nothing else", () => {
  const kept = mkdtempSync(join(tmpdir(), "assay-bench-"));
  mkdirSync(join(kept, "aa18b444", "checks"), { recursive: true });
  writeFileSync(join(kept, "notes"), "");
  removeEstates(kept);
  expect(readdirSync(kept)).toEqual(["notes"]);
  rmSync(kept, { recursive: true });
});

test("fingerprints are equal for equal sets in any order, and for no others", () => {
  expect(fingerprintOf(["a", "b"])).toEqual(fingerprintOf(["b", "a"]));
  expect(fingerprintOf(["a", "b"])).not.toEqual(fingerprintOf(["a", "c"]));
  expect(fingerprintOf(["a", "b"])).not.toEqual(fingerprintOf(["a", "b", "b"]));
});

async function answers(open: OpenEngine, questions: readonly Question[]) {
  const engine = await open({ ...task, questions });
  const ids: string[][] = [];
  for (const question of questions) ids.push([...(await engine.ids(question))].sort());
  await engine.close();
  return ids;
}
