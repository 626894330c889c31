import { azure } from "../../../src/collect/azure/provider.ts";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../src/collect/json/json.ts";
import { createNormaliser } from "../../../src/collect/reading/normalise.ts";
import { loadModel } from "../../../src/model/load.ts";
import { readModel } from "../../../src/model/read.ts";

const model = loadModel("schema");
const normalise = createNormaliser(model, azure);
const around = {
  connector: "/subscriptions/s1",
  readAt: "2026-11-20T08:00:00.000Z",
  apiVersion: "2023-12-01-preview",
};

function contactOf(properties: unknown, more: object = {}) {
  const raw = {
    id: "/subscriptions/S1/providers/Microsoft.Security/securityContacts/default/",
    name: "default",
    properties,
    ...more,
  };
  return normalise(model.types.get("SecurityContact")!, raw as JsonObject, around)[0]!;
}

function fixture(name: string): JsonObject {
  const file = JSON.parse(
    readFileSync(`test/fixtures/azure/securityContacts/${name}.json`, "utf8"),
  );
  const { body } = file.responses[name.includes("create") ? "201" : "200"];
  return (body.value?.[0] ?? body) as JsonObject;
}

describe("a security contact's address", () => {
  test.each([
    ["one", { emails: "a@x.io" }, "a@x.io", ["a@x.io"]],
    ["two by ;", { emails: "a@x.io;b@x.io" }, "a@x.io;b@x.io", ["a@x.io", "b@x.io"]],
    ["two by ,", { emails: "a@x.io, b@x.io" }, "a@x.io;b@x.io", ["a@x.io", "b@x.io"]],
    ["the 2017 shape", { email: "a@x.io" }, "a@x.io", ["a@x.io"]],
    [
      "a list, as a draft had it",
      { emails: ["a@x.io", "b@x.io"] },
      "a@x.io;b@x.io",
      ["a@x.io", "b@x.io"],
    ],
    ["empty", { emails: "" }, "", []],
    ["blanks", { emails: "  " }, "", []],
    ["only ;", { emails: ";" }, "", []],
    ["only ,", { emails: " , " }, "", []],
    ["null", { emails: null }, undefined, undefined],
    ["absent", {}, undefined, undefined],
    [
      "null in the newer property, whatever the older says",
      { emails: null, email: "a@x.io" },
      undefined,
      undefined,
    ],
  ])("%s", (_title, properties, email, emails) => {
    const { fields, missing } = contactOf(properties);
    expect([fields.email, fields.emails]).toEqual([email, emails]);
    expect(missing).not.toContain("email");
  });

  test.each([
    ["a number", { emails: 17 }],
    ["an object", { emails: { to: "a@x.io" } }],
    ["properties that are a text", "On"],
    ["no properties at all", undefined],
    ["properties that are null", null],
  ])("is missing, not null, for %s", (_title, properties) => {
    const { fields, missing } = contactOf(properties);
    expect(fields).not.toHaveProperty("email");
    expect(missing).toContain("email");
  });
});

/** What the shapes of 2017 and 2020 have no room for. */
const about = ["attackPathMinimalRiskLevel", "notificationsSources"];

test.each([undefined, null, "On"])(
  "properties that are %j say nothing of what is in them",
  (properties) => {
    const { fields, links, missing } = contactOf(properties);
    const read = ["email", "emails", "phone", "isEnabled", "alertNotifications", "alertsToAdmins"];
    expect(missing).toEqual(expect.arrayContaining([...read, "notificationsSources"]));
    expect(Object.keys(fields)).not.toEqual(expect.arrayContaining(read));
    expect(links.notificationsSources).toBeUndefined();
  },
);

