import { describe, expect, test } from "vitest";
import { readWhere } from "../../src/dialect/filter.ts";
import { loadModel } from "../../src/model/load.ts";
import { notations } from "../../src/model/notations.ts";
import { storeSpelling } from "../../src/model/spellings.ts";
import { renderFilter } from "../../src/dialect/render.ts";

const model = loadModel("schema");
const read = (type: string, where: unknown) => readWhere(model, type, where);
const rule = (where: unknown) => read("SecurityGroupRule", where);
const guid = "203d1146-4812-561f-a1be-5434e89d8e4d";

describe("what can be no value of a field with a notation of its own is a mistake with the way out", () => {
  test.each<[string, unknown, RegExp]>([
    ["SecurityGroupRule", { sources_INCLUDES: "*" }, /found "\*"\. Anybody is the empty list/],
    ["SecurityGroupRule", { sources_INCLUDES: "Internet" }, /Did you mean "tag:Internet"\?$/],
    [
      "SecurityGroupRule",
      { sources: ["cidr:10.0.0.0/99"] },
      /addresses such as "cidr:10\.0\.0\.0\/8"/,
    ],
    ["SecurityGroupRule", { destinations: { includes: "tag:" } }, /a name of many/],
    ["SecurityGroupRule", { sourcePorts_INCLUDES: "https" }, /a port such as "443"/],
    ["SecurityGroupRule", { sourcePorts_INCLUDES_SOME: ["22", "22,80"] }, /found "22,80"/],
    ["StaticIP", { ipAddress: "10.0.0.0/8" }, /A range of addresses is no address\./],
    ["StaticIP", { ipAddress_NOT: "any" }, /takes an address such as "10\.0\.0\.4"/],
    ["StaticIP", { ipAddress_STARTS_WITH: "10.*" }, /found "10\.\*"/],
    ["SQLServerFirewallRule", { startIpAddress_IN: ["0.0.0.0", "0.0.0"] }, /found "0\.0\.0"/],
    ["VirtualNetwork", { addressPrefixes_INCLUDES: "10.0.0.0-10.0.0.9" }, /a range of addresses/],
    ["Connector", { subscriptionId: "web-prod" }, /takes a GUID such as/],
    ["IAMRoleAssignment", { principalId_CONTAINS: "admin" }, /takes a GUID such as/],
    ["Disk", { encryptionKey: "my-keys" }, /the whole id of a resource, which begins with "\/"/],
    ["Cluster", { kubernetesVersion: "latest" }, /a version such as "1\.33\.5"/],
    ["StorageAccount", { sasPolicySasExpirationPeriod: "P7D" }, /such as "7\.00:00:00"/],
    ["Pricing", { freeTrialRemainingTime: "30 days" }, /a duration such as "P30D"/],
  ])("%s %j", (type, where, message) => {
    expect(read(type, where).mistakes.map((one) => one.message)).toEqual([
      expect.stringMatching(message),
    ]);
  });
});

describe("what writes one value in another way is folded", () => {
  test.each<[string, unknown, string]>([
    ["SecurityGroupRule", { sources_INCLUDES: "0.0.0.0/0" }, '"cidr:0.0.0.0/0"'],
    ["SecurityGroupRule", { sources_INCLUDES: "CIDR:2001:DB8:0::/32" }, '"cidr:2001:db8::/32"'],
    ["SecurityGroupRule", { sources_INCLUDES: "Tag:Internet" }, '"tag:Internet"'],
    ["SecurityGroupRule", { sources_INCLUDES: "/A/B" }, '"group:/a/b"'],
    ["SecurityGroupRule", { sourcePorts_INCLUDES: "Any" }, '"*"'],
    ["SecurityGroupRule", { sourcePorts_INCLUDES: "80 - 90" }, '"80-90"'],
    ["StaticIP", { ipAddress: "2001:DB8:0:0::1" }, '"2001:db8::1"'],
    ["Connector", { subscriptionId: `/subscriptions/${guid.toUpperCase()}` }, `"${guid}"`],
    ["Connector", { subscriptionId: `{${guid}}` }, `"${guid}"`],
    ["Cluster", { kubernetesVersion: "v1.33.5" }, '"1.33.5"'],
    ["StorageAccount", { sasPolicySasExpirationPeriod: "07.00:00:00" }, '"7.00:00:00"'],
    ["StorageAccount", { sasPolicySasExpirationPeriod: "" }, '""'],
    ["Pricing", { freeTrialRemainingTime_STARTS_WITH: "pt" }, '"PT"'],
  ])("%s %j asks for %s", (type, where, text) => {
    const { filter, mistakes } = read(type, where);
    expect(mistakes).toEqual([]);
    expect(renderFilter(filter!)).toContain(text);
  });

  test("answers are folded alike, and one that is written otherwise is kept", () => {
    expect(storeSpelling({ form: "IP" }, "2001:DB8::0")).toBe("2001:db8::");
    expect(storeSpelling({ form: "RULE_END" }, "cidr:10.0.0.4")).toBe("cidr:10.0.0.4");
    expect(storeSpelling({ form: "RULE_END" }, "tag:Internet")).toBe("tag:Internet");
    expect(storeSpelling({ form: "PORTS" }, "0-65535")).toBe("*");
    expect(storeSpelling({ form: "VERSION" }, "Preview")).toBe("preview");
    expect(storeSpelling({ form: "GUID" }, "")).toBeNull();
  });

  test("each notation reads what it shows as one of its values", () => {
    for (const [name, { expected, read: readOne }] of Object.entries(notations)) {
      const shown = [...expected.matchAll(/"([^"]+)"/g)].map(([, text]) => text!);
      for (const text of shown.filter((one) => one !== "group:"))
        expect(readOne(text), `${name} ${text}`).toBe(text);
    }
  });
});

