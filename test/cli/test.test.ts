import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
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
});