describe("the published shapes of a security contact", () => {
  test.each([
    [
      "2017-08-01-preview.list.full",
      {
        email: "john@contoso.com",
        isEnabled: true,
        alertNotifications: true,
        notificationByRoleState: "On",
        alertsToAdmins: true,
      },
      ["alertMinimalSeverity", "notificationRoles", ...about],
    ],
    [
      "2020-01-01-preview.get",
      {
        alertNotifications: true,
        alertMinimalSeverity: "Low",
        notificationRoles: ["Owner"],
        alertsToAdmins: undefined,
      },
      about,
    ],
    [
      "2020-01-01-preview.list.emails-array",
      { email: "john@contoso.com;Jane@contoso.com", notificationRoles: ["Owner", "Admin"] },
      about,
    ],
    [
      "2023-12-01-preview.list",
      {
        isEnabled: true,
        alertNotifications: true,
        alertMinimalSeverity: "Medium",
        attackPathMinimalRiskLevel: "Critical",
      },
      [],
    ],
    [
      "2023-12-01-preview.create",
      { isEnabled: true, notificationRoles: ["Owner"] },
      ["notificationByRoleState", "notifiesOwners"],
    ],
    [
      "2023-12-01-preview.create.old-alertNotifications",
      { alertNotifications: true, isEnabled: true },
      about,
    ],
    [
      "2023-12-01-preview.list.typo-AttachPath",
      { attackPathMinimalRiskLevel: undefined, alertNotifications: true },
      [],
    ],
    [
      "2023-12-01-preview.get.early-type-field",
      { alertNotifications: true },
      ["alertMinimalSeverity", "attackPathMinimalRiskLevel"],
    ],
  ])("%s", (name, expected, unsaid) => {
    const { fields, missing = [] } = contactOf(undefined, fixture(name));
    expect([...missing].sort()).toEqual([...unsaid].sort());
    expect(Object.fromEntries(Object.keys(expected).map((key) => [key, fields[key]]))).toEqual(
      expected,
    );
  });

  test("sources that are an empty list are known, and none", () => {
    const { fields, links, missing } = contactOf({ isEnabled: true, notificationsSources: [] });
    expect([fields.alertNotifications, fields.attackPathMinimalRiskLevel]).toEqual([
      false,
      undefined,
    ]);
    expect(links.notificationsSources).toBeUndefined();
    expect(missing).toEqual(["notificationByRoleState", "notificationRoles", "notifiesOwners"]);
  });

  test("null says as little as absence", () => {
    const { missing } = contactOf({ isEnabled: null, notificationsSources: null });
    expect(missing).toEqual(expect.arrayContaining(["isEnabled", "alertNotifications", ...about]));
  });
});

test("what stands around an answer is part of the asset", () => {
  const { id, connector, fields, links } = contactOf({}, { location: "West Europe" });
  const lower = "/subscriptions/s1/providers/microsoft.security/securitycontacts/default";
  expect([id, connector, links.connector]).toEqual([
    lower,
    "/subscriptions/s1",
    ["/subscriptions/s1"],
  ]);
  expect(fields).toMatchObject({
    ...{ id: lower, provider: "azure", cloudProvider: "azure", region: "westeurope" },
    ...{ readAt: "2026-11-20T08:00:00Z", apiVersion: "2023-12-01-preview" },
  });
});

const small = readModel([
  {
    file: "directives.graphql",
    text: readFileSync("schema/directives.graphql", "utf8"),
  },
  { file: "checks.graphql", text: readFileSync("schema/checks.graphql", "utf8") },
  { file: "asset.graphql", text: readFileSync("schema/asset.graphql", "utf8") },
  {
    file: "thing.graphql",
    text: `
      type Connector implements Asset @source(loader: SUBSCRIPTIONS, apiVersion: "1") { things: [Thing!]! @inverse(of: "connector") }
      enum Colour { RED GREEN }
      type Thing implements Asset @source(loader: RESOURCE_GRAPH, type: "X/things")
        @detail(name: "more", path: "{id}/more", apiVersion: "1") {
        text: String
        int: Int
        float: Float
        big: BigInt
        flag: Boolean
        moment: DateTime
        day: Date
        colour: Colour
        switch: String @words(of: [["On", "true"], ["Off"]])
        lock: String @words(of: ["Shut", "Open"]) @absent(is: MISSING)
        modes: [String!] @words(of: ["Read", "Write"])
        place: String @form(as: REGION)
        vault: ID @form(as: ID)
        plan: String @form(as: CASE)
        texts: [String!]
        needed: [String!]!
        mode: Boolean @from(path: ["properties.mode"], equals: ["Locked", "ReadOnly"])
        deep: String @from(path: ["properties.a.b"])
        every: [String!] @from(path: ["properties.list[].name"])
        certain: [String!] @from(path: ["properties.list[kind=x].name"])
        values: [String!] @from(path: ["properties.map.*"])
        more: String @from(path: ["$more.properties.value"])
        later: String @uncollected(reason: "Not yet.")
        other: Thing @references(path: ["properties.other.id"])
        others: [Thing!]! @references(path: ["properties.others[].id"])
        parts: [Part!]! @embeds(path: ["properties.parts"])
        one: Part @embeds(path: ["properties.one"])
      }
      type Part { name: String size: Int owner: String @from(path: ["$parent.name"]) }
    `,
  },
]);

function thingOf(properties: unknown, details?: Record<string, unknown>) {
  const raw = { id: "/Things/T", name: "T", properties } as JsonObject;
  const [thing, ...parts] = createNormaliser(small, azure)(small.types.get("Thing")!, raw, {
    ...around,
    ...(details ? { details } : {}),
  });
  return { thing: thing!, parts, missing: new Set(thing!.missing) };
}

