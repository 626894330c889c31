import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { loadChecks } from "../../src/check/document/load.ts";
import { runChecks } from "../run-checks.ts";
import { loadModel } from "../../src/model/load.ts";
import { inventoryOf, subscriptionsNamed } from "./recorded.ts";

const model = loadModel("schema");
let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "assay-docs-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const documents = ["README.md", "docs/checks.md", "docs/dialect.md"].flatMap((file) =>
  [...readFileSync(file, "utf8").matchAll(/^```graphql\n([\s\S]*?)^```$/gm)].map(
    (match, i) => [`${file}, example ${i + 1}`, match[1]!] as const,
  ),
);

test.each(documents)("%s is a check that runs", async (_title, text) => {
  const file = join(folder, "example.graphql");
  writeFileSync(file, text);
  const notes: string[] = [];
  const warn = ({ message }: { readonly message: string }) => notes.push(message);
  const checks = loadChecks(model, "checks", { names: [file], warn });
  expect(notes).toEqual([]);
  const inventory = await inventoryOf(model, subscriptionsNamed("Payments"));
  const { verdicts } = await runChecks(inventory, checks, { clock: () => 0 });
  // Nothing was read but the subscription, which has no tag.
  const expected = text.includes("tags_SOME") ? "pass" : "undecided";
  expect(verdicts.map(({ status }) => status)).toEqual([expected]);
});

test("nothing in the library is legal and seldom meant", () => {
  const notes: string[] = [];
  loadChecks(model, "checks", { warn: ({ message }) => notes.push(message) });
  expect(notes).toEqual([]);
});
