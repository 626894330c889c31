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

test("says where none at all is what fails, and shows variables by their names", async () => {
  const { stdout } = await witness("{ name_NOT: null }", "@expect(neq: [])", "--for", "fail");
  expect(stdout).toContain("fails     KMSVault { name: null }");
  writeFileSync(
    join(folder, "each.graphql"),
    "query Each($subscriptionResourceId: ID!) @check(severity: LOW) { vms(where: { connector: { id: $subscriptionResourceId } }) @expect(gte: 1) { id } }",
  );
  const each = await callAssay(["witness", "each", "--checks", folder], { columns: 200 });
  rmSync(join(folder, "each.graphql"));
  expect(each.stdout).toContain("by id = $subscriptionResourceId");
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

test("writes rows beside the check, once, and they hold", async () => {
  const where = '{ OR: [{ enablePurgeProtection: false }, { name: "" }] }';
  await witness(where, "--write");
  const file = join(folder, "one.cases.graphql");
  const written = readFileSync(file, "utf8");
  expect(written).toMatchInlineSnapshot(`
    ""Made up by \`assay witness one --write\`: look at each row, and take its mark away"
    query Generated {
      given(
        kmsVaults: [
          # generated
          { is: FAIL, name: null, enablePurgeProtection: false }
          # generated
          { is: PASS, name: "other", enablePurgeProtection: true }
          # generated
          { is: UNDECIDED, name: "other", missing: [enablePurgeProtection] }
          # generated
          { is: FAIL, name: "other", enablePurgeProtection: false }
          # generated
          { is: FAIL, name: "", enablePurgeProtection: true }
        ]
      )
    }
    "
  `);
  expect(await callAssay(["test", "--checks", folder])).toMatchObject({ exitCode: 0 });
  const again = await witness(where, "--write");
  expect(again.stderr).toContain("has all of these rows");
  expect(readFileSync(file, "utf8")).toBe(written);
  const more = await witness('{ enablePurgeProtection: false, name: "a" }', "--write");
  expect(more.stderr).toContain("Added");
  expect(readFileSync(file, "utf8")).toContain("query Generated2 {");
  rmSync(file);
});

test("says whether a check finds nothing that another does not", async () => {
  const two =
    'query Two @check(severity: LOW) { kmsVaults(where: { name_STARTS_WITH: "a" }) { id } }';
  writeFileSync(join(folder, "two.graphql"), two);
  const implied = await witness('{ name: "ab" }', "--implies", "two");
  expect(implied).toMatchObject({
    exitCode: 0,
    stdout: "Whatever one finds, two finds as well: proved.\n",
  });
  const more = await witness('{ name_CONTAINS: "a" }', "--implies", "two");
  expect(more).toMatchObject({ exitCode: 1 });
  expect(more.stdout).toContain("KMSVault { name: ");
  const json = await witness('{ name: "ab" }', "--implies", "two", "--output", "json");
  expect(JSON.parse(json.stdout)).toEqual([
    { check: "one", other: "two", type: "KMSVault", implied: true },
  ]);
  rmSync(join(folder, "two.graphql"));
});

test("never says that a condition on related rows does not decide because turning all of them does not", async () => {
  const { stdout } = await witness(
    '{ keys_SOME: { name: "a" }, NOT: { keys_ALL: { name_IN: ["a", "b"] } } }',
  );
  expect(stdout).not.toContain("never decides");
});

test("tells of a rule that counts what is found, and writes no row that a count would belie", async () => {
  const { stdout, stderr } = await witness(
    "{ enablePurgeProtection: true }",
    "@expect(neq: [])",
    "--write",
  );
  expect(stdout).toContain("    found     KMSVault { enablePurgeProtection: true }");
  expect(stdout).toContain("    not found KMSVault { enablePurgeProtection: false }");
  expect(stderr).toContain('Nothing was written for "one": it counts assets');
});