describe("a value", () => {
  test.each([
    ["text", "x", "x"],
    ["text", 5, "5"],
    ["text", true, "true"],
    ["int", 5, 5],
    ["int", "5", 5],
    ["float", "1.5", 1.5],
    ["big", "90071992547409931", "90071992547409931"],
    ["big", 7, "7"],
    ["flag", false, false],
    ["moment", "2023-03-01T12:42:42.1921106+01:00", "2023-03-01T11:42:42.1921106Z"],
    ["day", "2024-02-29", "2024-02-29"],
    ["colour", "RED", "RED"],
    ["colour", "ULTRAVIOLET", "ULTRAVIOLET"],
    ["switch", "ON", "On"],
    ["switch", true, "On"],
    ["switch", "", undefined],
    ["modes", ["READ", "write"], ["Read", "Write"]],
    ["place", "West Europe", "westeurope"],
    ["place", "", undefined],
    ["vault", "/Vaults/V/", "/vaults/v"],
    ["plan", "Standard", "Standard"],
    ["texts", ["a", "b"], ["a", "b"]],
    ["mode", "readonly", true],
    ["mode", "Open", false],
  ])("%s takes %j", (name, value, expected) => {
    const { thing, missing } = thingOf({ [name]: value });
    expect(thing.fields[name]).toEqual(expected);
    expect(missing).not.toContain(name);
  });

  test.each([
    ["text", {}],
    ["text", []],
    ["text", ["a", "b"]],
    ["int", 1.5],
    ["int", 2 ** 40],
    ["int", "five"],
    ["float", "NaN"],
    ["big", 1.5],
    ["flag", "yes"],
    ["flag", 1],
    ["moment", "yesterday"],
    ["day", "2023-02-29"],
    ["colour", 3],
    ["texts", "a"],
    ["texts", ["a", null]],
    ["texts", [{}]],
    ["mode", {}],
    ["switch", "Perhaps"],
    ["modes", ["Read", "Execute"]],
    ["lock", ""],
    ["lock", null],
    ["lock", undefined],
    ["others", "x"],
    ["others", [{ id: 5 }]],
    ["parts", "x"],
    ["parts", [1]],
    ["one", [{}, {}]],
  ])("%s is missing, never null, where %j stands", (name, value) => {
    const { thing, missing } = thingOf({ [name]: value });
    expect(thing.fields).not.toHaveProperty(name);
    expect(thing.links).not.toHaveProperty(name);
    expect(missing).toContain(name);
  });

  test("that is null or absent is null, and a list that must be there is empty", () => {
    const { thing, missing } = thingOf({ text: null, texts: null });
    expect(thing.fields).not.toHaveProperty("text");
    expect(thing.fields.needed).toEqual([]);
    expect([...missing].sort()).toEqual(["later", "lock", "more"]);
  });

  test("of a whole number too large for a float keeps its digits", () => {
    const { thing } = thingOf({ big: "123456789012345678901" });
    expect(thing.fields.big).toBe("123456789012345678901");
  });
});

describe("a path", () => {
  test.each([
    ["is not there where a step is absent", { a: {} }, undefined, false],
    ["is not there where a step is null", { a: null }, undefined, false],
    [
      "is not there where Resource Graph writes an empty text for an object",
      { a: "" },
      undefined,
      false,
    ],
    ["is blocked where a step is a text", { a: "b" }, undefined, true],
    ["is blocked where a step is a list", { a: [{ b: "x" }] }, undefined, true],
    ["is followed whatever its case", { A: { B: "x" } }, "x", false],
    [
      "does not see what objects inherit",
      { a: JSON.parse('{"__proto__":{"b":"x"}}') },
      undefined,
      false,
    ],
  ])("%s", (_title, properties, value, missing) => {
    const { thing, missing: found } = thingOf(properties);
    expect([thing.fields.deep, found.has("deep")]).toEqual([value, missing]);
  });

  test("maps over lists, over some of their members, and over an object's values", () => {
    const list = [{ kind: "X", name: "a" }, { kind: "y", name: "b" }, { kind: "x" }];
    const { thing } = thingOf({ list, map: { p: "1", q: "2" } });
    expect([thing.fields.every, thing.fields.certain, thing.fields.values]).toEqual([
      ["a", "b"],
      ["a"],
      ["1", "2"],
    ]);
  });

  test("into a further call's answer is missing where the call failed", () => {
    expect(thingOf({}).missing).toContain("more");
    const { thing, missing } = thingOf({}, { more: { properties: { value: "v" } } });
    expect([thing.fields.more, missing.has("more")]).toEqual(["v", false]);
  });
});

