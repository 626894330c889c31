import { azure } from "../../src/collect/azure/provider.ts";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { collect } from "../../src/collect/collect.ts";
import { isObject, type JsonObject, readJson } from "../../src/collect/json/json.ts";
import { GRAPH_PATH, readGraphQuery } from "../../src/collect/azure/resource-graph.ts";
import type { ServiceResponse, Request } from "../../src/collect/calls/transport.ts";
import { createBuilder } from "../../src/inventory/build.ts";
import { loadModel } from "../../src/model/load.ts";
import type { AssetRecord, Collection } from "../../src/types.ts";
import { byPath, readAt, reply } from "./fake-transport.ts";

/** Answers of a service, as they come, and what is taken for what. */

const model = loadModel("schema");
const below = "/subscriptions/s1/resourceGroups/rg/providers";
const row = (type: string, name: string, more: object = {}): JsonObject => ({
  id: `${below}/${type}/${name}`,
  name,
  type: type.toLowerCase(),
  subscriptionId: "s1",
  properties: {},
  ...more,
});
const account = (name: string, https = true) =>
  row("Microsoft.Storage/storageAccounts", name, {
    properties: { supportsHttpsTrafficOnly: https },
  });
const server = row("Microsoft.Sql/servers", "srv");
const vaults = ["kva", "kvb"].map((name) => row("Microsoft.KeyVault/vaults", name));
const subscription = row("microsoft.resources/subscriptions", "s1", { id: "/subscriptions/s1" });

interface Play {
  readonly rows: readonly JsonObject[];
  /** Answers by the path in lower case; all others are empty lists. */
  readonly answers?: Readonly<Record<string, unknown>>;
  readonly types: readonly string[];
}

/** What becomes of these answers. */
async function play({ rows, answers = {}, types }: Play) {
  const records: AssetRecord[] = [];
  const collections = new Map<string, Collection>();
  const asked: string[] = [];
  const answer = (path: string, request: Request): ServiceResponse => {
    if (path === "/subscriptions")
      return reply([{ id: "/subscriptions/s1", subscriptionId: "s1" }]);
    if (path === GRAPH_PATH) {
      const wanted = readGraphQuery((request.body as { query: string }).query)!.types;
      const data = [...rows, subscription].filter((each) => wanted.includes(String(each.type)));
      return reply({ data, resultTruncated: "false" });
    }
    asked.push(path);
    return reply(answers[path.toLowerCase()] ?? { value: [] });
  };
  const sink = {
    write: (some: readonly AssetRecord[]) => void records.push(...some),
    finish: (collection: Collection) => void collections.set(collection.type, collection),
  };
  await collect(model, [{ provider: azure, transport: byPath(answer) }], sink, { types });
  const of = (type: string) => records.filter((record) => record.type === type);
  return { of, asked, status: (type: string) => collections.get(type)?.status, collections };
}

describe("rows of Resource Graph", () => {
  const types = ["StorageAccount", "Disk"];
  const good = account("a");
  const disk = row("Microsoft.Compute/disks", "d");
  test.each<readonly [title: string, rows: readonly JsonObject[], status: string]>([
    ["the same twice", [good, { ...good }], "complete"],
    ["the same twice, its properties in another order", [good, turned(good)], "complete"],
    ["the same twice, its id in capitals", [good, { ...good, id: shout(good.id) }], "complete"],
    ["the same twice, with a slash", [good, { ...good, id: `${String(good.id)}/` }], "complete"],
    ["two with one id", [good, account("a", false)], "failed"],
    [
      "two, the id of one in capitals",
      [good, { ...account("a", false), id: shout(good.id) }],
      "failed",
    ],
    [
      "two that differ in a number only",
      [
        { ...good, x: 1 },
        { ...good, x: 2 },
      ],
      "failed",
    ],
    [
      "two whose values are exchanged",
      [
        { ...good, x: 1, y: 2 },
        { ...good, x: 2, y: 1 },
      ],
      "failed",
    ],
    ["half of a surrogate pair in an id", [account("a\ud800")], "failed"],
    ["a control character in an id", [account("a\u0000")], "failed"],
    ["a way up in an id", [account("..")], "failed"],
  ])("%s", async (_title, rows, status) => {
    const played = await play({ rows: [...rows, disk], types });
    // What is wrong with one type's rows is no other's fault.
    expect([played.status("StorageAccount"), played.status("Disk")]).toEqual([status, "complete"]);
  });

  test("whose kind is no text leave open only what a kind decides", async () => {
    const site = row("Microsoft.Web/sites", "w", { kind: { toString: 1, valueOf: 1 } });
    const played = await play({
      rows: [site, good],
      types: ["Site", "FunctionApp", "StorageAccount"],
    });
    expect(["Site", "FunctionApp", "StorageAccount"].map(played.status)).toEqual([
      "failed",
      "failed",
      "complete",
    ]);
  });
});

