import { describe, expect, test } from "vitest";
import { readWhere } from "../../src/dialect/filter.ts";
import { readModel } from "../../src/model/read.ts";
import type { AssetRecord, Collection } from "../../src/types.ts";
import { answer, inventoryOf } from "./ask.ts";

const model = readModel([
  {
    file: "estate.graphql",
    text: `
      interface Watched { id: ID! settings: [Setting!]! @inverse(of: "on") }
      type Account implements Watched @source(loader: RESOURCE_GRAPH, table: "r", type: "S/accounts") {
        id: ID!
        name: String
        facts: [Fact!]! @references(path: ["facts"])
      }
      type Vault implements Watched @source(loader: RESOURCE_GRAPH, table: "r", type: "K/vaults") { id: ID! name: String }
      interface Setting { id: ID! name: String of: String @from(path: ["$parentType"]) @form(as: CASE) on: Watched @references(path: ["$parent.id"]) }
      type OwnSetting implements Setting
        @source(loader: RESOURCE_LIST, of: ["Watched"], path: "{id}/providers/M/settings", apiVersion: "1", type: "M/settings") {
        id: ID!
      }
      type BlobSetting implements Setting
        @source(loader: RESOURCE_LIST, of: ["Account"], path: "{id}/blobs/default/providers/M/settings", apiVersion: "1", type: "M/settings") {
        id: ID!
        tier: String
      }
      type QueueSetting implements Setting
        @source(loader: RESOURCE_LIST, of: ["Account"], path: "{id}/queues/default/providers/M/settings", apiVersion: "1", type: "M/settings") {
        id: ID!
      }
      type VaultSetting implements Setting
        @source(loader: RESOURCE_LIST, of: ["Vault"], path: "{id}/keys/default/providers/M/settings", apiVersion: "1", type: "M/settings") {
        id: ID!
      }
      union Fact = Vault | OwnSetting
    `,
  },
]);

const types = ["Account", "Vault", "OwnSetting", "BlobSetting", "QueueSetting", "VaultSetting"];
const record = (type: string, id: string, name: string, of?: string): AssetRecord => ({
  ...{ type, id, connector: "/a" },
  fields: of === undefined ? { name } : { name, of },
  links: type.endsWith("Setting") ? { on: ["/a/account"] } : {},
});
const collection = (type: string, unread: readonly string[]): Collection => {
  const pair = { type, connector: "/a", readAt: "2026-01-01T00:00:00Z", assets: 0 };
  return unread.includes(type)
    ? { ...pair, status: "denied", cause: "It was denied.", unreadOwners: ["/a/account"] }
    : { ...pair, status: "complete" };
};

/** What is told of an account with one setting of its blobs, and which collections it waits for. */
async function ask(where: object, unread: readonly string[], areToldOwners = true) {
  const collections = types
    .map((type) => collection(type, unread))
    .map(({ unreadOwners, ...one }) =>
      areToldOwners && unreadOwners ? { ...one, unreadOwners } : one,
    );
  const records = [
    record("Account", "/a/account", "account"),
    record("BlobSetting", "/a/account/blobs/1", "one", "S/accounts/blobs"),
  ];
  const inventory = inventoryOf({ model, records, collections });
  const { filter, mistakes } = readWhere(model, "Account", where);
  expect(mistakes).toEqual([]);
  const [found] = await answer(inventory, [{ type: "Account", where: filter! }]);
  if (found!.undecided.length === 0) return found!.matched.length > 0;
  const rows = { type: "Account", rows: Uint32Array.of(0) };
  const [evidence] = await inventory.explainMissing(rows, filter);
  return evidence!.map((missing) => missing.collection?.type ?? missing.path);
}

const blobs = "s/ACCOUNTS/blobs";
const queues = "S/accounts/queues";

