import { describe, expect, test } from "vitest";
import { findConnectors, nounsOf } from "../../../src/check/scope/find-connectors.ts";
import { readScope } from "../../../src/check/scope/scope.ts";
import { renderFilter } from "../../../src/dialect/render.ts";
import { createInventory } from "../../../src/engine/inventory.ts";
import { InputError } from "../../../src/errors.ts";
import { createBuilder } from "../../../src/inventory/build.ts";
import { readModel } from "../../../src/model/read.ts";
import type { AssetRecord, Inventory, Model } from "../../../src/types.ts";

const files: Readonly<Record<string, string>> = {
  "schema/azure/core/connector.graphql": `
    interface Asset { id: ID! name: String connector: Connector @references(path: ["$connector"]) }
    type Connector implements Asset {
      tags: [Tag!]! @embeds(path: ["tags"])
      managementGroups: [Group!]! @embeds(path: ["groups"])
    }
    type Tag { key: String value: String }
    type Group { name: String displayName: String rank: String }
  `,
  "schema/azure/storage/bucket.graphql": `
    interface Store { id: ID! }
    type Bucket implements Asset & Store @source(loader: RESOURCE_GRAPH, table: "r", type: "Cloud.Storage/buckets") {
      tags: [Tag!]! @embeds(path: ["tags"])
    }
  `,
  "schema/azure/compute/machine.graphql": `
    type Machine implements Asset & Store { size: Int }
    type Zone { id: ID! name: String }
    union Thing = Machine | Zone
  `,
};

function modelOf(texts: Readonly<Record<string, string>>): Model {
  return readModel(Object.entries(texts).map(([file, text]) => ({ file, text })));
}

const one = "/subscriptions/1111";
const two = "/subscriptions/2222";

type Tags = Readonly<Record<string, string | null>>;

function inventoryOf(model: Model, records: readonly AssetRecord[]): Inventory {
  const builder = createBuilder(model);
  for (const record of records) builder.add(record);
  const info = { id: "made", takenAt: "2026-01-01T00:00:00Z", origin: "test", assayVersion: "0" };
  return createInventory(
    model,
    builder.build({ ...info, schemaFingerprint: model.fingerprint, formatVersion: 1 }),
  );
}

/** An asset with its tags, and of a connector its groups. */
function made(type: string, id: string, name: string | null, tags: Tags = {}, groups: readonly string[] = []) {
  const parts = (relation: string, all: readonly string[]) => all.map((_, i) => `${id}#${relation}/${i}`);
  const connector = id.startsWith(two) ? two : one;
  return [
    {
      ...{ type, id, connector, fields: { id, name } },
      links: {
        ...(type === "Zone" ? {} : { connector: [connector] }),
        ...(type === "Machine" || type === "Zone" ? {} : { tags: parts("tags", Object.keys(tags)) }),
        ...(type === "Connector" ? { managementGroups: parts("groups", groups) } : {}),
      },
    },
    ...Object.entries(tags).map(([key, value], i) => ({ type: "Tag", id: `${id}#tags/${i}`, connector, fields: { key, value }, links: {} })),
    ...groups.map((own, i) => ({ type: "Group", id: `${id}#groups/${i}`, connector, fields: { name: own, displayName: `The ${own}`, rank: "first" }, links: {} })),
  ];
} // prettier-ignore

const model = modelOf(files);
const inventory = inventoryOf(model, [
  ...made("Connector", one, "Web", { env: "prod" }, ["corp"]),
  ...made("Connector", two, "data", { Env: "test", note: null }, ["corp", "shop"]),
  ...made("Bucket", `${one}/buckets/a`, "a", { env: "test", owner: "Ann" }),
  ...made("Bucket", `${two}/buckets/b`, "b"),
  ...made("Machine", `${one}/machines/m`, "m"),
  ...made("Zone", `${one}/zones/z`, "z"),
]);