describe("a list below an asset", () => {
  const key = (vault: string, list: string, name: string) => ({
    id: `${below}/Microsoft.KeyVault/vaults/${vault}/${list}/${name}`,
    name,
    properties: { attributes: { enabled: true } },
  });
  test.each<readonly [title: string, item: JsonObject, status: string]>([
    ["its own", key("kvb", "keys", "one"), "complete"],
    [
      "its own in capitals",
      { ...key("kvb", "keys", "one"), id: shout(key("kvb", "keys", "one").id) },
      "complete",
    ],
    ["without an id", { name: "one", properties: {} }, "complete"],
    ["another vault's", key("kva", "keys", "one"), "failed"],
    ["one that its name begins", key("kvb2", "keys", "one"), "failed"],
    ["another list's", key("kvb", "secrets", "one"), "failed"],
  ])("with an item that is %s", async (_title, item, status) => {
    const path = `${below}/microsoft.keyvault/vaults/kvb/keys`.toLowerCase();
    const played = await play({
      rows: vaults,
      types: ["KMSKey"],
      answers: { [path]: { value: [item] } },
    });
    expect(played.status("KMSKey")).toBe(status);
    const { unreadOwners } = played.collections.get("KMSKey")!;
    expect(unreadOwners).toEqual(
      status === "failed" ? [String(vaults[1]!.id).toLowerCase()] : undefined,
    );
  });
});

