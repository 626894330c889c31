import { describe, expect, test } from "vitest";
import {
  findConnectorAbove,
  findConnectors,
  followConnectors,
  hasConnectors,
  readConnectorIds,
  readConnectorNames,
  readIds,
  rowsInConnector,
  testConnectors,
} from "../../../src/check/run/connectors.ts";
import { createInventory } from "../../../src/engine/inventory.ts";
import { createBuilder } from "../../../src/inventory/build.ts";
import { readModel } from "../../../src/model/read.ts";
import type { Inventory, Rows } from "../../../src/types.ts";
import { at, bucket, disk, emptyEstate, estate, one, share, two } from "./estate.ts";

/** A schema without connectors, and one where they are in nothing. */
const without = made("type Bucket { id: ID! }");
const bare = made(
  'type Connector { id: ID! } type Bucket { id: ID! connector: Connector @references(path: ["$connector"]) }',
);

function made(text: string): Inventory {
  const own = readModel([{ file: "schema.graphql", text }]);
  const builder = createBuilder(own);
  for (const type of own.types.keys())
    builder.add({ type, id: one, connector: one, fields: { id: one }, links: {} });
  const info = { id: "made", takenAt: at, origin: "test", assayVersion: "0", formatVersion: 1 };
  return createInventory(own, builder.build({ ...info, schemaFingerprint: own.fingerprint }));
}

const inventory = estate([
  bucket(`${two}/b`),
  bucket(`${one}/a`),
  ["Bucket", `${one}/loose`, { links: { connector: [] } }],
  share(`${two}/s`),
  disk(`${one}/d`, true),
]);
const none = emptyEstate();
const three = "/subscriptions/3";

const idsOf = async (runs: readonly Rows[]) =>
  (await Promise.all(runs.map((rows) => readIds(inventory, rows)))).flat();

describe("connectors", () => {
  test("are told by their ids", async () => {
    expect(await readConnectorIds(inventory)).toEqual([one, two]);
    expect([await hasConnectors(inventory), await hasConnectors(none)]).toEqual([true, false]);
    expect(await readConnectorIds(none)).toEqual([]);
  });

  test("are none in a schema without them, and have no names in one without such a field", async () => {
    expect(await readConnectorIds(without)).toEqual([]);
    expect(await hasConnectors(without)).toBe(false);
    expect(await readConnectorNames(without, [one])).toEqual([null]);
    expect(await readConnectorIds(bare)).toEqual([one]);
    expect(await readConnectorNames(bare, [one])).toEqual([null]);
    expect(await testConnectors(without, [])).toEqual([]);
  });

  test("of rows in any order come in their own", async () => {
    const [selection] = await inventory.select([{ type: "Bucket" }]);
    const [{ type, rows }] = (await selection!.rows("matched")) as [Rows];
    const { connectors, at: places } = await followConnectors(inventory, { type, rows: rows.toReversed() }); // prettier-ignore
    expect(await idsOf([connectors])).toEqual([one, two]);
    expect(places).toEqual([1, undefined, 0]);
  });

  test("of connectors where they are in none are no rows at all", async () => {
    const rows = { type: "Connector", rows: Uint32Array.of(0) };
    const nothing = { connectors: { type: "Connector", rows: new Uint32Array(0) }, at: [] };
    expect(await followConnectors(bare, rows)).toEqual(nothing);
  });

  test("within each other: the nearest stands above", async () => {
    const inner = `${one}/groups/a`;
    const nested = estate([["Connector", inner]]);
    expect(await findConnectorAbove(nested, `${inner}/x`)).toBe(inner);
    expect(await findConnectorAbove(nested, `${one}/groups/b`)).toBe(one);
  });

  test("of rows are each told once, with their places", async () => {
    const [selection] = await inventory.select([{ type: "Bucket" }]);
    const [rows] = await selection!.rows("matched");
    const { connectors, at } = await followConnectors(inventory, rows!);
    expect(await idsOf([rows!])).toEqual([`${one}/a`, `${one}/loose`, `${two}/b`]);
    expect(await idsOf([connectors])).toEqual([one, two]);
    expect(at).toEqual([0, undefined, 1]);
  });

  test("of no rows are none, and those of what has none neither", async () => {
    const rows = { type: "Mount", rows: Uint32Array.of(0) };
    expect((await followConnectors(inventory, rows)).at).toEqual([]);
    const empty = { type: "Bucket", rows: new Uint32Array(0) };
    expect((await followConnectors(inventory, empty)).connectors.rows).toHaveLength(0);
  });

  test("hold themselves and all assets in them", async () => {
    expect(await idsOf(await rowsInConnector(inventory, one))).toEqual([
      one,
      `${one}/a`,
      `${one}/d`,
    ]);
    expect(await idsOf(await rowsInConnector(inventory, two))).toEqual([
      two,
      `${two}/b`,
      `${two}/s`,
    ]);
    expect(await rowsInConnector(inventory, three)).toEqual([]);
  });

  test("are found by their ids, in the ids' order", async () => {
    expect(await idsOf([await findConnectors(inventory, [two, three, one])])).toEqual([two, one]);
    expect(await readConnectorNames(inventory, [two, three, one])).toEqual(["2", null, "1"]);
    expect(await readConnectorNames(inventory, [])).toEqual([]);
    expect(await readConnectorNames(none, [one])).toEqual([null]);
  });

  test.each<[id: string, connector: string | undefined]>([
    [`${one}/a/b`, one],
    [one, one],
    [`${one}0/a`, undefined],
    ["/elsewhere", undefined],
    ["", undefined],
  ])("stand above the assets whose ids begin with theirs: %s", async (id, connector) => {
    expect(await findConnectorAbove(inventory, id)).toBe(connector);
  });

  test("are tested by filters, and those that nobody knows may be any", async () => {
    const named = (value: string) =>
      ({ kind: "compare", field: "name", operator: "EQ", value }) as const;
    const tests = await testConnectors(inventory, [named("1"), named("2"), named("x")]);
    expect(tests.map((may) => [one, two, three].map(may))).toEqual([
      [true, false, true],
      [false, true, true],
      [false, false, true],
    ]);
    expect(await testConnectors(inventory, [])).toEqual([]);
  });
});
