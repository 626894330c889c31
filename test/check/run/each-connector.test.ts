import { describe, expect, test } from "vitest";
import { selectEach, splitByConnector } from "../../../src/check/run/each-connector.ts";
import { createInventory } from "../../../src/engine/inventory.ts";
import { createBuilder } from "../../../src/inventory/build.ts";
import { readModel } from "../../../src/model/read.ts";
import { readWhere } from "../../../src/dialect/filter.ts";
import { renderFilter } from "../../../src/dialect/render.ts";
import { createVariable } from "../../../src/dialect/variables.ts";
import type { Query } from "../../../src/types.ts";
import { at, bucket, estate, type Made, model, one, share, two } from "./estate.ts";

const $ = createVariable("subscriptionResourceId");
const query = (type: string, where: unknown): Query => {
  const { filter } = readWhere(model, type, where);
  return filter ? { type, where: filter } : { type };
};

describe("a question for each connector is asked once for all of them", () => {
  test.each<[type: string, where: unknown, rest: readonly unknown[]]>([
    ["Bucket", { connector: { id: $ } }, [undefined, undefined]],
    ["Connector", { id: $ }, [undefined, undefined]],
    ["Bucket", { connector: { id: $ }, isOpen: true }, ["isOpen = true", "compare"]],
    ["Connector", { id: $, name: "1" }, ['name = "1"', "compare"]],
    [
      "Bucket",
      { connector: { id: $ }, isOpen: true, name: "a" },
      ['isOpen = true AND name = "a"', "and"],
    ],
  ])("%s %j", (type, where, rest) => {
    const split = splitByConnector(query(type, where))!;
    const { where: others, ...all } = split.rest;
    expect([others && renderFilter(others), others?.kind]).toEqual(rest);
    expect(all).toEqual({ type });
    expect(split.areConnectors).toBe(type === "Connector");
    // Nobody is called so.
    expect(renderFilter(split.probe.where!)).toContain('id = ""');
  });

  test.each<[title: string, type: string, where: unknown]>([
    ["without any condition", "Bucket", {}],
    ["without the variable", "Bucket", { connector: { id: one } }],
    ["in an alternative", "Bucket", { OR: [{ connector: { id: $ } }, { isOpen: true }] }],
    ["as what it is not", "Bucket", { connector: { id_NOT: $ } }],
    ["in any case", "Bucket", { connector: { id: { caseInsensitive: { eq: $ } } } }],
    ["as one of several", "Bucket", { connector: { id_IN: [$] } }],
    ["as its beginning", "Bucket", { connector: { id_STARTS_WITH: $ } }],
    ["beside another condition on it", "Bucket", { connector: { id: $, name: "1" } }],
    ["beside that there is one", "Bucket", { connector: { id_NOT: $ }, connector_NOT: null }],
    ["as that of something else", "Machine", { disks_SOME: { id: $ } }],
    ["as none of its", "Bucket", { connector_NOT: { id: $ } }],
    ["twice", "Bucket", { connector: { id: $ }, AND: [{ name: $ }] }],
    ["as another field", "Bucket", { name: $ }],
    ["as an asset's own id", "Bucket", { id: $ }],
    ["as another field of a connector", "Connector", { name: $ }],
    ["of connectors, through a relation", "Connector", { machines_SOME: { connector: { id: $ } } }],
  ])("but not with the variable %s", (_title, type, where) => {
    expect(splitByConnector(query(type, where))).toBeUndefined();
  });
});

describe("what is selected of each connector", () => {
  const loose: Made = ["Bucket", `${one}/z`, { links: { connector: [] } }];
  const inventory = estate([
    bucket(`${one}/a`, true),
    bucket(`${two}/b`, true),
    bucket(`${one}/c`, true),
    bucket(`${one}/open`, null),
    share(`${one}/d`, true),
    share(`${two}/e`, true),
    loose,
  ]);
  const split = splitByConnector(query("Connector", { id: $, name: "x" }))!;
  const ofStores = { ...split, areConnectors: false };

  async function select(type: string, connector: string | undefined) {
    const [selection] = await inventory.select([{ type }]);
    return (await selectEach(inventory, ofStores, selection!))(connector);
  }

  async function idsOf(runs: Awaited<ReturnType<Awaited<ReturnType<typeof select>>["rows"]>>) {
    const ids: string[] = [];
    for (const rows of runs)
      for (const id of (await inventory.read(rows, ["id"]))[0]!) ids.push(String(id).slice(15));
    return ids.join(" ");
  }

  test.each<[connector: string | undefined, matched: number, ids: string]>([
    [one, 4, "1/a 1/c 1/open 1/d"],
    [two, 2, "2/b 2/e"],
    ["/subscriptions/3", 0, ""],
    [undefined, 0, ""],
  ])("are the rows in it, in their order: %s", async (connector, matched, ids) => {
    const selection = await select("Store", connector);
    expect([selection.matched, selection.undecided]).toEqual([matched, 0]);
    expect(await idsOf(await selection.rows("matched"))).toBe(ids);
    expect(await selection.rows("undecided")).toEqual([]);
  });

  test.each<[page: { offset?: number; limit?: number }, ids: string]>([
    [{}, "1/a 1/c 1/open 1/d"],
    [{ offset: 1 }, "1/c 1/open 1/d"],
    [{ limit: 3 }, "1/a 1/c 1/open"],
    [{ offset: 2, limit: 2 }, "1/open 1/d"],
    [{ offset: 3, limit: 9 }, "1/d"],
    [{ offset: 4 }, ""],
    [{ limit: 0 }, ""],
  ])("in parts of the list: %j", async (page, ids) => {
    const selection = await select("Store", one);
    const runs = await selection.rows("matched", page);
    expect(await idsOf(runs)).toBe(ids);
    // A type comes once, and not without rows.
    expect(new Set(runs.map(({ type }) => type)).size).toBe(runs.length);
    expect(runs.every(({ rows }) => rows.length > 0)).toBe(true);
  });

  test("and some rows of a type are told by their places", async () => {
    const selection = await select("Store", one);
    const [buckets] = await inventory.select([{ type: "Bucket" }]);
    const [rows] = await buckets!.rows("matched");
    expect(await selection.among("matched", rows!)).toEqual(Uint32Array.of(0, 1, 2));
    expect(await selection.among("undecided", rows!)).toEqual(new Uint32Array(0));
    expect(await selection.among("matched", { ...rows!, type: "Disk" })).toEqual(
      new Uint32Array(0),
    );
  });

  test("connectors are in themselves, whether or not they are said to be", async () => {
    const own = readModel([
      { file: "schema.graphql", text: "type Connector { id: ID! name: String }" },
    ]);
    const builder = createBuilder(own);
    for (const id of [one, two])
      builder.add({ type: "Connector", id, connector: id, fields: { id }, links: {} });
    const info = { id: "made", takenAt: at, origin: "test", assayVersion: "0", formatVersion: 1 };
    const plain = createInventory(own, builder.build({ ...info, schemaFingerprint: own.fingerprint })); // prettier-ignore
    const [all] = await plain.select([{ type: "Connector" }]);
    const [rows] = await (await selectEach(plain, split, all!))(two).rows("matched");
    expect((await plain.read(rows!, ["id"]))[0]).toEqual([two]);

    const [selection] = await inventory.select([{ type: "Connector" }]);
    const each = await selectEach(inventory, split, selection!);
    expect(await idsOf(await each(two).rows("matched"))).toBe("2");
  });
});
