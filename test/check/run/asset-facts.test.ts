import { beforeAll, expect, test } from "vitest";
import { readFacts } from "../../../src/check/run/asset-facts.ts";
import type { AssetName, Inventory } from "../../../src/types.ts";
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
