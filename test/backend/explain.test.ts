import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readWhere } from "../../src/dialect/filter.ts";
import { createInventory } from "../../src/engine/inventory.ts";
import type { AssetRecord, Evidence, Rows } from "../../src/types.ts";
import { completeCollections } from "../conformance/dataset.ts";
import { inventoryOf, tablesOf } from "../engine/ask.ts";
import { estates, filters, toys } from "../engine/random-estate.ts";

function box(id: string, fields: AssetRecord["fields"], links: AssetRecord["links"] = {}) {
  return { type: "Box", id, connector: "/a", fields, links };
}
function lid(id: string, fields: AssetRecord["fields"]): AssetRecord {
  return { type: "Lid", id, connector: "/a", fields, links: {} };
}

const records: readonly AssetRecord[] = [
  { type: "Account", id: "/a", connector: "/a", fields: { name: "home" }, links: {} },
  box("/a/box/0", { size: 3, labels: ["x", "y"] }),
  box(
    "/a/box/1",
    { name: "crate", size: 5, isOpen: false },
    { lids: ["/a/lid/0", "/a/lid/1"], home: ["/a"] },
  ),
  box(
    "/a/box/2",
    {},
    { next: ["/a/box/1"], lids: ["/a/lid/2", "/a/lid/3", "/a/lid/4", "/a/lid/5"] },
  ),
  lid("/a/lid/0", { name: "default", isOpen: true }),
  lid("/a/lid/1", { name: "", isOpen: null }),
  ...["red", "green", "blue", "black"].map((name, i) =>
    lid(`/a/lid/${i + 2}`, { name, isOpen: true }),
  ),
];
const inventory = inventoryOf({
  model: toys,
  records,
  collections: completeCollections(toys, "/a"),
});

async function explain(where: object, row: number): Promise<readonly Evidence[]> {
  const { filter, mistakes } = readWhere(toys, "Box", where);
  expect(mistakes).toEqual([]);
  const [evidence] = await inventory.explain({ type: "Box", rows: Uint32Array.of(row) }, filter);
  return evidence!;
}

describe("explain says what held, in the author's terms", () => {
  test.each<[string, object, number, Evidence[]]>([
    ["a value", { size: 3 }, 0, [{ path: "size", condition: "= 3", found: 3 }]],
    ["null", { name: null }, 0, [{ path: "name", condition: "is null", found: null }]],
    [
      "a negation",
      { NOT: { size_IN: [1, 2] } },
      0,
      [{ path: "size", condition: "not in [1,2]", found: 3 }],
    ],
    [
      "words for operators",
      { NOT: { name_STARTS_WITH: "box" } },
      1,
      [{ path: "name", condition: 'does not start with "box"', found: "crate" }],
    ],
    [
      "all of AND, and the true branch of OR",
      { size_GT: 4, OR: [{ name: "box" }, { isOpen: false }] },
      1,
      [
        { path: "size", condition: "> 4", found: 5 },
        { path: "isOpen", condition: "= false", found: false },
      ],
    ],
    [
      "a list",
      { labels_INCLUDES: "x" },
      0,
      [{ path: "labels", condition: 'includes "x"', found: ["x", "y"] }],
    ],
    ["an absence", { lids_SOME: null }, 0, [{ path: "lids", condition: "none" }]],
    [
      "a related row, by its name",
      { lids_SOME: { isOpen: true } },
      1,
      [{ path: "lids[default].isOpen", condition: "= true", found: true }],
    ],
    [
      "a related row without a name, by its position",
      { lids_SOME: { isOpen: null } },
      1,
      [{ path: "lids[1].isOpen", condition: "is null", found: null }],
    ],
    [
      "a to-one relation",
      { home: { name: "home" } },
      1,
      [{ path: "home.name", condition: '= "home"', found: "home" }],
    ],
    [
      "what keeps each from matching, for NONE",
      { lids_NONE: { isOpen: false } },
      1,
      [
        { path: "lids[default].isOpen", condition: "!= false", found: true },
        { path: "lids[1].isOpen", condition: "is null", found: null },
      ],
    ],
    [
      "what null counts as",
      { region: "b" },
      0,
      [{ path: "region", condition: 'none, which counts as "b"', found: null }],
    ],
    [
      "the whole way to a row far off",
      { next: { lids_SOME: { name: "default" } } },
      2,
      [{ path: "next.lids[default].name", condition: '= "default"', found: "default" }],
    ],
    [
      "of many that do not match the nearest",
      { lids_NONE: { name: "blue", isOpen: false } },
      2,
      [
        { path: "lids", condition: "none of 4 matches" },
        { path: "lids[blue].isOpen", condition: "!= false", found: true },
      ],
    ],
    [
      "that none has the name which is asked for, and nothing of those of other names",
      { lids_NONE: { name: "white", isOpen: true } },
      2,
      [{ path: "lids", condition: 'none of 4 has name = "white"' }],
    ],
    [
      "of many that all match their number",
      { lids_ALL: { isOpen: true } },
      2,
      [{ path: "lids", condition: "all 4 match" }],
    ],
    [
      "of more than one that match their number, and two of them",
      { NOT: { lids_SINGLE: { isOpen: true } } },
      2,
      [
        { path: "lids", condition: "4 match" },
        { path: "lids[red].isOpen", condition: "= true", found: true },
        { path: "lids[green].isOpen", condition: "= true", found: true },
      ],
    ],
    [
      "one of those that do not match, for ALL",
      { NOT: { lids_ALL: { name: "default" } } },
      2,
      [{ path: "lids[red].name", condition: '!= "default"', found: "red" }],
    ],
    ["nothing without a filter", {}, 0, []],
  ])("%s", async (_title, where, row, expected) => {
    expect(await explain(where, row)).toEqual(expected);
  });
});

test("many rows are told of as each is by itself", async () => {
  await fc.assert(
    fc.asyncProperty(estates(false), filters("Box"), async (estate, where) => {
      const tables = tablesOf(estate);
      const open = () => createInventory(toys, tables);
      const all = open();
      const [selection] = await all.select([{ type: "Box", where }]);
      const alone = ({ type, rows }: Rows) =>
        Array.from(rows, (row) => ({ type, rows: Uint32Array.of(row) }));
      for (const rows of await selection!.rows("matched")) {
        const each = alone(rows).map((one) => open().explain(one, where));
        expect(await all.explain(rows, where)).toEqual((await Promise.all(each)).flat());
      }
      for (const rows of await selection!.rows("undecided")) {
        const each = alone(rows).map((one) => open().explainMissing(one, where));
        expect(await all.explainMissing(rows, where)).toEqual((await Promise.all(each)).flat());
      }
    }),
    { numRuns: 50 },
  );
});
