import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { loadChecks } from "../../../src/check/document/load.ts";
import { loadModel } from "../../../src/model/load.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "assay-scoped-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const tagged = 'tags_SOME: { key: "environment", value: "production" }';

test.each([
  ["a tag beside the id", `connector: { id: $subscriptionResourceId, ${tagged} }`, "neq: []", 1],
  [
    "a condition of its own",
    `connector: { id: $subscriptionResourceId }, AND: [{ connector: { ${tagged} } }]`,
    "gte: 2",
    1,
  ],
  ["the id alone", "connector: { id: $subscriptionResourceId }", "neq: []", 0],
  [
    "where nothing may come back",
    `connector: { id: $subscriptionResourceId, ${tagged} }`,
    "eq: []",
    0,
  ],
])("a check for each subscription with %s", (_title, where, expectation, notes) => {
  const file = join(folder, "check.graphql");
  writeFileSync(
    file,
    `query ($subscriptionResourceId: String!) { flowLogs(where: { ${where} }) @expect(${expectation}) { id } }`,
  );
  const codes: string[] = [];
  loadChecks(loadModel("schema"), "checks", {
    names: [file],
    warn: ({ code }) => codes.push(code),
  });
  expect(codes).toEqual(Array.from({ length: notes }, () => "scope-offends"));
});