/** What words select of some types, of connectors with assets inside, and of connectors themselves. */
async function select(words: readonly string[], ...types: readonly string[]): Promise<Readonly<Record<string, string | undefined>>> {
  const scope = (await readScope(inventory, words))!;
  const shown = (filter: Parameters<typeof renderFilter>[0] | undefined) => filter && renderFilter(filter);
  expect(scope.words).toEqual([...new Set(words)]);
  for (const type of types) expect(scope.filterOf(type)).toBe(scope.filterOf(type));
  return {
    ...Object.fromEntries(types.map((type) => [type, shown(scope.filterOf(type))])),
    connectors: shown(scope.connectors),
    accounts: shown(scope.accounts),
  };
} // prettier-ignore

/** True of no asset. */
const none = "type is ";
const inOne = `connector SOME (id = "${one}")`;

describe("a word selects of each type", () => {
  test("nothing without a word", async () => {
    expect(await readScope(inventory, [])).toBeUndefined();
  });

  test.each([
    "connector:1111",
    "subscription:1111",
    "Subscription:web",
    `connector:${one}`,
    "CONNECTOR:WEB",
  ])("connectors by id, its end, or name: %s", async (word) => {
    expect(await select([word], "Connector", "Bucket", "Zone", "Asset", "Thing")).toEqual({
      Connector: `id = "${one}"`,
      Bucket: inOne,
      Zone: none,
      Asset: `(${inOne} AND type is Bucket or Machine) OR (id = "${one}" AND type is Connector)`,
      Thing: `${inOne} AND type is Machine`,
      connectors: `id = "${one}"`,
      accounts: `id = "${one}"`,
    });
  });

  test("several words of a kind mean any of them, each once", async () => {
    const found = await select(["subscription:web", "connector:data", "subscription:web"], "Machine"); // prettier-ignore
    expect(found.Machine).toBe(`connector SOME (id IN ["${one}","${two}"])`);
    expect(found.accounts).toBe(`id IN ["${one}","${two}"]`);
  });

  test("types by name, plural, interface or the cloud's own name, and no connector is left out", async () => {
    for (const word of ["type:Bucket", "type:BUCKETS", "type:cloud.storage/BUCKETS"])
      expect(await select([word], "Bucket", "Machine", "Store")).toEqual({
        ...{ Bucket: undefined, Machine: none, Store: "type is Bucket" },
        ...{ connectors: undefined, accounts: undefined },
      });
    expect(await select(["type:store"], "Bucket", "Machine", "Store", "Connector")).toMatchObject({
      ...{ Bucket: undefined, Machine: undefined, Store: undefined, Connector: none },
    });
  });

  test("services by the folder that a type's file stands in", async () => {
    expect(await select(["service:Storage"], "Bucket", "Machine", "Connector")).toMatchObject({
      ...{ Bucket: undefined, Machine: none, Connector: none },
    });
  });

  test("each type of a service that has several", async () => {
    expect(await select(["service:compute"], "Bucket", "Machine", "Zone")).toMatchObject({
      ...{ Bucket: none, Machine: undefined, Zone: undefined },
    });
  });

  test("an asset by its id in any case, with its connector", async () => {
    const id = `${one}/buckets/a`;
    expect(await select([`asset:${id.toUpperCase()}`], "Bucket", "Machine", "Connector")).toEqual({
      ...{ Bucket: `id IN ["${id}"]`, Machine: none, Connector: none },
      ...{ connectors: `id = "${one}"`, accounts: `id = "${one}"` },
    });
  });

  test("groups by name or displayed name, or by an id that ends with it, in any case", async () => {
    const named = (name: string) =>
      `displayName = "${name}" ignoring case OR name = "${name}" ignoring case`;
    for (const [word, name] of [
      ["group:shop", "shop"],
      ["group:The SHOP", "The SHOP"],
      ["group:/providers/x/groups/shop", "shop"],
    ] as const) {
      const where = `managementGroups SOME (${named(name)})`;
      expect(await select([word], "Connector", "Machine")).toEqual({
        ...{ Connector: where, Machine: `connector SOME (${where})` },
        ...{ connectors: where, accounts: where },
      });
    }
    const both = await select(["group:shop", "group:corp"], "Connector");
    expect(both.Connector).toBe('managementGroups SOME (displayName = "corp" ignoring case OR displayName = "shop" ignoring case OR name = "corp" ignoring case OR name = "shop" ignoring case)'); // prettier-ignore
  });

  test("tags: an asset's own decides, and that of its connector where it has none of the key", async () => {
    const isProd = 'tags SOME (key = "ENV" ignoring case AND value = "prod")';
    expect(await select(["tag:ENV=prod"], "Connector", "Bucket", "Machine", "Zone")).toEqual({
      Connector: isProd,
      Bucket: `(NOT (tags SOME (key = "ENV" ignoring case)) AND connector SOME (${isProd})) OR ${isProd}`,
      Machine: `connector SOME (${isProd})`,
      Zone: none,
      connectors: undefined,
      accounts: isProd,
    });
    const empty = await select(["tag:note="], "Connector");
    expect(empty.Connector).toBe('tags SOME ((value = "" OR value is null) AND key = "note" ignoring case)'); // prettier-ignore
    const either = await select(["tag:env=prod", "tag:owner=Ann"], "Connector");
    expect(either.Connector).toBe('tags SOME (key = "env" ignoring case AND value = "prod") OR tags SOME (key = "owner" ignoring case AND value = "Ann")'); // prettier-ignore
  });

  test("kinds beside each other mean what is in all of them", async () => {
    const found = await select(["type:Bucket", "subscription:web", "tag:env=prod"], "Bucket", "Machine"); // prettier-ignore
    expect(found.Bucket).toMatch(
      /^\(.* OR tags SOME .*\) AND connector SOME \(id = "\/subscriptions\/1111"\)$/,
    );
    expect(found.Machine).toBe(none);
    expect(found.connectors).toBe(`id = "${one}"`);
    expect(found.accounts).toBe(`id = "${one}" AND tags SOME (key = "env" ignoring case AND value = "prod")`); // prettier-ignore
  });
});

