import fc from "fast-check";
import { expect, test } from "vitest";
import type { AssetRecord, FieldValue, Rows, Sort } from "../../src/types.ts";
import { answer, inventoryOf } from "./ask.ts";
import { evaluate } from "../reference/evaluate.ts";
import { estates, filters, toys } from "./random-estate.ts";

function boxes(sizes: readonly (number | null)[]): readonly AssetRecord[] {
  return sizes.map((size, i) => ({
    type: "Box",
    id: `/a/box/${i}`,
    connector: "/a",
    fields: { size, isOpen: i % 2 === 0, level: ["LOW", "HIGH", "MIDDLE"][i % 3]! },
    links: {},
  }));
}

async function sorted(sizes: readonly (number | null)[], sort: readonly Sort[], page = {}) {
  const inventory = inventoryOf({ model: toys, records: boxes(sizes), collections: [] });
  const [selection] = await inventory.select([{ type: "Box", sort }]);
  const [rows] = await selection!.rows("matched", page);
  return rows ? [...rows.rows] : [];
}

test.each<[string, readonly Sort[], object, readonly number[]]>([
  ["rising, null last", [{ field: "size", direction: "ASC" }], {}, [1, 3, 0, 4, 2]],
  ["falling, null first", [{ field: "size", direction: "DESC" }], {}, [2, 0, 4, 3, 1]],
  [
    "by two keys",
    [
      { field: "isOpen", direction: "ASC" },
      { field: "size", direction: "DESC" },
    ],
    {},
    [3, 1, 2, 0, 4],
  ],
  ["enums by name", [{ field: "level", direction: "ASC" }], {}, [1, 4, 0, 3, 2]],
  ["a page", [{ field: "size", direction: "ASC" }], { offset: 1, limit: 2 }, [3, 0]],
])("rows come sorted: %s", async (_title, sort, page, expected) => {
  expect(await sorted([5, -1, null, 2, 5], sort, page)).toEqual(expected);
});

test("an interface is sorted across its types", async () => {
  const ball = { type: "Ball", id: "/a/ball", connector: "/a", fields: { size: 3 }, links: {} };
  const inventory = inventoryOf({
    model: toys,
    records: [...boxes([4, 1]), ball],
    collections: [],
  });
  const [selection] = await inventory.select([
    { type: "Thing", sort: [{ field: "size", direction: "DESC" }] },
  ]);
  expect(await selection!.rows("matched")).toEqual([
    { type: "Box", rows: Uint32Array.of(0) },
    { type: "Ball", rows: Uint32Array.of(0) },
    { type: "Box", rows: Uint32Array.of(1) },
  ]);
});

test("a page is a slice of all rows", async () => {
  await fc.assert(
    fc.asyncProperty(estates(true), fc.nat(20), fc.nat(20), async (estate, offset, limit) => {
      const [selection] = await inventoryOf(estate).select([{ type: "Asset" }]);
      const flat = (runs: readonly Rows[]) =>
        runs.flatMap(({ type, rows }) => [...rows].map((row) => `${type} ${row}`));
      const all = flat(await selection!.rows("matched"));
      expect(all).toHaveLength(selection!.matched);
      expect(flat(await selection!.rows("matched", { offset, limit }))).toEqual(
        all.slice(offset, offset + limit),
      );
    }),
    { numRuns: 100 },
  );
});

test("read gives back what was added", async () => {
  const fields = [...toys.types.get("Box")!.fields.keys()];
  await fc.assert(
    fc.asyncProperty(estates(true), async (estate) => {
      const inventory = inventoryOf(estate);
      const records = estate.records.filter(({ type }) => type === "Box");
      const found = await inventory.find(
        "Box",
        records.map(({ id }) => id),
      );
      const rows = Uint32Array.from(found, (row) => row!);
      const columns = await inventory.read({ type: "Box", rows }, fields);
      records.forEach((record, i) => {
        const values = Object.fromEntries(fields.map((field, f) => [field, columns[f]![i]]));
        const given = (field: string): FieldValue =>
          field === "id" ? record.id : (record.fields[field] ?? null);
        const expected = Object.fromEntries(fields.map((field) => [field, given(field)]));
        expect(values).toEqual(expected);
      });
      expect(await inventory.find("Box", ["/nowhere", ""])).toEqual([undefined, undefined]);
    }),
    { numRuns: 100 },
  );
});

test("related follows every relation, and keeps what a filter is true for", async () => {
  await fc.assert(
    fc.asyncProperty(estates(true), filters("Box", 1), async (estate, where) => {
      const inventory = inventoryOf(estate);
      const [accounts] = await inventory.select([{ type: "Account" }]);
      for (const rows of await accounts!.rows("matched")) {
        const related = await inventory.related(rows, "boxes", where);
        const whole = await inventory.related(rows, "boxes");
        expect(await inventory.countRelated(rows, "boxes")).toBe(whole.targets.length);
        const up = await inventory.related({ type: "Box", rows: whole.targets }, "account");
        expect(await inventory.countRelated({ type: "Box", rows: whole.targets }, "account")).toBe(
          up.targets.length,
        );
        const [ids] = await inventory.read({ type: "Box", rows: related.targets }, ["id"]);
        const [all] = await answer(inventory, [{ type: "Box", where }]);
        expect([...ids!].sort()).toEqual(all!.matched);
        expect(all!.matched).toEqual(evaluate(estate, "Box", where).matched);
      }
    }),
    { numRuns: 60 },
  );
});
