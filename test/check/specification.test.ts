import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadChecks } from "../../src/check/document/load.ts";
import { runChecks } from "../run-checks.ts";
import { loadModel } from "../../src/model/load.ts";
import type { Check } from "../../src/types.ts";
import { guidOf, inventoryOf, subscriptionsNamed, type Answers } from "./recorded.ts";

const document = `{
  connectors(
    where: {
      OR: [
        { securityContacts_SOME: null }
        { securityContacts_SOME: { email: null } }
        { securityContacts_SOME: { email: "" } }
      ]
    }
  ) {
    ...AssetFragment
  }
}
`;

const id = "azure/defender/security-contacts-have-additional-email";
const model = loadModel("schema");

/** The specification's check as it stands in the library, pasted as a bare file, and in the nested spelling. */
const spellings: Record<string, Check> = {};
let folder = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "assay-checks-"));
  const nested = document
    .replace('email: ""', 'email: { eq: "" }')
    .replaceAll("_SOME: {", ": { some: {")
    .replaceAll(/( email: .*) }$/gm, "$1 } }");
  const files = { "pasted-check": document, "nested-spelling": nested };
  for (const [name, text] of Object.entries(files)) {
    writeFileSync(join(folder, `${name}.graphql`), text);
    const [check] = loadChecks(model, folder, { names: [name], fallback: "checks" });
    spellings[name] = check!;
  }
  spellings["in the library"] = loadChecks(model, "checks", { names: [id] })[0]!;
});

afterAll(() => rmSync(folder, { recursive: true }));

test("the library holds the specification's check byte for byte", () => {
  expect(readFileSync(`checks/${id}.graphql`, "utf8")).toBe(document);
  expect(spellings["in the library"]).toMatchObject({
    id,
    title: "Azure connectors without security contact additional email addresses",
    severity: "MEDIUM",
    rules: [{ name: "connectors", expectation: { operator: "eq", value: [] } }],
  });
});

test("a bare document without guidance is a check: its title is the file's name", () => {
  expect(spellings["pasted-check"]).toMatchObject({
    id: "pasted-check",
    title: "Pasted check",
    severity: "MEDIUM",
    frameworks: [],
    guidance: [],
  });
});

const contacts = (version: string, status = "", ending = "json") =>
  `subscriptions/${guidOf(1)}/providers/Microsoft.Security/securityContacts@${version}${status}.${ending}`;

const contact = (properties: object, name = "default", owner = 1) => ({
  id: `/subscriptions/${guidOf(owner)}/providers/Microsoft.Security/securityContacts/${name}`,
  name,
  type: "Microsoft.Security/securityContacts",
  properties,
});

const current = (...properties: readonly object[]): Answers => ({
  [contacts("2023-12-01-preview")]: { value: properties.map((one) => contact(one)) },
});

const enabled = { isEnabled: true, notificationsByRole: { state: "On", roles: ["Owner"] } };

type Case = readonly [title: string, answers: Answers, status: string, evidence: readonly string[]];

const cases: readonly Case[] = [
  ["no contacts", current(), "fail", ["securityContacts none"]],
  ["emails absent", current(enabled), "fail", ["securityContacts[default].email is null"]],
  [
    "emails null",
    current({ ...enabled, emails: null }),
    "fail",
    ["securityContacts[default].email is null"],
  ],
  [
    "emails empty",
    current({ ...enabled, emails: "" }),
    "fail",
    ['securityContacts[default].email = ""'],
  ],
  [
    "emails blank",
    current({ ...enabled, emails: "   " }),
    "fail",
    ['securityContacts[default].email = ""'],
  ],
  [
    "emails only a separator",
    current({ ...enabled, emails: ";" }),
    "fail",
    ['securityContacts[default].email = ""'],
  ],
  ["one address", current({ ...enabled, emails: "a@x.example" }), "pass", []],
  ["two by semicolon", current({ ...enabled, emails: "a@x.example;b@x.example" }), "pass", []],
  ["two by comma", current({ ...enabled, emails: "a@x.example, b@x.example" }), "pass", []],
  ["disabled, with an address", current({ isEnabled: false, emails: "a@x.example" }), "pass", []],
  [
    "only default1, in the 2017 shape",
    {
      [contacts("2017-08-01-preview")]: {
        value: [
          contact(
            { email: "a@x.example", phone: "", alertNotifications: "On", alertsToAdmins: "On" },
            "default1",
          ),
        ],
      },
    },
    "pass",
    [],
  ],
  [
    "the 2017 shape without an address",
    {
      [contacts("2017-08-01-preview")]: {
        value: [contact({ email: "", alertNotifications: "On" }, "default1")],
      },
    },
    "fail",
    ['securityContacts[default1].email = ""'],
  ],
  [
    "a bare array",
    { [contacts("2020-01-01-preview")]: [contact({ emails: "a@x.example" })] },
    "pass",
    [],
  ],
  [
    "an empty bare array",
    { [contacts("2020-01-01-preview")]: [] },
    "fail",
    ["securityContacts none"],
  ],
  ["an empty object", { [contacts("2023-12-01-preview")]: {} }, "undecided", []],
  [
    "403",
    {
      [contacts("2023-12-01-preview", ".403")]: {
        error: { code: "AuthorizationFailed", message: "No." },
      },
    },
    "undecided",
    [],
  ],
  [
    "a page of HTML with status 200",
    { [contacts("2023-12-01-preview", ".200", "html")]: "<html>Sign in</html>" },
    "undecided",
    [],
  ],
  ["never asked", {}, "undecided", []],
];

describe.each(["in the library", "pasted-check", "nested-spelling"])("%s", (spelling) => {
  test.each(cases)("%s", async (_title, answers, status, evidence) => {
    const inventory = await inventoryOf(model, { ...subscriptionsNamed("Payments"), ...answers });
    const { verdicts } = await runChecks(inventory, [spellings[spelling]!], { clock: () => 0 });
    const [verdict] = verdicts;
    expect(verdict).toMatchObject({
      status,
      examined: { Connector: 1 },
      offenderCount: status === "fail" ? 1 : 0,
      undecidedCount: status === "undecided" ? 1 : 0,
    });
    const because = verdict!.offenders.flatMap((offender) => offender.because);
    for (const [i, text] of evidence.entries())
      expect(`${because[i]!.path} ${because[i]!.condition}`).toBe(text);
  });
});

test("a neighbour is judged though another connector could not be read", async () => {
  const second = contacts("2023-12-01-preview").replace(guidOf(1), guidOf(2));
  const inventory = await inventoryOf(model, {
    ...subscriptionsNamed("Denied", "Without", "With"),
    [contacts("2023-12-01-preview", ".403")]: {
      error: { code: "AuthorizationFailed", message: "" },
    },
    [second]: { value: [] },
    [second.replace(guidOf(2), guidOf(3))]: {
      value: [contact({ emails: "a@x.example" }, "default", 3)],
    },
  });
  const { verdicts } = await runChecks(inventory, [spellings["in the library"]!], {
    clock: () => 0,
  });
  const [verdict] = verdicts;
  expect(verdict!.status).toBe("fail");
  expect(verdict!.offenders.map(({ asset }) => asset.name)).toEqual(["Without"]);
  expect(verdict!.undecided.map(({ asset }) => asset.name)).toEqual(["Denied"]);
  expect(verdict!.undecided[0]!.missing).toMatchObject([
    {
      path: "securityContacts",
      collection: { status: "denied", permission: "Microsoft.Security/securityContacts/read" },
    },
  ]);
  expect(verdict!.unreadable).toMatchObject([{ type: "SecurityContact", connectorName: "Denied" }]);
});
