import { azure } from "../../src/collect/azure/provider.ts";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { collect } from "../../src/collect/collect.ts";
import { loadModel } from "../../src/model/load.ts";
import type { AssetRecord, Collection } from "../../src/types.ts";
import { byPath, reply } from "./fake-transport.ts";

const model = loadModel("schema");
const load = (path: string) => JSON.parse(readFileSync(`test/fixtures/azure/${path}`, "utf8"));
const example = (path: string) => load(path).responses["200"].body;

/** The specification's subscriptions, each answering with these lists. */
async function estateOf(lists: Readonly<Record<string, unknown>>) {
  const records: AssetRecord[] = [];
  const collections: Collection[] = [];
  const { value } = example("subscriptions/subscriptions.2022-12-01.list.json");
  const transport = byPath((path) => {
    if (path === "/subscriptions") return reply({ value });
    const list = lists[path.slice(path.lastIndexOf("/") + 1)];
    const own = path.split("/", 3).join("/");
    const text = typeof list === "string" ? list : JSON.stringify(list);
    return list === undefined
      ? undefined
      : reply(text.replace(/\/?subscriptions\/[0-9a-f-]{36}(?=\/)/gi, own));
  });
  const sink = {
    write: (some: readonly AssetRecord[]) => void records.push(...some),
    finish: (collection: Collection) => void collections.push(collection),
  };
  const types = ["SecurityContact", "Pricing", "DataExportSetting", "AutoProvisioningSetting"];
  await collect(model, [{ provider: azure, transport: transport }], sink, { types });
  const read = collections.filter(({ status }) => status === "complete");
  return {
    records,
    counts: Object.fromEntries(read.map(({ type, assets }) => [type, assets])),
    collections,
  };
}

test("the specification's examples are read as they stand, in whichever subscription they are answered", async () => {
  const { records, counts } = await estateOf({
    pricings: example("defender/pricings.2024-01-01.list.json"),
    settings: example("defender/settings.2022-05-01.list.json"),
    autoProvisioningSettings: example(
      "defender/autoProvisioningSettings.2017-08-01-preview.list.json",
    ),
    securityContacts: example("securityContacts/2023-12-01-preview.list.json"),
  });
  const pricings = example("defender/pricings.2024-01-01.list.json").value.length;
  expect(counts).toMatchObject({
    ...{ Connector: 1, SecurityContact: 1, DataExportSetting: 5, AutoProvisioningSetting: 1 },
    Pricing: pricings,
  });
  const ids = records.filter(({ type }) => type === "Pricing").map(({ id }) => id);
  expect(new Set(ids).size).toBe(2 * pricings);
  expect(records.filter(({ missing }) => missing?.includes("enabled"))).toEqual([]);
  const servers = records.find(
    ({ type, fields }) => type === "Pricing" && fields.name === "VirtualMachines",
  );
  expect(servers?.fields).toMatchObject({
    ...{ pricingTier: "Standard", subPlan: "P2", enforce: false },
    enablementTime: "2023-03-01T12:42:42.1921106Z",
  });
  const connector = records.find(({ type }) => type === "Connector");
  expect(connector?.fields).toMatchObject({ name: "Example Subscription", spendingLimit: "Off" });
});

test("recorded traffic is read: a contact named default1 that says nothing about alerts", async () => {
  const { interactions } = load("recorded/DefenderTest.test_azure_defender_contacts.json");
  const { records } = await estateOf({ securityContacts: interactions[0].response.body.data });
  const contact = records.find(({ type }) => type === "SecurityContact")!;
  expect([contact.fields.name, contact.fields.alertNotifications]).toEqual(["default1", undefined]);
  expect(contact.fields.email).toMatch(/^\S+@\S+$/);
});

test("an example that is no valid JSON is a failed collection", async () => {
  const text = readFileSync(
    "test/fixtures/azure/securityContacts/2020-01-01-preview.list.bare-array.json.txt",
    "utf8",
  );
  const { collections } = await estateOf({ securityContacts: text });
  const ofContacts = collections.filter(({ type }) => type === "SecurityContact");
  expect(ofContacts.map(({ status }) => status)).toEqual(["failed", "failed"]);
});
