import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, beforeAll, expect, test } from "vitest";
import { callAssay } from "./fake-io.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "assay-witness-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Calls `witness` on one check of its own. */
function witness(where: string, ...words: string[]) {
  const expectation = words[0]?.startsWith("@") ? words.shift() : "";
  const text = `query One @check(severity: LOW) { vaults: kmsVaults(where: ${where}) ${expectation} { id } }\n`;
  writeFileSync(join(folder, "one.graphql"), text);
  return callAssay(["witness", "one", "--checks", folder, ...words], { columns: 200 });
}

test("shows what fails, passes and stays undecided, and by which condition", async () => {
  const { exitCode, stdout } = await witness("{ enablePurgeProtection: false }");
  expect(stdout.replaceAll(folder, "")).toMatchInlineSnapshot(`
    "one · 1 condition
      fails     KMSVault { enablePurgeProtection: false }
      passes    KMSVault { enablePurgeProtection: true }
      undecided KMSVault { missing: [enablePurgeProtection] }
      by enablePurgeProtection = false /one.graphql:1:62
        fails     KMSVault { enablePurgeProtection: false }
        passes    KMSVault { enablePurgeProtection: true }
    "
  `);
  expect(exitCode).toBe(0);
});

test("says that a rule can never fail, and ends with 1", async () => {
  const { exitCode, stdout } = await witness(
    "{ NOT: { OR: [{ enablePurgeProtection: true }, { enablePurgeProtection: false }] } }",
  );
  expect(stdout).toContain('! "vaults" can never fail');
  expect(exitCode).toBe(1);
});

test("has as many assets as a rule counts", async () => {
  const { exitCode, stdout } = await witness(
    "{ enablePurgeProtection: true }",
    "@expect(lte: 2)",
    "--for",
    "fail",
  );
  expect(stdout).toContain("fails     3 × KMSVault { enablePurgeProtection: true }");
  expect(exitCode).toBe(0);
});

test("tells programs the same, as its schema says", async () => {
  const { stdout } = await witness("{ enablePurgeProtection: false }", "--output", "json");
  const schema = readFileSync(new URL("../../docs/witness.schema.json", import.meta.url), "utf8");
  const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(
    JSON.parse(schema) as object,
  );
  const told = JSON.parse(stdout) as readonly { readonly fail: { readonly given: string } }[];
  expect(validate(told) || validate.errors).toBe(true);
  expect(told[0]!.fail.given).toBe("{ enablePurgeProtection: false }");
});

test("wants a check, or all of them", async () => {
  const { exitCode, stderr } = await callAssay(["witness"]);
  expect([exitCode, stderr]).toEqual([
    3,
    expect.stringContaining('Name a check, or all of them with "--all".'),
  ]);
});
