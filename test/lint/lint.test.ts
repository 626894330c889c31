import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createValueCounter } from "../../src/census/values.ts";
import { loadChecks } from "../../src/check/document/load.ts";
import { openSample } from "../../src/library/open-inventory.ts";
import { readTypesOf } from "../../src/library/read-types.ts";
import type { LintContext } from "../../src/lint/context.ts";
import { applyEdits } from "../../src/lint/fix.ts";
import { lintChecks } from "../../src/lint/lint.ts";
import { loadModel } from "../../src/model/load.ts";

const model = loadModel("schema");
const guided = "Title\n\n## Rationale\nWhy.";
let folder = "";
let context: LintContext = { model, isRead: readTypesOf(model) };

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "assay-lint-"));
  const inventory = await openSample(model);
  context = { ...context, seen: { inventory, values: createValueCounter(inventory) } };
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The notes on a check, each with its code, line and column; that there are no cases is told of those beside which some may stand. */
async function lint(document: string, name = "disks-are-encrypted", how = context, cases?: string) {
  const file = join(folder, `${name}.graphql`);
  const beside = join(folder, `${name}.cases.graphql`);
  writeFileSync(file, document);
  if (cases) writeFileSync(beside, cases);
  const notes = await lintChecks(loadChecks(model, folder, { names: [file] }), how);
  rmSync(file);
  rmSync(beside, { force: true });
  const told = notes.filter(({ code }) => code !== "no-cases" || cases !== undefined);
  return told.map(({ code, message, place, fix }) => ({
    at: `${code} ${place!.line}:${place!.column}`,
    message,
    fixed: fix && applyEdits(document, fix.edits),
    isSafe: fix?.isSafe,
  }));
}

/** A check whose filter is this. */
function check(query: string): string {
  return `"""${guided}"""\nquery Q {\n  ${query} { id }\n}\n`;
}

test("the library has no notes over the sample estate", async () => {
  expect(await lintChecks(loadChecks(model, "checks"), context)).toEqual([]);
});

describe("unseen values", () => {
  test.each<[string, string]>([
    ['pricings(where: { name: "VirtualMachinse" })', "VirtualMachines"],
    [
      'vms(where: { extensions_SOME: { publisher: "Microsoft.Azure.AzureDefenderForSevers" } })',
      "Microsoft.Azure.AzureDefenderForServers",
    ],
    [
      'connectors(where: { managementGroups: { some: { name_IN: ["Productoin"] } } })',
      "production",
    ],
  ])("are told where one nearby is there: %s", async (query, meant) => {
    const [note, ...others] = await lint(check(query));
    expect(others).toEqual([]);
    expect(note!.at).toMatch(/^unseen-value 6:/);
    expect(note!.message).toContain(`"${meant}". Is that meant?`);
    expect(note!.fixed).toContain(`"${meant}"`);
    expect(note!.isSafe).toBe(false);
  });

  test.each([
    ['pricings(where: { name: "VirtualMachines" })', "it is there"],
    ['pricings(where: { name: "SomethingElse" })', "nothing is near"],
    ['storageAccounts(where: { name: "web" })', "short words are near to many"],
    ['vms(where: { size: "Standard_B9ms" })', "numbers tell things apart"],
  ])("%s is not, since %s", async (query) => {
    expect(await lint(check(query))).toEqual([]);
  });

  test("are not looked for without a snapshot", async () => {
    const { seen: _, ...unseeing } = context;
    expect(
      await lint(check('pricings(where: { name: "VirtualMachinse" })'), undefined, unseeing),
    ).toEqual([]);
  });
});

test("values that a field never holds are told where others stand beside them", async () => {
  const notes = await lint(check('securityContacts(where: { email_IN: ["a@b.example", "a, b"] })'));
  expect(notes.map(({ at }) => at)).toEqual(["impossible-value 6:29"]);
  expect(notes[0]!.message).toMatch(/^"email" never is "a, b": it holds addresses/);
});

