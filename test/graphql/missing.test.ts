import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createInventory } from "../../src/engine/inventory.ts";
import { createBuilder } from "../../src/inventory/build.ts";
import type { AssetRecord, Collection, Filter, Inventory } from "../../src/types.ts";
import { info } from "../engine/info.ts";
import { estates, toys } from "../engine/random-estate.ts";
import type { Estate } from "../reference/evaluate.ts";
import { ask } from "./answer.ts";

function load({ records, collections }: Pick<Estate, "records" | "collections">): Inventory {
  const builder = createBuilder(toys);
  for (const record of records) builder.add(record);
  for (const collection of collections) builder.addCollection(collection);
  return createInventory(toys, builder.build(info));
}

const account = (id: string): AssetRecord => ({
  type: "Account",
  id,
  connector: id,
  fields: { name: `the ${id.slice(1)}` },
  links: {},
});

const box = (id: string, more: Partial<AssetRecord> = {}): AssetRecord => ({
  type: "Box",
  id,
  connector: "/a",
  fields: {},
  links: { lids: [] },
  ...more,
});

const types = ["Account", "Box", "Ball", "Sticker"];
const collection = (type: string, connector: string, denied = false): Collection => ({
  type,
  connector,
  status: denied ? "denied" : "complete",
  ...(denied ? { cause: "It was denied.", permission: `${type}/read` } : {}),
  readAt: "2026-01-01T00:00:00Z",
  assets: 0,
});

const complete = types.flatMap((type) => ["/a", "/b"].map((id) => collection(type, id)));
const without = (type: string, connector: string) => [
  ...complete.filter((one) => one.type !== type || one.connector !== connector),
  collection(type, connector, true),
];
const denied = (path: readonly (string | number)[], type: string, id: string) => ({
  path,
  type,
  connector: id,
  connectorName: null,
  status: "DENIED",
  cause: "It was denied.",
  permission: `${type}/read`,
});

describe("what was not read is told beside the data", () => {
  const accounts = [account("/a"), account("/b")];

  test("of a complete estate nothing is said", async () => {
    const inventory = load({ records: [...accounts, box("/a/1")], collections: complete });
    const query = "{ accounts { boxes { id lids { id } } } boxesAggregate { count } }";
    expect((await ask(inventory, query)).extensions).toBeUndefined();
  });

  test("an inverse, in the connector that it was not read in", async () => {
    const inventory = load({ records: accounts, collections: without("Box", "/b") });
    const { data, extensions } = await ask(inventory, "{ accounts { id all: boxes { id } } }");
    expect(data).toEqual({
      accounts: [
        { id: "/a", all: [] },
        { id: "/b", all: [] },
      ],
    });
    expect(extensions).toEqual({
      missing: [denied(["accounts", 1, "all"], "Box", "/b")],
      missingCount: 1,
    });
  });

  test("rows of a list, a count and a connection, but not in connectors that the condition rules out", async () => {
    const inventory = load({ records: accounts, collections: without("Box", "/b") });
    const { extensions } = await ask(
      inventory,
      `{ boxes { id } n: boxesAggregate { count } boxesConnection { totalCount }
         none: boxes(where: { connector: { name: "the a" } }) { id } }`,
    );
    expect(extensions).toEqual({
      missing: ["boxes", "boxesConnection", "n"].map((key) => denied([key], "Box", "/b")),
      missingCount: 3,
    });
  });

  test("a value that could not be learnt, and an id that leads nowhere, however deep", async () => {
    const records = [
      ...accounts,
      box("/a/1", { missing: ["size"], links: { next: ["/a/2"] } }),
      box("/a/2", { links: { next: ["/a/gone"] } }),
    ];
    const inventory = load({ records, collections: complete });
    const query = '{ boxes(where: { id: "/a/1" }) { name size next { next { id } } } }';
    const { data, extensions } = await ask(inventory, query);
    expect(data).toEqual({ boxes: [{ name: null, size: null, next: { next: null } }] });
    const place = { type: "Box", connector: "/a", connectorName: null };
    expect(extensions).toEqual({
      missing: [
        {
          ...place,
          path: ["boxes", 0, "next", "next"],
          cause: 'It leads to "/a/gone", which was not found.',
        },
        { ...place, path: ["boxes", 0, "size"], cause: "It is not known from what was read." },
      ],
      missingCount: 2,
    });
  });

  test("rows for which a condition cannot be told, of a list and of a nested one", async () => {
    const records = [
      ...accounts,
      box("/a/1", { missing: ["size"] }),
      box("/a/2", { fields: { size: 1 } }),
    ];
    const inventory = load({ records, collections: complete });
    const where = "(where: { size: 1 })";
    const query = `{ boxes${where} { id } accounts { own: boxes${where} { id } } boxesAggregate${where} { count } }`;
    const { extensions } = await ask(inventory, query);
    expect(extensions).toEqual({
      undecided: [
        { path: ["boxes"], count: 1 },
        { path: ["boxesAggregate"], count: 1 },
        { path: ["accounts", "own"], count: 1 },
      ],
    });
  });

  test("a hundred places at most, some of each field, and all are counted", async () => {
    const records = Array.from({ length: 500 }, (_, i) =>
      box(`/a/${i}`, { missing: i < 2 ? ["size", "weight"] : ["size"] }),
    );
    const inventory = load({ records: [...accounts, ...records], collections: complete });
    const { extensions } = await ask(inventory, "{ boxes { size weight } }");
    expect(extensions?.missingCount).toBe(502);
    expect(extensions?.missing).toHaveLength(100);
    expect(extensions?.missing?.filter(({ path }) => path[2] === "weight")).toHaveLength(2);
  });
});