describe("a word that stands for nothing", () => {
  const refuse = async (words: readonly string[], over: Inventory = inventory) => {
    const error: unknown = await readScope(over, words).catch((refused: unknown) => refused);
    if (!(error instanceof InputError)) throw new Error("It was not refused.");
    return error.mistakes.map(({ code, message }) => [code, message]);
  };
  const kinds =
    '"subscription:…", "connector:…", "group:…", "tag:…", "type:…", "asset:…", "service:…"';

  test.each<[word: string, code: string, message: string]>([
    ["subscription:wep", "unknown-connector", 'There is no connector "wep" in the snapshot. Did you mean "Web"?'],
    ["connector:1112", "unknown-connector", 'There is no connector "1112" in the snapshot. Did you mean "1111"?'],
    ["subscription:", "empty-value", '"subscription:" has nothing behind the colon: it takes an id, the last part of one, or a name.'],
    ["group:", "empty-value", '"group:" has nothing behind the colon: it takes a group\'s id, its name, or the name that is displayed.'],
    ["tag:", "empty-value", '"tag:" has nothing behind the colon: it takes key=value.'],
    ["asset:", "empty-value", '"asset:" has nothing behind the colon: it takes an asset\'s id, or the address of its page in the portal.'],
    ["asset:/subscriptions/3333/buckets/a", "unknown-asset", 'There is no asset "/subscriptions/3333/buckets/a" in the snapshot, by its id. Did you mean "/subscriptions/1111/buckets/a"?'],
    ["type:", "empty-value", '"type:" has nothing behind the colon: it takes an asset type\'s name, its root field, or the cloud\'s own name of it.'],
    ["service:", "empty-value", '"service:" has nothing behind the colon: it takes the folder of the schema that an asset type stands in.'],
    ["group:shpo", "unknown-value", 'No connector in the snapshot is in a group "shpo". Did you mean "shop"?'],
    ["group:first", "unknown-value", 'No connector in the snapshot is in a group "first".'],
    ["tag:=x", "wrong-value", '"tag:=x" names no value: a tag is written "tag:key=value".'],
    ["tag:env", "wrong-value", '"tag:env" names no value: a tag is written "tag:key=value".'],
    ["tag:evn=prod", "unknown-value", 'No asset in the snapshot has a tag "evn". Did you mean "Env" or "env"?'],
    ["tag:env=prd", "unknown-value", 'No asset in the snapshot has the tag "env" with the value "prd". Did you mean "prod"?'],
    ["tag:owner=ann", "unknown-value", 'No asset in the snapshot has the tag "owner" with the value "ann". Did you mean "Ann"?'],
    ["type:Buckte", "unknown-type", 'There is no asset type "Buckte". Did you mean "Bucket" or "buckets"?'],
    ["type:Group", "unknown-type", 'There is no asset type "Group".'],
    ["service:storge", "unknown-value", 'The schema has no service "storge". Did you mean "storage" or "core"?'],
    ["subscripton:web", "unknown-value", `"subscripton:web" narrows by nothing that is known: write one of ${kinds}. Did you mean "subscription"?`],
    ["web", "unknown-value", `"web" narrows by nothing that is known: write one of ${kinds}.`],
    [":web", "unknown-value", `":web" narrows by nothing that is known: write one of ${kinds}.`],
    ["toString:web", "unknown-value", `"toString:web" narrows by nothing that is known: write one of ${kinds}.`],
  ])("%s", async (word, code, message) => {
    expect(await refuse([word])).toEqual([[code, message]]);
  }); // prettier-ignore

  test("is no mistake of whoever wrote it where the inventory itself fails", async () => {
    const broken = { ...inventory, find: () => Promise.reject(new Error("The disk is gone.")) };
    await expect(readScope(broken, ["asset:/x"])).rejects.toThrow("The disk is gone.");
  });

  test("is told beside all others, and what is right is not", async () => {
    const words = ["nothing", "group:x", "subscription:web", "group:corp", "tag:env=prod", "tag:no=1", "tag:no=2"]; // prettier-ignore
    expect((await refuse(words)).map(([, message]) => message)).toEqual([
      expect.stringMatching(/^"nothing" narrows/),
      'No connector in the snapshot is in a group "x".',
      'No asset in the snapshot has a tag "no".',
      'No asset in the snapshot has a tag "no".',
    ]);
  });

  test("stands for nothing in a snapshot of nothing, nor in a schema without groups, tags or names", async () => {
    const empty = inventoryOf(model, []);
    const own = { "schema/x.graphql": "type Connector { id: ID! } type Bucket { id: ID! }" };
    const bare = inventoryOf(modelOf(own), [
      { type: "Connector", id: one, connector: one, fields: { id: one }, links: {} },
    ]);
    for (const over of [empty, bare]) {
      expect(await refuse(["group:corp"], over)).toEqual([["unknown-value", 'No connector in the snapshot is in a group "corp".']]); // prettier-ignore
      expect(await refuse(["tag:env=prod"], over)).toEqual([["unknown-value", 'No asset in the snapshot has a tag "env".']]); // prettier-ignore
      expect((await refuse(["connector:web"], over))[0]![1]).toBe('There is no connector "web" in the snapshot.'); // prettier-ignore
    }
    expect((await readScope(bare, ["connector:1111"]))!.words).toEqual(["connector:1111"]);
    const none = inventoryOf(modelOf({ "schema/x.graphql": "type Bucket { id: ID! }" }), []);
    expect((await refuse(["connector:web"], none))[0]![0]).toBe("unknown-connector");
  });
});

describe("connectors are found", () => {
  const known = [
    { id: one, name: "Web" },
    { id: two, name: "" },
    { id: "/subscriptions/3333", name: "web" },
  ];
  test.each<[title: string, words: readonly string[], found: readonly string[]]>([
    ["by id", [one], [one]],
    ["by the end of an id behind a slash, and not within a part", ["2222"], [two]],
    ["by a name that several have", ["WEB"], [one, "/subscriptions/3333"]],
    ["each once", ["web", "1111"], [one, "/subscriptions/3333"]],
  ])("%s", (_title, words, found) => expect(findConnectors(known, words)).toEqual(found));

  test.each(["222", "", "we"])("not by %j", (word) => {
    expect(() => findConnectors(known, [word])).toThrow(InputError);
  });

  test("and their clouds' own words for them", () => {
    expect([...nounsOf(known)]).toEqual(["subscription"]);
    expect([...nounsOf([{ id: "plain", name: "" }])]).toEqual(["account"]);
  });
});