describe("patterns", () => {
  test.each([
    ['id_MATCHES: "/subscriptions/.*"', 'id_STARTS_WITH: "/subscriptions/"', true],
    ['id: { matches: ".*/[.]x" }', 'id: { endsWith: "/.x" }', true],
    ['name_MATCHES: "(?s)web.*"', 'name_STARTS_WITH: "web"', true],
    ['name_MATCHES: "a|b"', 'name_IN: ["a", "b"]', true],
    ['name_MATCHES: "^web$"', 'name: "web"', true],
    ['name_MATCHES: "web.*"', 'name_STARTS_WITH: "web"', false],
  ])("that are plain have a fix: %s", async (written, instead, isSafe) => {
    const [note] = await lint(check(`vms(where: { ${written} })`));
    expect(note!.at).toMatch(/^plain-pattern /);
    expect(note!.fixed).toBe(check(`vms(where: { ${instead} })`));
    expect(note!.isSafe).toBe(isSafe);
  });

  test("have none where the key is there already", async () => {
    const notes = await lint(check('vms(where: { name_MATCHES: "a|b", name_IN: ["a", "b"] })'));
    expect(notes.find(({ at }) => at === "plain-pattern 6:16")).toMatchObject({ fixed: undefined });
  });

  test.each([
    ['id_MATCHES: "/subscriptions/x/"', "an id has no slash at its end"],
    ['region_MATCHES: "west europe"', "a region has no blank"],
  ])("whose plain form would be read otherwise are left alone: %s", async (written) => {
    const notes = await lint(check(`vms(where: { ${written} })`));
    expect(notes.filter(({ at }) => at.startsWith("plain-pattern"))).toEqual([]);
  });

  test("that say more are left alone", async () => {
    expect(await lint(check('vms(where: { name_MATCHES: "web-\\\\d+" })'))).toEqual([]);
  });
});

test.each([
  ['vms(where: { iamRoles_SOME: { name: "Owner" } })', 'Nothing reads "iamRoles" of VM yet: '],
  ["users(where: { isAdmin: true })", 'Nothing reads "isAdmin" of User yet: '],
])("what nothing brings is told: %s", async (query, message) => {
  const notes = await lint(check(query));
  expect(notes.map(({ at }) => at.split(" ")[0])).toEqual(["uncollected"]);
  expect(notes[0]!.message).toContain(message);
});

describe("a filter that asks of the connector alone", () => {
  test("is told to ask for connectors", async () => {
    const notes = await lint(check('vms(where: { connector: { state: "Disabled" } })'));
    expect(notes.map(({ at }) => at)).toEqual(["wide-root 6:3"]);
    expect(notes[0]!.message).toContain("Ask `connectors` instead");
  });

  test.each([
    ['vms(where: { connector: { state: "Disabled" }, name: "a" })'],
    ['vms(where: { connector: { state: "Disabled" } }) @expect(gte: 1)'],
    ['connectors(where: { state: "Disabled" })'],
  ])("unless something else is asked: %s", async (query) => {
    const notes = await lint(check(query));
    expect(notes.filter(({ at }) => at.startsWith("wide-root"))).toEqual([]);
  });

  test("unless the check is asked for each connector", async () => {
    const document = `"""${guided}"""\nquery Q($subscriptionResourceId: String!) {\n  bastionHosts(where: { connector: { id: $subscriptionResourceId } }) { id }\n}\n`;
    expect(await lint(document)).toEqual([]);
  });
});