describe.each([
  ["where it is told for which accounts they could not be read", true],
  ["where it is not", false],
])("settings of queues that could not be read, %s", (_title, areToldOwners) => {
  test.each<[string, object, unknown]>([
    ["SOME of blobs that is there", { settings_SOME: { of: blobs } }, true],
    ["SOME of blobs with another name", { settings_SOME: { of: blobs, name: "x" } }, false],
    ["SOME of queues", { settings_SOME: { of: queues } }, ["QueueSetting"]],
    ["NONE of blobs with another name", { settings_NONE: { of: blobs, name: "x" } }, true],
    ["NONE of queues", { settings_NONE: { of: queues, name: "x" } }, ["QueueSetting"]],
    ["SINGLE of blobs", { settings_SINGLE: { of: blobs } }, true],
    ["SINGLE of any", { settings_SINGLE: { name: "one" } }, ["QueueSetting"]],
    [
      "ALL of blobs: one of queues would be another",
      { settings_ALL: { of: blobs } },
      ["QueueSetting"],
    ],
    [
      "ALL that cannot fail for queues",
      { settings_ALL: { OR: [{ of: queues }, { name: "one" }] } },
      true,
    ],
    ["ALL, and one is not", { settings_ALL: { name: "x" } }, false],
    [
      "by type",
      { settings_SOME: { typename_IN: ["BlobSetting", "OwnSetting"], name: "x" } },
      false,
    ],
    [
      "by another type than it",
      { settings_NONE: { NOT: { typename_IN: ["QueueSetting"] }, name: "x" } },
      true,
    ],
    ["by the type it is", { settings_SOME: { typename_IN: ["QueueSetting"] } }, ["QueueSetting"]],
    [
      "in the nested spelling",
      { settings: { none: { of: { eq: blobs }, name: { eq: "x" } } } },
      true,
    ],
    [
      "in the nested spelling, of queues",
      { settings: { some: { of: { in: [queues] } } } },
      ["QueueSetting"],
    ],
    ["by a connection", { settingsConnection_SOME: { node: { of: blobs, name: "x" } } }, false],
    [
      "by a connection, of queues",
      { settingsConnection_NONE: { node: { of: queues } } },
      ["QueueSetting"],
    ],
    ["by its beginning", { settings_SOME: { of_ENDS_WITH: "/blobs", name: "x" } }, false],
    ["by a list", { settings_SOME: { of_IN: [blobs, "K/vaults"], name: "x" } }, false],
    ["by what it is not", { settings_SOME: { of_NOT: queues, name: "x" } }, false],
    ["that it is null", { settings_SOME: { of: null } }, false],
    [
      "by another relation",
      { settings_SOME: { on: { settings_SOME: { of: "S/accounts/files" } } } },
      false,
    ],
    [
      "by another relation, of blobs",
      { settings_SOME: { on: { settings_SOME: { of: blobs, name: "x" } } } },
      ["QueueSetting"],
    ],
    [
      "in an alternative",
      { OR: [{ settings_SOME: { of: queues } }, { settings_SOME: { of: blobs } }] },
      true,
    ],
    ["any", { settings_SOME: { name: "x" } }, ["QueueSetting"]],
    ["no condition", { settings_SINGLE: {} }, ["QueueSetting"]],
  ])("%s", async (_name, where, expected) => {
    expect(await ask(where, ["QueueSetting"], areToldOwners)).toEqual(expected);
  });
});

test("settings of the account itself have its own type", async () => {
  const unread = ["OwnSetting", "VaultSetting"];
  expect(await ask({ settings_SOME: { of: blobs, name: "x" } }, unread)).toBe(false);
  expect(await ask({ settings_SOME: { of: "K/vaults" } }, unread)).toBe(false);
  expect(await ask({ settings_SOME: { of: "S/accounts" } }, unread)).toEqual(["OwnSetting"]);
});

test("what is read for assets of other types never stands behind this one", async () => {
  expect(await ask({ settings_NONE: { name: "x" } }, ["VaultSetting"])).toBe(true);
  expect(await ask({ settings_SOME: { typename_IN: ["VaultSetting"] } }, ["VaultSetting"])).toBe(
    false,
  );
});

test("of several types that could not be read the one is waited for that the condition names", async () => {
  const where = { settings_SOME: { typename_IN: ["BlobSetting"], name: "x" } };
  expect(await ask(where, ["OwnSetting", "QueueSetting"])).toBe(false);
  expect(await ask(where, ["BlobSetting", "QueueSetting"])).toEqual(["BlobSetting"]);
});

test("an id that leads nowhere may be of any type of a union that the condition can hold for", async () => {
  const records = [
    { ...record("Account", "/a/account", "account"), links: { facts: ["/a/gone"] } },
  ];
  const collections = types.map((type) => collection(type, ["Vault"]));
  const inventory = inventoryOf({ model, records, collections });
  const told = async (where: object) => {
    const { filter } = readWhere(model, "Account", where);
    const [found] = await answer(inventory, [{ type: "Account", where: filter! }]);
    const [why] = await inventory.explainMissing(
      { type: "Account", rows: Uint32Array.of(0) },
      filter,
    );
    return [found!.undecided.length, ...why!.map((one) => one.collection?.type ?? one.id)];
  };
  expect(await told({ facts_SOME: { Vault: { name: "x" } } })).toEqual([1, "Vault"]);
  expect(await told({ facts_SOME: { OwnSetting: { name: "x" } } })).toEqual([1, "/a/gone"]);
  expect(await told({ facts_SOME: { OwnSetting: { of: "s/queues" } } })).toEqual([0]);
});

describe("of an account without settings ALL holds once one is there that holds", () => {
  test.each<[string, object, undecided: readonly string[]]>([
    ["as one of queues would, which could not be read", { of: queues }, ["/a/account"]],
    ["as none of queues could", { of: blobs }, []],
    ["as one of queues would by its name", { of: queues, name: "x" }, ["/a/account"]],
  ])("%s", async (_title, where, undecided) => {
    const collections = types.map((type) => collection(type, ["QueueSetting"]));
    const records = [record("Account", "/a/account", "account")];
    const inventory = inventoryOf({ model, records, collections });
    const { filter } = readWhere(model, "Account", { settings_ALL: where });
    const found = await answer(inventory, [{ type: "Account", where: filter! }]);
    expect(found).toEqual([{ matched: [], undecided }]);
  });
});