describe("relations", () => {
  test("keep ids in lower case, each once, and leave out empty ones", () => {
    const others = [{ id: "/Things/A" }, { id: "/things/a/" }, { id: null }, {}, { id: "" }];
    const { thing } = thingOf({ other: { id: "/Things/B" }, others });
    expect(thing.links).toMatchObject({ other: ["/things/b"], others: ["/things/a"] });
  });

  test("keep what is understood of a list, and say that there is more", () => {
    const parts = thingOf({ parts: [{ name: "p", size: 1 }, 1, { name: "q" }] });
    expect(parts.thing.links.parts).toEqual(["/things/t#parts/p", "/things/t#parts/q"]);
    expect(parts.parts).toHaveLength(2);
    expect(parts.missing).toContain("parts");
    const others = thingOf({ others: [{ id: "/Things/A" }, "x", { id: 5 }, { id: "/things/b" }] });
    expect(others.thing.links.others).toEqual(["/things/a", "/things/b"]);
    expect(others.missing).toContain("others");
    expect([...thingOf({ list: [{ name: "a" }, "x"] }).missing]).toEqual(
      expect.arrayContaining(["every", "certain"]),
    );
  });

  test("lead to parts named after their names, or after their positions where names do not tell them apart", () => {
    const named = thingOf({ parts: [{ name: "p", size: 1 }, { name: "q" }], one: { size: 2 } });
    expect(named.thing.links.parts).toEqual(["/things/t#parts/p", "/things/t#parts/q"]);
    expect(named.parts.map(({ type, fields }) => [type, fields])).toEqual([
      ["Part", { name: "p", size: 1, owner: "T" }],
      ["Part", { name: "q", owner: "T" }],
      ["Part", { size: 2, owner: "T" }],
    ]);
    const same = thingOf({ parts: [{ name: "p" }, { name: "p" }] });
    expect(same.thing.links.parts).toEqual(["/things/t#parts/0", "/things/t#parts/1"]);
  });
});

test("a security group's rule whose ports are not understood lacks its ports alone", () => {
  const rule = (name: string, destinationPortRange: string) => ({
    name,
    properties: {
      ...{ access: "Allow", direction: "Inbound", protocol: "Tcp", destinationPortRange },
      ...{ sourceAddressPrefix: "*", destinationAddressPrefix: "*", sourcePortRange: "*" },
      priority: 100,
    },
  });
  const raw = {
    ...{ id: "/g", name: "g" },
    properties: { securityRules: [rule("open", "22"), rule("strange", "abc"), "rule"] },
  };
  const [group, ...rules] = normalise(model.types.get("SecurityGroup")!, raw, around);
  expect(group!.links.rules).toEqual(["/g#rules/open", "/g#rules/strange"]);
  expect(group!.missing).toContain("rules");
  expect(rules.map(({ fields, missing }) => [fields.destToPort, missing])).toEqual([
    [22, undefined],
    [undefined, ["destFromPort", "destToPort"]],
  ]);
});

describe("an inverse whose holders the answer names", () => {
  const scaleSets =
    "/subscriptions/s/resourceGroups/r/providers/Microsoft.Compute/virtualMachineScaleSets";
  const machine =
    "/subscriptions/s/resourceGroups/r/providers/Microsoft.Compute/virtualMachines/vm";
  const nic = `${scaleSets}/set/virtualMachines/0/networkInterfaces/nic`;
  test.each([
    ["Disk", "a machine", { managedBy: machine }, false],
    ["Disk", "nothing", { managedBy: "" }, false],
    [
      "Disk",
      "an instance of a scale set",
      { managedBy: `${scaleSets}/set/virtualMachines/set_1` },
      true,
    ],
    [
      "Disk",
      "several, one unread",
      { managedBy: null, managedByExtended: [machine, `${scaleSets}/s`] },
      true,
    ],
    ["Disk", "what is no id", { managedBy: 7 }, true],
    ["SecurityGroup", "no interface", { properties: {} }, false],
    [
      "SecurityGroup",
      "an instance's interface",
      { properties: { networkInterfaces: [{ id: nic }] } },
      true,
    ],
  ])("of a %s that names %s", (name, _title, raw, isMissing) => {
    const type = model.types.get(name)!;
    const [asset] = normalise(type, { id: "/a", properties: {}, ...raw }, around);
    const relation = name === "Disk" ? "diskAttachments" : "networkInterfaces";
    expect((asset!.missing ?? []).includes(relation)).toBe(isMissing);
  });
});

test("an ephemeral system disk leads to no disk", () => {
  const osDisk = {
    name: "os",
    diffDiskSettings: { option: "Local" },
    managedDisk: { id: "/d/os" },
  };
  const dataDisks = [{ name: "data", lun: 0, managedDisk: { id: "/d/data" } }];
  const raw = { id: "/vm", properties: { storageProfile: { osDisk, dataDisks } } };
  const [, ...attachments] = normalise(model.types.get("VM")!, raw, around);
  expect(attachments.map(({ fields, links }) => [fields.name, links.disk])).toEqual([
    ["os", undefined],
    ["data", ["/d/data"]],
  ]);
});