describe("what a library keeps to", () => {
  test("a check has guidance", async () => {
    const notes = await lint("{ vms(where: { name: null }) { id } }");
    expect(notes.map(({ at }) => at)).toEqual(["no-guidance 1:1"]);
  });

  test.each([
    ["", "no-cases 1:1"],
    ["query Rows { given(vms: [{ is: FAIL, name: null }]) }", "no-undecided-case 1:1"],
  ])("a check has cases, also of what stays undecided: %j", async (cases, at) => {
    const notes = await lint(check("vms(where: { name: null })"), undefined, context, cases);
    expect(notes.map((note) => note.at)).toEqual([at]);
  });

  test.each([
    [
      "cis-azure-3.0.1:1.1",
      'There is no framework "cis-azure-3.0.1". Did you mean "cis-azure-3.0.0"?',
    ],
    [
      "cis-azzure-3.0.0:1.1",
      'There is no framework "cis-azzure-3.0.0". Did you mean "cis-azure-3.0.0"?',
    ],
    ["cis-azure-2024.11:1.1", 'There is no framework "cis-azure-2024.11".'],
  ])("frameworks are those that there are: %s", async (framework, message) => {
    const document = `"""${guided}"""\nquery Q @check(frameworks: ["${framework}"]) { vms(where: { name: null }) { id } }`;
    const notes = await lint(document);
    expect(notes.map((note) => [note.at, note.message])).toEqual([
      ["unknown-framework 5:29", message],
    ]);
  });

  test("frameworks of one's own have any name", async () => {
    const document = `"""${guided}"""\nquery Q @check(frameworks: ["acme-policy:7"]) { vms(where: { name: null }) { id } }`;
    expect(await lint(document)).toEqual([]);
  });

  test.each([
    ["disks-without-encryption", "without"],
    ["unencrypted-disks", "unencrypted"],
    ["group-lacks-owner", "lacks"],
  ])("an id says what must hold, not what is wrong: %s", async (name, culprit) => {
    const notes = await lint(check("vms(where: { name: null })"), name);
    expect(notes.map(({ at }) => at)).toEqual(["id-says-the-bad 1:1"]);
    expect(notes[0]!.message).toContain(`("${culprit}")`);
  });

  test.each([
    "machines-are-scanned-without-agent",
    "retired-agent-is-not-provisioned",
    "accounts-forbid-anonymous-access",
  ])("and this does: %s", async (name) => {
    expect(await lint(check("vms(where: { name: null })"), name)).toEqual([]);
  });
});

describe("what a search proves", () => {
  test.each<readonly [string, readonly string[]]>([
    [
      "kmsVaults(where: { NOT: { OR: [{ enablePurgeProtection: true }, { enablePurgeProtection: false }] } })",
      ["never-true"],
    ],
    [
      "kmsVaults(where: { OR: [{ enablePurgeProtection: true }, { enablePurgeProtection: false }] })",
      ["always-true"],
    ],
    [
      "kmsVaults(where: { OR: [{ enablePurgeProtection: false }, { enablePurgeProtection: null }] })",
      ["idle-arm"],
    ],
    [
      'vms(where: { OR: [{ name: "a" }, { name_STARTS_WITH: "b", NOT: { name_CONTAINS: "b" } }] })',
      ["dead-arm"],
    ],
    ['vms(where: { OR: [{ name: "a" }, { name_STARTS_WITH: "a" }] })', ["idle-arm"]],
    [
      'vms(where: { name_STARTS_WITH: "ab", name_CONTAINS: "b", id_EXISTS: true })',
      ["idle-arm", "idle-arm"],
    ],
    ['vms(where: { NOT: { name: "a" }, name_EXISTS: true })', []],
    ['vms(where: { name_STARTS_WITH: "a", name_ENDS_WITH: "b" })', []],
  ])("%s: %j", async (query, codes) => {
    const notes = await lint(check(query));
    expect(notes.map(({ at }) => at.split(" ")[0])).toEqual(codes);
  });

  test("of two checks is told once, and not where one names the other", async () => {
    const where = '{ name: "x1", NOT: { name: "x2" } }';
    const suite = async (overview: string) => {
      writeFileSync(join(folder, "ones-are-good.graphql"), check('vms(where: { name: "x1" })'));
      const other = `"""Title\n\n${overview}"""\nquery Q { vms(where: ${where}) { id } }\n`;
      writeFileSync(join(folder, "twos-are-good.graphql"), other);
      const notes = await lintChecks(loadChecks(model, folder), context);
      rmSync(join(folder, "ones-are-good.graphql"));
      rmSync(join(folder, "twos-are-good.graphql"));
      return notes.flatMap(({ code }) => (/check$/.test(code) ? [code] : []));
    };
    expect(await suite("Overview.")).toEqual(["same-check"]);
    expect(await suite("As ones-are-good, in more words.")).toEqual([]);
  });

  test("passes on null where no case says that it is meant", async () => {
    const cases = (value: string) =>
      `query Rows { given(pricings: [{ is: FAIL, name: "Dns" }, { is: PASS, name: ${value} }, { is: UNDECIDED, missing: [name] }]) }\n`;
    const codes = async (value: string) => {
      const document = check('pricings(where: { name: "Dns" })');
      const notes = await lint(document, "plans-are-good", context, cases(value));
      return notes.map(({ at }) => at.split(" ")[0]);
    };
    expect(await codes('"Arm"')).toEqual(["null-passes"]);
    expect(await codes("null")).toEqual([]);
  });
});
