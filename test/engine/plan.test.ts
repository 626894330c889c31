import { describe, expect, test } from "vitest";
import { readWhere } from "../../src/dialect/filter.ts";
import type { AssetRecord, Collection, FieldValue } from "../../src/types.ts";
import { type Estate, evaluate } from "../reference/evaluate.ts";
import { answer, inventoryOf } from "./ask.ts";
import { toys } from "./random-estate.ts";

/** Enough that dictionaries are large; what leads on is asked of few, as the reference follows links one by one. */
const manyBoxes = 1040;
const fewBoxes = 60;
const accounts = ["/a", "/b"];

const box = (i: number) => `${accounts[i % 2]}/box/${String(i).padStart(4, "0")}`;
const ball = (i: number) => `${accounts[i % 2]}/ball/${i}`;

/** One of `values` for the row, and null every so often. */
function pick(i: number, values: readonly FieldValue[], everyNull = 11): FieldValue {
  return i % everyNull === 3 ? null : values[i % values.length]!;
}

function boxOf(i: number, boxes: number, lacks: boolean): AssetRecord {
  const lid = (j: number) => `${box(i)}/lid/${j}`;
  return {
    type: "Box",
    id: box(i),
    connector: accounts[i % 2]!,
    fields: {
      // Of each two boxes one name: more than five hundred, in a dictionary.
      name: pick(i, [`box ${Math.floor(i / 2)} é`, `box ${Math.floor(i / 2)} é`]),
      size: pick(i, [-5, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 300]),
      isOpen: pick(i, [true, false, true]),
      weight: pick(i, [-0.5, 0, 1.25, 1e300]),
      level: pick(i, ["LOW", "MIDDLE", "HIGH"]),
      serial: pick(i, ["-7", "0", "9", "10", "123456789012345678901234567890"]),
      seenAt: pick(i, ["2024-03-01T12:30:00Z", "2024-03-01T12:30:00.25Z", "2025-01-01T00:00:00Z"]),
      soldOn: pick(i, ["2024-02-29", "1999-12-31"]),
      labels: pick(i, [[], ["a"], ["a", "b"], ["b", "a"]]),
      numbers: pick(i, [[], [1, null], [1, 2]]),
      region: pick(i, ["a", "b", "ba", "c", "ab", "d", "e", "f", "g", "h", "i", "j"], 4),
    },
    links: {
      home: i % 5 === 0 ? [] : [accounts[i % 2]!],
      friends: [[], ["/a"], ["/a", "/b"], ["/b", "/b"], ["/gone"]][i % 5]!,
      next: i % 3 === 0 ? [] : [box((i * 7) % boxes)],
      lids: [[], [lid(0)], [lid(0), lid(1)]][i % 3]!,
      contents: [[], [ball(i % 30)], [box((i + 1) % boxes), ball(i % 30)], [ball(1), ball(1)]][
        i % 4
      ]!,
      finds: [[], ["/a"], ["/b", ball(i % 30)], [ball(2), ball(3)]][i % 4]!,
    },
    missing:
      lacks && i % 7 === 1 ? [["size"], ["name", "region"], ["next"], ["contents"]][i % 4]! : [],
  };
}

function lidsOf(i: number): readonly AssetRecord[] {
  return Array.from({ length: i % 3 }, (_, j) => ({
    type: "Lid",
    id: `${box(i)}/lid/${j}`,
    connector: accounts[i % 2]!,
    fields: { name: pick(i, ["x", "y", "z"]), isOpen: pick(i + j, [true, false]) },
    links: {},
  }));
}

function ballOf(i: number): AssetRecord {
  return {
    type: "Ball",
    id: ball(i),
    connector: accounts[i % 2]!,
    fields: {
      name: pick(i, [`ball ${i}`, `Ball ${i}`]),
      size: pick(i, [1, 2, 3]),
      colour: pick(i, [`red ${i}`, `green ${i}`, `${i} red`]),
    },
    links: { home: i % 4 === 0 ? [] : [accounts[(i + 1) % 2]!] },
  };
}

const types = [...toys.types.keys()];