describe("a further call for an asset", () => {
  const database = (name: string) => ({
    ...{
      id: `${String(server.id)}/databases/${name}`,
      name,
      type: "Microsoft.Sql/servers/databases",
    },
    properties: { status: "Online" },
  });
  const current = (name: string, state: string) => ({
    id: `${database(name).id}/transparentDataEncryption/current`,
    properties: { state },
  });
  const place = String(server.id).toLowerCase();
  const encrypted = async (names: readonly string[], answers: Record<string, unknown>) => {
    const { of, asked } = await play({
      rows: [server],
      types: ["SQLDatabase"],
      answers: { [`${place}/databases`]: { value: names.map(database) }, ...answers },
    });
    return { databases: of("SQLDatabase"), asked };
  };
  const call = (name: string) => `${place}/databases/${name}/transparentdataencryption/current`;

  test.each<readonly [title: string, answer: unknown, value: boolean | undefined]>([
    ["what was asked for", current("one", "Disabled"), false],
    [
      "the same, in capitals",
      { ...current("one", "Enabled"), id: shout(current("one", "").id) },
      true,
    ],
    ["the same without an id", { properties: { state: "Enabled" } }, true],
    ["an object without the bag", { status: "ok" }, undefined],
    ["an empty list", { value: [] }, undefined],
    ["an empty object", {}, undefined],
    ["a bare list", [current("one", "Enabled")], undefined],
    ["a list of it", { value: [current("one", "Enabled")] }, undefined],
    ["another database's", current("another", "Enabled"), undefined],
    ["the database's own", database("one"), undefined],
    ["an id that is no text", { ...current("one", "Enabled"), id: 7 }, undefined],
    ["an error beside it", { ...current("one", "Enabled"), error: "partial" }, undefined],
  ])("that is answered with %s", async (_title, answer, value) => {
    const { databases } = await encrypted(["one"], { [call("one")]: answer });
    expect(databases[0]!.fields.encrypted).toBe(value);
    expect(databases[0]!.missing?.includes("encrypted") ?? false).toBe(value === undefined);
  });

  test.each(["pay$$roll", "pay$&roll", "pay$`roll", "pay$'roll", "pay%24roll", "pay{id}roll"])(
    "asks about %s and nothing else",
    async (name) => {
      const answers = { [call(name)]: current(name, "Enabled") };
      const { databases, asked } = await encrypted([name], answers);
      expect(asked).toContain(
        call(name).replace(/transparent.*/, "transparentDataEncryption/current"),
      );
      expect(databases[0]!.fields.encrypted).toBe(true);
    },
  );

  const settings = `${String(account("a").id).toLowerCase()}/blobservices/default/providers/microsoft.insights/diagnosticsettings`;
  const setting = { id: `${settings}/audit`, name: "audit", properties: { logs: [] } };
  test.each<readonly [title: string, answer: unknown, isRead: boolean]>([
    ["its list", { value: [setting] }, true],
    ["an empty one", { value: [] }, true],
    ["one with a link to more", { value: [], nextLink: "/x" }, false],
    ["one with a link under another name", { value: [], nextPageLink: "/x" }, false],
    ["one that announces more", { value: [setting], count: 2 }, false],
    ["another account's", { value: [{ ...setting, id: setting.id.replace("/a/", "/b/") }] }, false],
    ["an object", { id: settings, properties: {} }, false],
  ])("for a list that is answered with %s", async (_title, answer, isRead) => {
    const { of } = await play({
      rows: [account("a")],
      types: ["StorageAccount"],
      answers: { [settings]: answer },
    });
    const missing = of("StorageAccount")[0]!.missing ?? [];
    expect(missing.some((name) => name === "isBlobServicesDiagnosticsSettingsEnabled")).toBe(
      !isRead,
    );
  });
});

