import { beforeAll, describe, expect, test } from "vitest";
import { readFacts } from "../../../src/check/run/asset-facts.ts";
import { nameAssets } from "../../../src/check/run/name-assets.ts";
import { createInventory } from "../../../src/engine/inventory.ts";
import { createBuilder } from "../../../src/inventory/build.ts";
import { readModel } from "../../../src/model/read.ts";
import type { AssetName, AssetRecord, Inventory } from "../../../src/types.ts";
import { openSample } from "../../server/site.ts";
import { estate, one } from "./estate.ts";

let sample: Inventory;
beforeAll(async () => {
  ({ inventory: sample } = await openSample());
});

const named = (type: string, id: string, connector?: string): AssetName => ({
  ...{ type, id, name: null },
  connector: connector === undefined ? null : { id: connector, name: null },
});
const sandbox = "/subscriptions/203d1146-4812-561f-a1be-5434e89d8e4d";
const disk = `${sandbox}/resourcegroups/rg-sandbox/providers/microsoft.compute/disks/demo-old-data`;

test("assets of several types are told by region, tags and their account's groups, in their order", async () => {
  const assets = [named("Disk", disk, sandbox), named("Connector", sandbox, sandbox)];
  const [first, second] = await readFacts(sample, assets);
  const groups = ["Corp", "Nonproduction", "Quillstone", "Tenant Root Group"];
  expect(first).toEqual({ region: "swedencentral", tags: [], groups });
  expect(second).toEqual({ region: null, tags: [{ key: "owner", value: "web" }], groups });
  expect(await readFacts(sample, assets.toReversed())).toEqual([second, first]);
});

test("nothing is told of what is not there, nor in a schema without such fields", async () => {
  const nothing = { region: null, tags: [], groups: [] };
  const gone = named("Disk", `${disk}-gone`, "/subscriptions/gone");
  expect(await readFacts(sample, [gone])).toEqual([nothing]);
  const bare = estate([["Bucket", `${one}/a`]]);
  expect(await readFacts(bare, [named("Bucket", `${one}/a`, one), named("Else", "x")])).toEqual([
    nothing,
    nothing,
  ]);
});

describe("in a schema of few fields", () => {
  const own = readModel([
    {
      file: "facts.graphql",
      text: `
        type Connector {
          id: ID!
          name: String
          state: String
          tags: [Tag!]! @embeds(path: ["tags"])
          managementGroups: [Group!]! @embeds(path: ["groups"])
        }
        type Tag { key: String value: String }
        type Group { name: String displayName: String }
        type Bucket {
          id: ID!
          region: String
          connector: Connector @references(path: ["$connector"])
          tags: [Label!]! @embeds(path: ["tags"])
        }
        type Label { key: String }
        type Zone { id: ID! }
      `,
    },
  ]);
  const [one, two, three] = ["/c/1", "/c/2", "/c/3"];
  const record = (type: string, id: string, fields: AssetRecord["fields"], links: AssetRecord["links"] = {}) => {
    const connector = [two, three].find((own) => id.startsWith(own)) ?? one;
    return { type, id, connector, fields: { id, ...fields }, links };
  }; // prettier-ignore
  const builder = createBuilder(own);
  for (const each of [
    record(
      "Connector",
      one,
      { name: "One" },
      { tags: ["t1", "t2"], managementGroups: ["g1", "g2", "g3"] },
    ),
    record(
      "Connector",
      two,
      { name: null, state: "Disabled" },
      { tags: ["t3"], managementGroups: ["g1"] },
    ),
    record("Connector", three, { name: "Three", state: "Enabled" }),
    record("Tag", "t1", { key: "env", value: "prod" }),
    record("Tag", "t2", { key: null, value: null }),
    record("Tag", "t3", { key: "note", value: null }),
    record("Group", "g1", { name: "z", displayName: "The last" }),
    record("Group", "g2", { name: "corp", displayName: null }),
    record("Group", "g3", { name: null, displayName: "" }),
    record("Bucket", `${one}/a`, { region: "eu" }, { tags: ["l1"] }),
    record("Bucket", `${two}/b`, { region: null }, { tags: ["l1", "l2"] }),
    record("Label", "l1", { key: "a" }),
    record("Label", "l2", { key: "b" }),
    record("Zone", `${one}/z`, {}),
  ])
    builder.add(each);
  const info = {
    id: "made",
    takenAt: "2026-01-01T00:00:00Z",
    origin: "test",
    assayVersion: "0",
    formatVersion: 1,
  };
  const inventory = createInventory(own, builder.build({ ...info, schemaFingerprint: own.fingerprint })); // prettier-ignore
  const nothing = { region: null, tags: [], groups: [] };

  test("each asset has what is there of it, and its account's groups", async () => {
    const assets = [
      named("Bucket", `${one}/a`, one),
      named("Bucket", "/gone", one),
      named("Bucket", `${two}/b`, two),
      named("Connector", two),
      named("Connector", one, one),
      named("Connector", three),
      named("Zone", `${one}/z`),
    ];
    const groups = ["", "The last", "corp"];
    expect(await readFacts(inventory, assets)).toEqual([
      { region: "eu", tags: [{ key: "a", value: null }], groups },
      nothing,
      { region: null, tags: [{ key: "a", value: null }, { key: "b", value: null }], groups: ["The last"] },
      { region: null, tags: [{ key: "note", value: null }], groups: ["The last"] },
      { region: null, tags: [{ key: "env", value: "prod" }, { key: "", value: null }], groups },
      nothing,
      nothing,
    ]);
  }); // prettier-ignore

  test("assets are named with their connectors, and whether those are disabled", async () => {
    const [all] = await inventory.select([{ type: "Bucket" }]);
    const [rows] = await all!.rows("matched");
    expect(await nameAssets(inventory, rows!)).toEqual([
      { type: "Bucket", id: `${one}/a`, name: null, connector: { id: one, name: "One" } },
      { type: "Bucket", id: `${two}/b`, name: null, connector: { id: two, name: null, isDisabled: true } },
    ]);
    const [zones] = await (await inventory.select([{ type: "Zone" }]))[0]!.rows("matched");
    expect(await nameAssets(inventory, zones!)).toEqual([
      { type: "Zone", id: `${one}/z`, name: null, connector: null },
    ]);
    const bare = estate([["Bucket", "/subscriptions/1/x"]]);
    const [buckets] = await (await bare.select([{ type: "Bucket" }]))[0]!.rows("matched");
    expect(await nameAssets(bare, buckets!)).toEqual([
      { type: "Bucket", id: "/subscriptions/1/x", name: "x", connector: { id: "/subscriptions/1", name: "1" } },
    ]);
  }); // prettier-ignore
});
