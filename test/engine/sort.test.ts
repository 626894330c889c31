import fc from "fast-check";
import { expect, test } from "vitest";
import { openTables } from "../../src/engine/inventory.ts";
import { compareText } from "../../src/dialect/values.ts";
import { FEW } from "../../src/engine/rows/rank.ts";
import type { AssetRecord, FieldValue, Sort } from "../../src/types.ts";
import { inventoryOf, tablesOf } from "./ask.ts";
import { toys } from "./random-estate.ts";

/** More rows than are sorted by their values. */
const ROWS = 2 * FEW;

/** Things of two types, of whose names most are distinct, some are the same and some are null. */
function things(seed: number): readonly AssetRecord[] {
  const words = ["", "a", "aa", "b", "é", "\uffee", "\u{1f600}", "long".repeat(9)];
  return Array.from({ length: ROWS }, (_, i): AssetRecord => {
    const mixed = Math.imul(i + seed, 0x9e3779b1) >>> 0;
    const word = words[mixed % words.length]!;
    const name = mixed % 11 === 0 ? null : mixed % 7 === 0 ? word : `${word}${mixed % 9000}`;
    const type = i % 3 === 0 ? "Ball" : "Box";
    const id = `/a/${type}/${String(i).padStart(6, "0")}`;
    return { type, id, connector: "/a", fields: { name, size: mixed % 50 }, links: {} };
  });
}

function compare(a: FieldValue, b: FieldValue): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return typeof a === "string" ? compareText(a, String(b)) : Number(a) - Number(b);
}

/** Ids in the order that the definition gives. */
function expected(records: readonly AssetRecord[], type: string, sort: readonly Sort[]) {
  const before = (a: AssetRecord, b: AssetRecord): number => {
    for (const { field, direction } of sort) {
      const order =
        field === "id"
          ? compareText(a.id, b.id)
          : compare(a.fields[field] ?? null, b.fields[field] ?? null);
      if (order !== 0) return direction === "ASC" ? order : -order;
    }
    return compareText(a.type, b.type) || compareText(a.id, b.id);
  };
  const members = type === "Thing" ? ["Ball", "Box"] : [type];
  return records
    .filter((record) => members.includes(record.type))
    .toSorted(before)
    .map(({ id }) => id);
}

test("thousands of rows come in the order that a comparison of their values gives", async () => {
  const keys = fc.array(
    fc.record({
      field: fc.constantFrom("name", "size"),
      direction: fc.constantFrom<Sort["direction"]>("ASC", "DESC"),
    }),
    { minLength: 1, maxLength: 2 },
  );
  await fc.assert(
    fc.asyncProperty(fc.nat(), fc.constantFrom("Box", "Thing"), keys, async (seed, type, sort) => {
      const records = things(seed);
      const inventory = inventoryOf({ model: toys, records, collections: [] });
      const [selection] = await inventory.select([{ type, sort }]);
      const ids: string[] = [];
      for (const rows of await selection!.rows("matched"))
        ids.push(...((await inventory.read(rows, ["id"]))[0] as string[]));
      expect(ids).toEqual(expected(records, type, sort));
    }),
    { numRuns: 12 },
  );
});

test("the first few of thousands of rows are those that come first when all are sorted", async () => {
  const key = (field: string) =>
    fc.record({
      field: fc.constant(field),
      direction: fc.constantFrom<Sort["direction"]>("ASC", "DESC"),
    });
  const keys = fc
    .shuffledSubarray(["name", "size", "colour", "id"], { minLength: 1, maxLength: 3 })
    .chain((fields) => fc.tuple(...fields.map(key)));
  const some = { offset: fc.nat(1500), limit: fc.nat(200) };
  await fc.assert(
    fc.asyncProperty(
      fc.nat(),
      fc.constantFrom("Box", "Thing"),
      keys,
      fc.array(fc.record(some), { minLength: 1, maxLength: 3 }),
      async (seed, type, sort, pages) => {
        const records = things(seed);
        const inventory = inventoryOf({ model: toys, records, collections: [] });
        const all = expected(records, type, sort);
        for (const { offset, limit } of pages) {
          const [selection] = await inventory.select([{ type, sort }]);
          const ids: string[] = [];
          for (const rows of await selection!.rows("matched", { offset, limit }))
            ids.push(...((await inventory.read(rows, ["id"]))[0] as string[]));
          expect(ids).toEqual(all.slice(offset, offset + limit));
        }
      },
    ),
    { numRuns: 12 },
  );
});

test("the same sort of the same rows is done once: the second takes no time at all", async () => {
  const backend = openTables(toys, tablesOf({ model: toys, records: things(1), collections: [] }));
  const query = { type: "Thing", sort: [{ field: "name", direction: "DESC" }] } as const;
  const [first] = await backend.select([query]);
  const sorted = await first!.rows("matched");
  const controller = new AbortController();
  const [again, other] = await backend.until!(controller.signal).select([
    query,
    { ...query, type: "Box" },
  ]);
  controller.abort(new Error("no time for another sort"));
  const page = { offset: ROWS - 9, limit: 3 };
  expect(await again!.rows("matched")).toEqual(sorted);
  expect(await again!.rows("matched", page)).toEqual(await first!.rows("matched", page));
  await expect(other!.rows("matched")).rejects.toThrow("no time");
});