describe("an answer of any JSON ends no collection", () => {
  const odd: readonly string[] = [
    ...[
      "null",
      "true",
      "0",
      "-0",
      "1e999",
      "-1e999",
      "12345678901234567890",
      "1e-400",
      '""',
      "[]",
      "{}",
    ],
    ...[
      '"\\ud800"',
      '"\\u0000"',
      '{"toString":1,"valueOf":1}',
      '{"__proto__":{"x":1}}',
      '[[[["x"]]]]',
    ],
    ...[
      '"9999-12-31T23:59:59+23:59"',
      '"+275760-09-13"',
      '"NaN"',
      '"Infinity"',
      '"////"',
      '"/"',
      '{"length":-1}',
    ],
    ...[
      "[".repeat(20_000) + "]".repeat(20_000),
      `"${"x".repeat(100_000)}"`,
      '{"constructor":null}',
    ],
  ];
  const contacts = "/subscriptions/s1/providers/Microsoft.Security/securityContacts";
  const plain: readonly (readonly [path: string, text: string])[] = [
    [
      "/subscriptions",
      JSON.stringify({
        value: [
          {
            id: "/subscriptions/s1",
            subscriptionId: "s1",
            state: "Enabled",
            displayName: "s1",
            tenantId: "t",
          },
        ],
      }),
    ],
    [
      contacts,
      JSON.stringify({
        value: [
          {
            id: `${contacts}/default`,
            name: "default",
            properties: {
              emails: "a@x.io",
              notificationsByRole: { state: "On", roles: ["Owner"] },
            },
          },
        ],
        count: 1,
      }),
    ],
    [
      GRAPH_PATH,
      JSON.stringify({
        data: [
          subscription,
          account("a"),
          server,
          ...vaults,
          rules(),
          row("Microsoft.Compute/virtualMachines", "vm", {
            kind: "app",
            identity: { type: "SystemAssigned" },
            properties: { storageProfile: { osDisk: { name: "o" }, dataDisks: [{ lun: 1 }] } },
          }),
        ],
        resultTruncated: "false",
        count: 7,
        totalRecords: 7,
      }),
    ],
    [
      `${String(server.id)}/databases`,
      JSON.stringify({
        value: [{ id: `${String(server.id)}/databases/d`, name: "d", properties: {} }],
      }),
    ],
  ];
  const types = [
    "SecurityContact",
    "StorageAccount",
    "SQLDatabase",
    "KMSKey",
    "SecurityGroup",
    "VM",
    "Site",
  ];

  test("whatever value stands in whatever place", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(plain.length - 1),
        fc.nat(400),
        fc.constantFrom(...odd),
        fc.boolean(),
        async (which, place, value, twice) => {
          const [path, text] = plain[which]!;
          const changed = exchanged(text, place, value, twice);
          const answers = new Map(
            [...plain, [path, changed] as const].map(([at, body]) => [at.toLowerCase(), body]),
          );
          const builder = createBuilder(model, azure.derivations);
          const transport = byPath((asked, request) => {
            const body = answers.get(asked.toLowerCase());
            if (asked !== GRAPH_PATH) return reply(body ?? { value: [] });
            const wanted = readGraphQuery((request.body as { query: string }).query)!.types;
            return reply(which === 2 && place % 2 === 0 ? body! : onlyOf(body!, wanted));
          });
          const sink = {
            write(some: readonly AssetRecord[]) {
              for (const record of some) builder.add(record);
            },
            finish: (collection: Collection) => builder.addCollection(collection),
          };
          await collect(model, [{ provider: azure, transport: transport }], sink, { types });
          builder.build({
            id: "x",
            takenAt: readAt,
            origin: "x",
            assayVersion: "0",
            schemaFingerprint: "",
            formatVersion: 1,
          });
        },
      ),
      { seed: 14, numRuns: 40 },
    );
  });

  function rules(): JsonObject {
    const properties = {
      access: "Allow",
      direction: "Inbound",
      protocol: "Tcp",
      priority: 100,
      destinationPortRange: "22",
      sourceAddressPrefixes: ["203.0.113.0/24"],
    };
    return row("Microsoft.Network/networkSecurityGroups", "n", {
      properties: { securityRules: [{ name: "r", properties }] },
    });
  }
});

function shout(id: unknown): string {
  return String(id).toUpperCase();
}

/** The same with its properties the other way round. */
function turned(object: JsonObject): JsonObject {
  const entries = Object.entries(object).reverse();
  return Object.fromEntries(
    entries.map(([key, value]) => [key, isObject(value) ? turned(value) : value]),
  );
}

/** The JSON text with another value in place of one of its values, or behind it once more under the same name. */
function exchanged(text: string, place: number, value: string, twice: boolean): string {
  const mark = '"exchanged here"';
  const spots = JSON.stringify(JSON.parse(text)).match(/:|\[(?!\])/g)!.length;
  let count = 0;
  const wanted = place % (spots + 1);
  const marked = JSON.stringify(
    JSON.parse(text, (_key, each: unknown) => (count++ === wanted ? "exchanged here" : each)),
  );
  const changed = marked.replace(mark, () => value);
  return twice ? changed.replace(/^\{/, () => '{"value":[],') : changed;
}

function onlyOf(text: string, types: readonly string[]): string {
  const body = readJson(text);
  if (!isObject(body) || !Array.isArray(body.data) || text.includes("[[[[[")) return text;
  const data = body.data.filter(
    (each) => !isObject(each) || types.includes(String(isObject(each.type) ? "" : each.type)),
  );
  return JSON.stringify({ ...body, data, count: data.length, totalRecords: data.length });
}
