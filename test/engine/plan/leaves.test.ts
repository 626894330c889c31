import { describe, expect, test } from "vitest";
import { readWhere } from "../../../src/dialect/filter.ts";
import type { Bits } from "../../../src/engine/plan/node.ts";
import type { AssetRecord } from "../../../src/types.ts";
import { type Estate, evaluate } from "../../reference/evaluate.ts";
import { tablesOf } from "../ask.ts";
import { countAmiss, planOver, shapeOf } from "../planned.ts";
import { toys } from "../random-estate.ts";

const regions = ["eu", "us", "b", "asia", "ba"];
const nameOf = (i: number) => `${["box", "crate", "é"][i % 3]} ${i}`;
const regionOf = (i: number) => `${regions[i % 5]}${i}`;

/** Boxes of so many names and regions, and some more: of these some have neither, of others the name was not learnt. */
function boxes(names: number): Estate {
  const records = [...new Array(names + 40).keys()].map((i): AssetRecord => {
    const isNull = i >= names && i % 3 === 0;
    const lacks = i >= names && i % 3 === 1;
    return {
      ...{ type: "Box", id: `/a/box/${String(i).padStart(4, "0")}`, connector: "/a" },
      fields: {
        name: isNull || lacks ? null : nameOf(i % names),
        region: isNull ? null : regionOf(i % names),
        size: isNull ? null : i % 7,
        labels: [["a", "b"], ["b"], []][i % 3]!,
        isOpen: i % 2 === 0,
      },
      links: {},
      missing: lacks ? ["name"] : [],
    };
  });
  return { model: toys, records, collections: [] };
}