function estateOf(boxes: number, lacks: boolean): Estate {
  const numbers = [...new Array(boxes).keys()];
  const collections = types.flatMap((type) =>
    accounts.map((connector): Collection => {
      const pair = { type, connector, readAt: "2026-01-01T00:00:00Z", assets: 1 };
      return lacks && (type === "Ball" || type === "Sticker") && connector === "/b"
        ? { ...pair, status: "denied", cause: "It was denied." }
        : { ...pair, status: "complete" };
    }),
  );
  const records = [
    ...accounts.map((id) => ({
      ...{ type: "Account", id, connector: id },
      ...{ fields: { name: id.slice(1) }, links: {} },
    })),
    ...numbers.flatMap((i) => [boxOf(i, boxes, lacks), ...lidsOf(i)]),
    ...numbers.slice(0, 30).map(ballOf),
  ];
  return { model: toys, records, collections };
}

const many = (count: number, text: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => text(i));

/** What is asked, by the type that it is asked of. */
const asked: Readonly<Record<string, readonly object[]>> = {
  Box: [
    { name: null },
    { name_NOT: null },
    { name: "box 7 é" },
    { name_NOT: "box 7 é" },
    { name: "no such box" },
    { name_IN: ["box 7 é", "box 9 é", "box 8 é", "nobody"] },
    { NOT: { name_IN: ["box 7 é", "box 600 é"] } },
    { name_IN: [null, "box 7 é"] },
    { NOT: { name_IN: [null, "box 7 é"] } },
    { name_IN: many(20, (i) => `box ${i * 3} é`) },
    { NOT: { name_IN: many(20, (i) => `box ${i * 3} é`) } },
    { name_IN: [] },
    { name_STARTS_WITH: "box 1" },
    { NOT: { name_STARTS_WITH: "box 1" } },
    { name_STARTS_WITH: "" },
    { name_CONTAINS: "61" },
    { NOT: { name_CONTAINS: "61" } },
    { name_ENDS_WITH: "7 é" },
    { NOT: { name_ENDS_WITH: "7 é" } },
    { name_MATCHES: "box 6.. é" },
    { NOT: { name_MATCHES: "box 6.. é" } },
    { name_LT: "box 3" },
    { name_GTE: "box 3" },
    { NOT: { name_GT: "box 300 é" } },
    { name_LTE: "box 300 é" },
    { id_STARTS_WITH: "/a/box/00" },
    { NOT: { id_STARTS_WITH: "/a/box/00" } },
    { id_IN: ["/b/box/0003", "/a/box/0002", "/a/box/0004", "/a/box/0006"] },
    { id_CONTAINS: "99" },
    { id_MATCHES: ".*9[0-9]" },
    { id: null },
    { size: null },
    { size_NOT: null },
    { size_LT: 2 },
    { size_LTE: 2 },
    { size_GT: 2 },
    { NOT: { size_GTE: 2 } },
    { size_IN: [0, 2, 4, 6, 8, 300] },
    { NOT: { size_IN: [0, 2, 4, 6, 8, 10] } },
    { OR: [{ size_IN: [-5, 1, 3, 5, 7, 9] }, { size: null }] },
    { size: 7 },
    { isOpen: true },
    { isOpen_NOT: true },
    { weight_GT: 0 },
    { weight_LT: 0 },
    { level_IN: ["LOW", "HIGH"] },
    { serial_GT: "9" },
    { serial_LTE: "9" },
    { seenAt_GT: "2024-03-01T12:30:00Z" },
    { soldOn_LT: "2024-01-01" },
    { labels: ["a", "b"] },
    { labels_INCLUDES: "b" },
    { NOT: { labels_INCLUDES: "b" } },
    { numbers_INCLUDES: 1 },
    { region: null },
    { region: "b" },
    { region_NOT: "b" },
    { region_IN: ["a", "ba", "d", "f", "h", "j"] },
    { NOT: { region_IN: ["a", "ba", "d", "f", "h", "j"] } },
    { region_IN: ["a", "b", "d", "f", "h", "j"] },
    { region_STARTS_WITH: "b" },
    { region_MATCHES: "b?a" },
    { NOT: { region_MATCHES: "b" } },
    { region_CONTAINS: "a" },
    { AND: [{ size_GT: 1 }, { isOpen: true }, { NOT: { level: "LOW" } }] },
    { AND: [{ NOT: { size: 1 } }, { NOT: { level: "LOW" } }] },
    { OR: [{ size: 1 }, { NOT: { size: 1 } }] },
    { AND: [{ size: 1 }, { NOT: { size: 1 } }] },
    { OR: [{ size: 1 }, { level: "LOW" }, { name_STARTS_WITH: "box 2" }] },
    ...["home", "next"].flatMap((one) => [
      { [one]: null },
      { [`${one}_NOT`]: null },
      { [one]: { name_CONTAINS: "a" } },
      { NOT: { [one]: { name_CONTAINS: "1" } } },
      { [`${one}_NOT`]: { name_CONTAINS: "1" } },
    ]),
    { next: { next: { size_GT: 4 } } },
    ...["friends", "lids", "contents", "previous"].flatMap((to) =>
      ["SOME", "NONE", "ALL", "SINGLE"].flatMap((quantifier) => [
        { [`${to}_${quantifier}`]: { name_NOT: null } },
        { [`${to}_${quantifier}`]: { name_STARTS_WITH: to === "lids" ? "x" : "b" } },
        { [`${to}_${quantifier}`]: { name: "nobody" } },
        { NOT: { [`${to}_${quantifier}`]: { id_CONTAINS: "1" } } },
      ]),
    ),
    ...["friends", "lids", "contents", "previous", "finds", "marks"].flatMap((to) => [
      { [`${to}_SOME`]: null },
      { [`${to}_NONE`]: null },
      { [`${to}_EXISTS`]: true },
    ]),
    { lids_SINGLE: { isOpen: true } },
    { lids_ALL: { isOpen: false } },
    { finds_SOME: { Ball: { size_GT: 1 } } },
    { finds_NONE: { Account: { name: "a" } } },
    { finds_SINGLE: { Ball: { size: 1 }, Account: { name: "b" } } },
    { finds_ALL: { Ball: { size_GT: 1 } } },
    { connector: { name: "a" } },
    { marks_NONE: { kind: "B" } },
    { stickers_SOME: { name: "a" } },
  ],
  Ball: [
    { colour_STARTS_WITH: "red" },
    { colour_ENDS_WITH: "red" },
    { NOT: { colour_ENDS_WITH: "red" } },
    { colour_MATCHES: ".*red.*" },
    { NOT: { colour_MATCHES: ".*1.*" } },
    { colour: "red 0" },
    { colour_IN: ["red 0", "green 1"] },
    { NOT: { colour_IN: ["red 0", null] } },
    { colour_IN: [null] },
    { NOT: { colour_IN: [] } },
    { colour: null },
    { colour_NOT: null },
    { colour_LT: "h" },
    { inside_SOME: { size_GT: 3 } },
    { inside_NONE: { size_GT: 3 } },
    { inside_SINGLE: { size: 300 } },
    { home: { name: "b" } },
  ],
  Account: [
    { boxes_SOME: { size: 300 } },
    { boxes_SINGLE: { name: "box 7 é" } },
    { things_ALL: { size_GT: -6 } },
    { things_SOME: { name_CONTAINS: "all 2" } },
    { anywhere_NONE: { level: "LOW" } },
    { anywhere_SOME: { size: 1 } },
  ],
  Lid: [
    { box: { size_GT: 3 } },
    { NOT: { box: { isOpen: true } } },
    { box: null },
    { isOpen: true },
  ],
  Thing: [
    { size_GT: 2 },
    { home: null },
    { typename_IN: ["Ball"] },
    { NOT: { name_CONTAINS: "1" } },
  ],
  Find: [{ Ball: { size: 1 } }],
};

const toRelated = new RegExp(
  `"(${[...toys.types.values()].flatMap(({ relations }) => [...relations.keys()]).join("|")})[_"]|"(Ball|Account)"`,
);
const questions = Object.entries(asked).flatMap(([type, wheres]) =>
  wheres.map((where) => ({ type, where, leadsOn: toRelated.test(JSON.stringify(where)) })),
);

describe.each([
  ["everything was collected", false],
  ["some is missing", true],
])("where %s the engine answers as the reference does", (_title, lacks) => {
  const large = estateOf(manyBoxes, lacks);
  const small = estateOf(fewBoxes, lacks);
  const inventories = new Map([large, small].map((estate) => [estate, inventoryOf(estate)]));

  test.each(questions)("$type $where", async ({ type, where, leadsOn }) => {
    const estate = leadsOn ? small : large;
    const { filter, mistakes } = readWhere(toys, type, where);
    expect(mistakes).toEqual([]);
    const [found] = await answer(inventories.get(estate)!, [{ type, where: filter! }]);
    expect(found).toEqual(evaluate(estate, type, filter));
  });
});
