import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { PassThrough } from "node:stream";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { callAssay } from "./fake-io.ts";

const check = `query MailIsSet @check(severity: LOW) {
  connectors(where: { securityContacts_SOME: { OR: [{ email: null }, { email: "" }] } }) { id }
}
`;

const cases = `"Addresses"
query Addresses {
  given(connectors: [
    # it is empty
    { is: FAIL, securityContacts: [{ email: "" }], because: ["securityContacts[0].email = \\"\\""] }
    { is: PASS, securityContacts: [{ email: "a@example.com" }] }
    { is: PASS, securityContacts: [] }
  ])
}

"A refused listing hides whole contacts"
query Refused { given(connectors: [{ is: UNDECIDED }], unread: [SecurityContact]) }
`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "assay-cases-"));
  mkdirSync(join(folder, "own"));
  write("own/mail-is-set.graphql", check);
  write("own/mail-is-set.cases.graphql", cases);
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(path: string, text: string): void {
  writeFileSync(join(folder, path), text);
}

const read = (path: string) => readFileSync(join(folder, path), "utf8");

const ajv = new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true });
for (const name of ["report", "explain", "cases"])
  ajv.addSchema(JSON.parse(readFileSync(`docs/${name}.schema.json`, "utf8")));
const validate = ajv.getSchema("cases.schema.json")!;

const testCases = (...words: string[]) => callAssay(["test", "--checks", folder, ...words]);