/** A plan's way, and its rows held to the reference, of a filter and of its negation. */
function prepareEstate(estate: Estate) {
  const planned = planOver(toys, tablesOf(estate));
  const box = planned.table("Box");
  const ids = estate.records.map(({ id }) => id).sort();
  /** What is taken by a step is brought before it, and what is brought is taken by one of the steps. */
  const find = (...all: readonly Bits[]) => {
    const worked = all.map((bits) => planned.work(bits, box));
    expect(countAmiss(...worked)).toEqual({ late: 0, idle: 0 });
    return worked.map(({ rows }) => rows.map((row) => ids[row]!));
  };
  return {
    planned,
    box,
    ways(where: object) {
      const { filter } = readWhere(toys, "Box", where);
      const { matched, undecided } = evaluate(estate, "Box", filter);
      const failing = evaluate(estate, "Box", { kind: "not", of: filter! });
      const holds = planned.truth("Box", where);
      const fails = planned.truth("Box", where, false);
      expect(find(holds, fails)).toEqual([matched, failing.matched]);
      expect(find(planned.missing("Box", where))).toEqual([undecided]);
      return [shapeOf(holds), shapeOf(fails)];
    },
    /** What the values themselves are asked by: codes in runs, a search, a test of each. */
    kinds(where: object) {
      const leaves = this.ways(where)
        .join()
        .replaceAll(/codes\([^ ]* 0-0\)/g, "")
        .match(/\b(codes|search|span|test)\(/g);
      return [...new Set(leaves)].map((leaf) => leaf.slice(0, -1)).join();
    },
  };
}

/** Texts of a dictionary that is just small enough to be tested value by value, and of one that is not. */
const small = prepareEstate(boxes(512));
const large = prepareEstate(boxes(513));
/** Most texts differ: each row has its own. */
const plain = prepareEstate(boxes(1100));

const many = (count: number) => [...new Array(count).keys()].map((i) => `eu${i * 5}`);
const caseless = { region: { caseInsensitive: { eq: "EU5" } } };

describe("which way a condition goes", () => {
  test.each<[string, object, string, string, string]>([
    ["an order is asked of a dictionary, and texts of rows are searched", { region: "us1" }, "codes", "codes", "search"],
    ["a prefix likewise", { region_STARTS_WITH: "us1" }, "codes", "codes", "search"],
    ["without a search each text is tested", { region_GT: "us1" }, "codes", "codes", "test"],
    ["the end of a text is searched for where there are many", { region_ENDS_WITH: "1" }, "codes", "search", "search"],
    ["a part of a text likewise", { region_CONTAINS: "u" }, "codes", "search", "search"],
    ["a pattern is tested, of however few", { region_MATCHES: "eu.*" }, "test", "test", "test"],
    ["where case is ignored many are tested", caseless, "codes", "test", "test"],
    ["eight wanted texts are looked for one by one", { region_IN: many(8) }, "codes", "codes", "search"],
    ["more are looked up in a set", { region_IN: many(9) }, "codes", "test", "test"],
    ["none is no work", { region_IN: [] }, "", "", ""],
  ])("%s", (_title, where, ...kinds) => {
    expect([small, large, plain].map((estate) => estate.kinds(where))).toEqual(kinds);
  }); // prettier-ignore
});

describe("a condition on a column of few values", () => {
  const label = (count: number) => [...new Array(count).keys()].map((i) => "abcdefghij"[i]!);
  test.each<[string, object, holds: string, fails: string]>([
    ["null", { size: null }, "codes(Box.size 0-0)", "codes(Box.size 1-7)"],
    ["not null", { size_NOT: null }, "codes(Box.size 1-7)", "codes(Box.size 0-0)"],
    ["a value", { size: 2 }, "codes(Box.size 3-3)", "codes(Box.size 1-2,4-7)"],
    ["a value that there is not", { size: 9 }, "none", "codes(Box.size 1-7)"],
    ["no value at all", { weight: 1 }, "none", "none"],
    ["null where no value is", { weight: null }, "all", "none"],
    ["null where all have one", { isOpen: null }, "codes(Box.isOpen 0-0)", "codes(Box.isOpen 1-2)"],
    [
      "eight members of a list, each tried",
      { labels_INCLUDES_ALL: label(8) },
      "none",
      "codes(Box.labels 1-3)",
    ],
  ])("%s", (_title, where, holds, fails) => {
    expect(small.ways(where)).toEqual([holds, fails]);
  });

  test("more members than eight are tried while others are served", () => {
    expect(small.kinds({ labels_INCLUDES_ALL: label(9) })).toBe("test");
    expect(small.kinds({ labels_INCLUDES_SOME: label(9) })).toBe("test");
    expect(small.kinds({ labels: label(9) })).toBe("test");
  });
});

describe("what was not learnt is in neither", () => {
  const unread = "stored(Box.name)";
  test("of a dictionary", () => {
    expect(small.ways({ name: nameOf(0) })).toEqual([
      `and(codes(Box.name 1-1), -${unread})`,
      `and(codes(Box.name 2-512), -${unread})`,
    ]);
    expect(small.ways({ name: null })[0]).toBe(`and(codes(Box.name 0-0), -${unread})`);
    expect(shapeOf(small.planned.missing("Box", { name: null }))).toBe(unread);
    expect(small.planned.missing("Box", { size: 1 })).toBe("none");
  });

  test("of rows with a text each", () => {
    expect(plain.ways({ name: null })).toEqual([
      `and(stored(Box.name null), -${unread})`,
      `not(or(stored(Box.name null), ${unread}))`,
    ]);
    for (const where of [{ name_MATCHES: "box.*" }, { name_CONTAINS: "é" }, { name_LT: "c" }])
      plain.ways(where);
  });
});

describe("rows in the order of their texts", () => {
  const id = (i: number) => `/a/box/${String(i).padStart(4, "0")}`;
  test.each<[string, object, holds: string, fails: string]>([
    ["one", { id: id(7) }, "span(Box 7-7)", "or(span(Box 0-6), span(Box 8-1139))"],
    ["a prefix", { id_STARTS_WITH: id(1).slice(0, -1) }, "span(Box 0-9)", "span(Box 10-1139)"],
    [
      "the first and the last",
      { id_IN: [id(1139), id(0)] },
      "or(span(Box 0-0), span(Box 1139-1139))",
      "span(Box 1-1138)",
    ],
    ["null", { id: null }, "none", "all"],
  ])("%s", (_title, where, holds, fails) => {
    expect(plain.ways(where)).toEqual([holds, fails]);
  });

  test("are searched and tested all the same where order does not help", () => {
    expect(plain.kinds({ id_ENDS_WITH: "7" })).toBe("search");
    expect(plain.kinds({ id_MATCHES: ".*7" })).toBe("test");
    expect(plain.kinds({ id_IN: [...new Array(9).keys()].map(id) })).toBe("test");
  });
});

describe("null among what is wanted leaves every miss open", () => {
  test.each([
    ["a dictionary", () => small],
    ["a large one", () => large],
    ["a text each", () => plain],
  ])("of %s", (_title, estate) => {
    expect(estate().ways({ region_IN: [regionOf(3), null] })[1]).toBe("none");
    expect(estate().ways({ name_IN: [nameOf(3), null] })[1]).toBe("none");
  });
});

test("of a null row the schema may say what it counts as, and each way takes it", () => {
  for (const estate of [small, large, plain])
    for (const where of [
      { region_CONTAINS: "b" },
      { region_CONTAINS: "u" },
      { region_ENDS_WITH: "b" },
      { region_MATCHES: "b" },
      { region_MATCHES: "e.*" },
      { region_LT: "ba" },
      { region: "b" },
      { region_IN: [...many(9), "b"] },
    ])
      estate.ways(where);
});

test("a field that the table or the model does not have is unknown", () => {
  const { planner, table } = small.planned;
  const condition = { kind: "null", field: "colour" } as const;
  for (const positive of [true, false])
    expect(planner.truth(table("Box"), condition, positive)).toBe("none");
  expect(planner.missing(table("Box"), condition)).toBe("none");
});
