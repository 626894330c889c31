import { describe, expect, test } from "vitest";
import { sendsLogs, sentLogs } from "../../../src/collect/azure/sent-logs.ts";

const on = (category: string) => ({ category, enabled: true });
const group = (categoryGroup: unknown, enabled = true) => ({ categoryGroup, enabled });

const subscription = [
  ...["Administrative", "Alert", "Autoscale", "Policy", "Recommendation", "ResourceHealth"],
  ...["Security", "ServiceHealth"],
];
const vault = ["AuditEvent", "AzurePolicyEvaluationDetails"];
const storage = ["StorageDelete", "StorageRead", "StorageWrite"];

describe("what a group of logs stands for", () => {
  test.each([
    ["Microsoft.Resources/subscriptions", subscription, undefined],
    ["Microsoft.KeyVault/vaults", vault, vault],
    ["Microsoft.Storage/storageAccounts/blobServices", storage, storage],
    ["Microsoft.Storage/storageAccounts/queueServices", storage, storage],
    ["Microsoft.Storage/storageAccounts/tableServices", storage, storage],
    ["Microsoft.Storage/storageAccounts/fileServices", storage, storage],
    ["Microsoft.Storage/storageAccounts", undefined, undefined],
    ["Microsoft.Elsewhere/things", undefined, undefined],
  ])("on %s", (type, all, audit) => {
    expect(sentLogs([group("allLogs")], type)).toEqual(all);
    expect(sentLogs([group("ALLLOGS")], type.toUpperCase())).toEqual(all);
    expect(sentLogs([group("Audit")], type)).toEqual(audit);
    expect(sentLogs([group("other")], type)).toBeUndefined();
  });
});

describe("the logs that a setting sends", () => {
  const type = "Microsoft.KeyVault/vaults";

  test.each<[string, unknown, readonly string[] | undefined]>([
    ["none", [], []],
    [
      "those that are on, sorted",
      [on("b"), { category: "c", enabled: false }, on("a")],
      ["a", "b"],
    ],
    ["each once", [on("AuditEvent"), group("allLogs"), on("AuditEvent")], vault],
    ["a group that is off", [group("allLogs", false)], []],
    ["an unknown group that is off", [group("other", false)], []],
    ["a category of no known type", [on("Whatever")], ["Whatever"]],
    ["an empty category beside a group", [{ category: "", ...group("audit") }], vault],
    ["a category before a group", [{ category: "a", ...group("audit") }], ["a"]],
    ["an empty category alone", [on("")], undefined],
    ["neither category nor group", [{ enabled: true }], undefined],
    ["a category that is no text", [{ category: 1, enabled: true }], undefined],
    ["a group that is no text", [group(1)], undefined],
    ["an unknown group beside a category", [on("a"), group("other")], undefined],
    ["an entry that does not say whether it is on", [on("a"), { category: "b" }], undefined],
    ["an entry that says it as a text", [{ category: "a", enabled: "true" }], undefined],
    ["an entry that is none", [on("a"), null], undefined],
    ["no list", { category: "a", enabled: true }, undefined],
    ["nothing", undefined, undefined],
  ])("%s", (_title, logs, expected) => {
    expect(sentLogs(logs, type)).toEqual(expected);
  });
});

describe("whether any setting sends a log", () => {
  const setting = (...logs: readonly unknown[]) => ({ properties: { logs } });
  const metrics = { properties: { metrics: [{ category: "AllMetrics", enabled: true }] } };

  test.each<[string, unknown, boolean | undefined]>([
    ["no settings", [], false],
    ["one that sends", [setting(on("a"))], true],
    ["one that is off", [setting({ category: "a", enabled: false })], false],
    ["one without logs", [setting()], false],
    ["metrics alone", [metrics], false],
    ["logs that are null", [{ properties: { logs: null } }], false],
    ["metrics, and one that sends", [metrics, setting(on("a"))], true],
    ["one not understood", [setting({ category: "a" })], undefined],
    ["one not understood, and one that is off", [setting({}), setting()], undefined],
    ["one not understood, and one that sends", [setting({}), setting(on("a"))], true],
    ["logs that are no list", [{ properties: { logs: {} } }], undefined],
    ["no properties", [{}], undefined],
    ["properties that are no object", [{ properties: "x" }], undefined],
    ["a setting that is none", [null], undefined],
    ["no list", { value: [] }, undefined],
    ["nothing", undefined, undefined],
  ])("%s", (_title, settings, expected) => {
    expect(sendsLogs(settings)).toBe(expected);
  });
});