describe("assay test", () => {
  test("ends with 0 where all cases hold", async () => {
    const { exitCode, stdout } = await testCases("--require", "fail,pass,undecided");
    expect(stdout).toContain("own/mail-is-set");
    expect(stdout).toContain("FAIL 1 PASS 2 UNDECIDED 1");
    expect(exitCode).toBe(0);
  });

  test("ends with 1 where a case does not hold, and says where it stands", async () => {
    write("own/mail-is-set.graphql", check.replace(', { email: "" }', ""));
    const { exitCode, stdout } = await testCases();
    expect(stdout).toContain(`"it is empty" row 1: expected FAIL, came to PASS.`);
    expect(stdout).toContain("mail-is-set.cases.graphql:5:5");
    expect(exitCode).toBe(1);
  });

  test("ends with 2 where a check has no cases, or a kind is lacking", async () => {
    write("own/mail-is-set.cases.graphql", cases.replaceAll(/^ {4}\{ is: PASS.*\n/gm, ""));
    expect((await testCases()).exitCode).toBe(2);
    rmSync(join(folder, "own/mail-is-set.cases.graphql"));
    const { exitCode, stdout } = await testCases();
    expect(stdout).toContain("0 of 1 check holds");
    expect(exitCode).toBe(2);
  });

  test("ends with 3 for all mistakes at once, each with its place and the nearest name", async () => {
    write(
      "own/mail-is-set.cases.graphql",
      cases.replace("email:", "emial:").replace("[SecurityContact]", "[SecurityContacts]"),
    );
    const { exitCode, stderr } = await testCases();
    expect(stderr).toContain(`Did you mean "email"`);
    expect(stderr).toContain(`Did you mean the enum value "SecurityContact"`);
    expect(stderr).toContain("mail-is-set.cases.graphql:5:38");
    expect(exitCode).toBe(3);
  });

  test("takes cases without their check for a mistake", async () => {
    cpSync(
      join(folder, "own/mail-is-set.cases.graphql"),
      join(folder, "own/mail-set.cases.graphql"),
    );
    const { exitCode, stderr } = await testCases();
    expect(stderr).toContain(`there is no "own/mail-set.graphql". Did you mean "own/mail-is-set"?`);
    expect(exitCode).toBe(3);
    for (const name of ["own", join(folder, "own"), "own/mail-set"])
      expect(await testCases(name)).toMatchObject({ exitCode: 3, stderr });
  });

  test("has a warning of what holds already and was still to do", async () => {
    write(
      "own/mail-is-set.cases.graphql",
      cases.replace("query Refused", 'query Refused @case(todo: "refusals")'),
    );
    const { exitCode, stdout } = await testCases();
    expect(stdout).toContain(`it holds, so it is no longer to do ("refusals").`);
    expect(exitCode).toBe(1);
  });

  test("counts generated rows apart until their mark is deleted", async () => {
    const marked = cases.replace("    { is: PASS, securityContacts: []", "    # generated\n$&");
    write("own/mail-is-set.cases.graphql", marked);
    const { exitCode, stdout } = await testCases();
    expect(stdout).toMatch(/4 cases · .*· generated 1 ·/);
    expect(stdout).toMatch(/· 1 generated and not yet confirmed/);
    expect(exitCode).toBe(0);
    const { stdout: json } = await testCases("--output", "json");
    expect(JSON.parse(json).summary).toMatchObject({ judged: 4, generated: 1 });
    write("own/mail-is-set.cases.graphql", cases);
    expect((await testCases()).stdout).not.toMatch(/generated/);
  });

  test("tells every condition of a row that comes out otherwise, and which no case has both ways", async () => {
    write("own/mail-is-set.graphql", check.replace('email: ""', 'email: "x"'));
    const { stdout } = await testCases();
    expect(stdout).toContain('✗ email = "x"');
    expect(stdout).toContain("never true: email is null (line 2)");
  });

  test("prints JSON as its schema says, and JUnit", async () => {
    write("own/mail-is-set.graphql", check.replace(', { email: "" }', ""));
    const json = await testCases("--output", "json");
    expect(json.exitCode).toBe(1);
    validate(JSON.parse(json.stdout));
    expect(validate.errors).toBeNull();
    const { stdout } = await testCases("--output", "junit", "--require", "pass");
    expect(stdout).toContain('tests="4" failures="1" errors="0" skipped="0"');
    expect(stdout).toContain('<failure message="expected FAIL, came to PASS.">');
  });

  test("with --fill writes what rows leave out, and nothing else", async () => {
    write("own/mail-is-set.cases.graphql", cases.replace('email: "a@example.com"', ""));
    expect((await testCases()).exitCode).toBe(3);
    const dry = await testCases("--fill", "--dry-run");
    expect(dry.stdout).toContain("+    { is: PASS, securityContacts: [{ email: null  }] }");
    expect(read("own/mail-is-set.cases.graphql")).not.toContain("null");
    const { exitCode, stderr } = await testCases("--fill");
    expect([exitCode, stderr]).toEqual([0, "Filled 1 row of 1 file.\n"]);
    expect((await testCases()).stdout).toContain("expected PASS, came to FAIL");
  });

  test("judges recorded answers through the import", async () => {
    const id = "/subscriptions/7d1f0c52-3c58-4a7e-9f0b-1f2f6c1f0a11";
    const recorded = (is: string, asset = id) =>
      `${cases}query Recorded { recorded(folder: "none", expect: [{ id: "${asset}", is: ${is} }]) }`;
    write("own/mail-is-set.cases.graphql", recorded("PASS"));
    const lacking = await testCases();
    expect(lacking.stderr).toContain("There is no folder of raw answers at");
    expect(lacking.exitCode).toBe(3);
    const answers = "own/mail-is-set.cases/none";
    const subscription = {
      id,
      subscriptionId: id.split("/")[2],
      displayName: "a",
      state: "Enabled",
    };
    mkdirSync(join(folder, answers), { recursive: true });
    write(`${answers}/subscriptions.json`, JSON.stringify({ value: [subscription] }));
    const list = `${answers}${id}/providers/Microsoft.Security`;
    mkdirSync(join(folder, list), { recursive: true });
    write(`${list}/securityContacts@2023-12-01-preview.json`, JSON.stringify({ value: [] }));
    expect((await testCases()).exitCode).toBe(0);
    write("own/mail-is-set.cases.graphql", recorded("FAIL"));
    expect((await testCases()).stdout).toContain("expected FAIL, came to PASS");
    write("own/mail-is-set.cases.graphql", recorded("FAIL", `${id.slice(0, -1)}2`));
    const unknown = await testCases();
    expect(unknown.stderr).toContain(`Did you mean "${id}"?`);
    expect(unknown.exitCode).toBe(3);
  });

  test("with --watch judges again what changed, until the key q", async () => {
    const keys = new PassThrough();
    let rounds = 0;
    const next = [
      () => write("own/mail-is-set.graphql", check.replace('email: ""', 'email: "x"')),
      () => write("own/mail-is-set.cases.graphql", cases.replace("FAIL", "FIAL")),
      () => write("own/mail-is-set.cases.graphql", cases),
      () => keys.write("q"),
    ];
    const onText = (text: string) => {
      if (text.startsWith("a all")) next[rounds++]?.();
    };
    const words = ["test", "--checks", folder, "--watch"];
    const { exitCode, stdout, stderr } = await callAssay(words, { keys, onText });
    expect(stdout.match(/^. own\/mail-is-set/gm)).toEqual([
      "✓ own/mail-is-set",
      "✗ own/mail-is-set",
      "✗ own/mail-is-set",
    ]);
    expect(stderr).toContain('Did you mean the enum value "FAIL"?');
    expect(exitCode).toBe(1);
  });
});