/** The same of a row, whichever way it is written. */
const fields = "size name connector { id } lids { id } next { id size } stickers { id }";
const where: Filter = { kind: "compare", field: "size", operator: "EQ", value: 1 };

test("every way of writing an answer tells the same, and it is what conditions wait for", async () => {
  const property = fc.asyncProperty(estates(false), async (estate) => {
    const inventory = load(estate);
    const told = async (query: string) => (await ask(inventory, query)).extensions ?? {};
    const inner = "previous(where: { size: 1 } ARGS) { id name }";
    const plain = await told(`{ rows: boxes { ${fields} ${inner.replace("ARGS", "")} } }`);
    const levels = await told(
      `{ rows: boxes { ${fields} ${inner.replace("ARGS", ", offset: 0")} } }`,
    );
    expect(levels).toEqual(plain);
    const edges = await told(
      `{ rows: boxesConnection { edges { node { ${fields} ${inner.replace("ARGS", "")} } } } }`,
    );
    const rootOf = ({ path }: { path: readonly unknown[] }) => path.length > 1;
    const flat = (edges.missing ?? []).map((gap) => ({
      ...gap,
      path: gap.path.filter((step) => step !== "edges" && step !== "node"),
    }));
    expect(flat.filter(rootOf)).toEqual((plain.missing ?? []).filter(rootOf));
    expect(edges.missingCount).toBe(plain.missingCount);

    const [all] = await inventory.select([{ type: "Box" }]);
    const runs = await all!.rows("matched");
    const ids = await Promise.all(runs.map((rows) => inventory.read(rows, ["id"])));
    const order = ids.flatMap(([column]) => column!);
    const waiting = async (filter: Filter) => {
      const [selection] = await inventory.select([{ type: "Box", where: filter }]);
      const undecided = await selection!.rows("undecided");
      const lists = await Promise.all(undecided.map((rows) => inventory.read(rows, ["id"])));
      return lists.flatMap(([column]) => column!.map((id) => order.indexOf(id)));
    };
    const at = (key: string) => [
      ...new Set(
        (plain.missing ?? [])
          .filter(({ path }) => path.length === 3 && path[2] === key)
          .map(({ path }) => path[1]),
      ),
    ];
    expect(at("size")).toEqual(await waiting({ kind: "null", field: "size" }));
    for (const relation of ["lids", "stickers"])
      expect(at(relation)).toEqual(
        await waiting({ kind: "quantify", relation, quantifier: "ALL" }),
      );
    const [open] = await inventory.select([{ type: "Box", where }]);
    const rows = await inventory.undecided("Box", where);
    const [undecided] = await open!.rows("undecided");
    expect(rows.rows).toEqual(undecided?.rows ?? new Uint32Array(0));
  });
  await fc.assert(property, { numRuns: 40 });
});