describe("notes on what is legal and seldom meant", () => {
  const codes = (type: string, where: unknown) =>
    read(type, where).warnings.map(({ code }) => code);

  test("everybody by name passes over rules with an empty list", () => {
    expect(codes("SecurityGroupRule", { sources_INCLUDES: "cidr:0.0.0.0/0" })).toEqual([
      "list-for-all",
    ]);
    expect(codes("SecurityGroupRule", { sources: { includesSome: ["tag:internet"] } })).toEqual([
      "list-for-all",
    ]);
    expect(codes("SecurityGroupRule", { sources_INCLUDES: "cidr:10.0.0.0/8" })).toEqual([]);
    expect(
      codes("SecurityGroupRule", { OR: [{ sources: [] }, { sources_INCLUDES: "::/0" }] }),
    ).toEqual([]);
  });

  test("a word that an open set is not known to have", () => {
    const { warnings } = read("StaticIP", { OR: [{ sku: "Standrad" }, { sku: "STANDARD" }] });
    expect(warnings.map(({ message }) => message)).toEqual([
      '"sku" is not known to be "Standrad" anywhere: it is one of Basic, Standard, StandardV2. Did you mean "Standard" or "StandardV2"?',
    ]);
    expect(codes("SecurityContact", { notificationRoles_INCLUDES: "Onwer" })).toEqual([
      "unknown-word",
    ]);
    expect(codes("VM", { size: "Standard_D2s_v9" })).toEqual([]);
  });

  test("signs for any text that are none, and patterns without a sign", () => {
    expect(codes("VM", { name_STARTS_WITH: "prod*" })).toEqual(["wildcard"]);
    expect(codes("VM", { name: { in: ["a", "%prod%"] } })).toEqual(["wildcard"]);
    expect(codes("VM", { name_MATCHES: "prod" })).toEqual(["anchored-pattern"]);
    expect(codes("VM", { name_MATCHES: "prod.*" })).toEqual([]);
    expect(codes("IAMRole", { permissions_INCLUDES: "*" })).toEqual([]);
    expect(codes("SecurityGroupRule", { protocol: "*" })).toEqual([]);
  });

  test("the first of a range by itself", () => {
    expect(rule({ destFromPort: 22 }).warnings.map(({ message }) => message)).toEqual([
      '"destFromPort: 22" passes over ranges that begin before it and hold it. To find all that hold it write `destFromPort_LTE: 22, destToPort_GTE: 22`.',
    ]);
    expect(codes("SecurityGroupRule", { destFromPort: 0, destToPort: 65535 })).toEqual([]);
  });

  test("a region that is not known", () => {
    expect(codes("VM", { region: "us-east-1" })).toEqual(["unknown-word"]);
    expect(codes("VM", { region_IN: ["West Europe", "northeurope"] })).toEqual([]);
  });

  test("numbers in texts that are put in order", () => {
    expect(codes("Cluster", { kubernetesVersion_LT: "1.9" })).toEqual(["letter-order"]);
    expect(codes("PostgreSQLServerConfiguration", { value: { gte: "7" } })).toEqual([
      "letter-order",
    ]);
    expect(codes("VM", { name_GT: "m" })).toEqual([]);
    expect(rule({ destFromPort_LT: 22 }).warnings).toEqual([]);
  });
});
