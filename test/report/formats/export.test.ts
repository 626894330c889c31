import fc from "fast-check";
import { parquetReadObjects } from "hyparquet";
import { expect, test } from "vitest";
import { exportLines, exportParquet } from "../../../src/report/formats/export.ts";
import type { AssetRecord, Filter, Inventory } from "../../../src/types.ts";
import { completeCollections } from "../../conformance/dataset.ts";
import { inventoryOf } from "../../engine/ask.ts";
import { estates, toys } from "../../engine/random-estate.ts";

const records: readonly AssetRecord[] = [
  { type: "Account", id: "/a", connector: "/a", fields: { name: "home" }, links: {} },
  {
    type: "Box",
    id: "/a/box",
    connector: "/a",
    fields: { size: 3, weight: 1.5, isOpen: true, serial: "12345678901234567890", labels: ["x"] },
    links: { friends: ["/a"], next: ["/a/box"] },
  },
];
const inventory = inventoryOf({
  model: toys,
  records,
  collections: completeCollections(toys, "/a"),
});

async function collect(pieces: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(Buffer.from(piece));
  return Buffer.concat(all);
}

async function readLines(of: Inventory, type: string): Promise<Record<string, unknown>[]> {
  const text = (await collect(exportLines(of, { type }))).toString();
  const lines = text.split("\n").slice(0, -1);
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

async function readParquet(of: Inventory, type: string): Promise<Record<string, unknown>[]> {
  const bytes = await collect(exportParquet(of, { type }));
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer;
  return parquetReadObjects({ file });
}

test("lines hold an asset's fields and what it leads to", async () => {
  expect(await readLines(inventory, "Box")).toEqual([
    expect.objectContaining({
      __typename: "Box",
      id: "/a/box",
      name: null,
      size: 3,
      labels: ["x"],
      connector: { id: "/a" },
      friends: [{ id: "/a" }],
      previous: [{ id: "/a/box" }],
      lids: [],
    }),
  ]);
});

test("lines of an interface hold assets of all its types", async () => {
  const lines = await readLines(inventory, "Asset");
  expect(lines.map(({ __typename }) => __typename)).toEqual(["Account", "Box"]);
});

test("Parquet holds a column for each field and relation", async () => {
  expect(await readParquet(inventory, "Box")).toEqual([
    expect.objectContaining({
      id: "/a/box",
      size: 3,
      weight: 1.5,
      isOpen: true,
      name: null,
      serial: "12345678901234567890",
      labels: ["x"],
      connector: "/a",
      next: "/a/box",
      friends: ["/a"],
      lids: [],
    }),
  ]);
});

test("a type without assets is a Parquet file without rows", async () => {
  expect(await readParquet(inventory, "Ball")).toEqual([]);
});

test("what is exported is what is read, for any estate", async () => {
  await fc.assert(
    fc.asyncProperty(estates(true), async (estate) => {
      const own = inventoryOf(estate);
      const lines = await readLines(own, "Box");
      const rows = await readParquet(own, "Box");
      const scalars = [...toys.types.get("Box")!.fields.keys()];
      const pick = (object: Record<string, unknown>) =>
        Object.fromEntries(scalars.map((name) => [name, object[name]]));
      expect(rows.map(pick)).toEqual(lines.map(pick));
    }),
    { numRuns: 40 },
  );
});

test("what was not read of an asset is named in lines and Parquet alike", async () => {
  await fc.assert(
    fc.asyncProperty(estates(false), async (estate) => {
      const of = inventoryOf(estate);
      const { fields, relations } = toys.types.get("Box")!;
      const [all] = await of.select([{ type: "Box" }]);
      const expected = new Map<unknown, string[]>();
      for (const rows of await all!.rows("matched"))
        for (const id of (await of.read(rows, ["id"]))[0]!) expected.set(id, []);
      for (const name of [...fields.keys(), ...relations.keys()]) {
        const where: Filter = fields.has(name)
          ? { kind: "null", field: name }
          : { kind: "quantify", relation: name, quantifier: "ALL" };
        const [open] = await of.select([{ type: "Box", where }]);
        for (const rows of await open!.rows("undecided"))
          for (const id of (await of.read(rows, ["id"]))[0]!) expected.get(id)!.push(name);
      }
      for (const written of [await readLines(of, "Box"), await readParquet(of, "Box")])
        expect(new Map(written.map(({ id, _missing }) => [id, _missing]))).toEqual(expected);
    }),
    { numRuns: 40 },
  );
});
