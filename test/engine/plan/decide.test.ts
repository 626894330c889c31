import { describe, expect, test } from "vitest";
import { compileComparison } from "../../../src/dialect/operators.ts";
import { type ColumnCache, createColumnCache } from "../../../src/engine/columns/column-cache.ts";
import { createMemory } from "../../../src/engine/kernels/memory.ts";
import {
  decideCodes,
  decideSorted,
  hasOrder,
  testSlices,
} from "../../../src/engine/plan/decide.ts";
import type { CodedColumn } from "../../../src/inventory/tables.ts";
import type { FieldValue, Filter, Scalar, ScalarName } from "../../../src/types.ts";
import { tablesOf } from "../ask.ts";
import { toys } from "../random-estate.ts";

type Comparison = Extract<Filter, { kind: "compare" }>;

const compare = (operator: string, value: unknown): Comparison =>
  ({ kind: "compare", field: "x", operator, value }) as Comparison;

const sorted = (scalar: ScalarName, values: readonly Scalar[]) => ({
  scalar,
  count: values.length,
  value: (index: number) => values[index]!,
});

const numbers = sorted("Int", [-5, 0, 2, 10]);
const texts = sorted("String", ["", "a", "ab", "abc", "b", "é"]);
const big = sorted("BigInt", ["-7", "9", "10"]);

describe("sorted values are decided by their order, as runs of positions", () => {
  test.each<[string, unknown, object, object]>([
    ["EQ", 2, [[2, 2]], [[0, 1], [3, 3]]], // prettier-ignore
    ["EQ", -5, [[0, 0]], [[1, 3]]],
    ["EQ", 10, [[3, 3]], [[0, 2]]],
    ["EQ", 1, [], [[0, 3]]],
    ["LT", 2, [[0, 1]], [[2, 3]]],
    ["LT", -5, [], [[0, 3]]],
    ["LT", 11, [[0, 3]], []],
    ["LTE", 2, [[0, 2]], [[3, 3]]],
    ["LTE", -6, [], [[0, 3]]],
    ["GT", 2, [[3, 3]], [[0, 2]]],
    ["GT", 10, [], [[0, 3]]],
    ["GTE", 2, [[2, 3]], [[0, 1]]],
    ["GTE", -5, [[0, 3]], []],
    ["IN", [10, 0], [[1, 1], [3, 3]], [[0, 0], [2, 2]]], // prettier-ignore
    ["IN", [2, 0, 2], [[1, 2]], [[0, 0], [3, 3]]], // prettier-ignore
    ["IN", [-5, 10, 0, 2], [[0, 3]], []],
    ["IN", [], [], [[0, 3]]],
  ])("numbers %s %j", (operator, wanted, whenTrue, whenFalse) => {
    expect(decideSorted(numbers, compare(operator, wanted))).toEqual({ whenTrue, whenFalse });
  });

  test.each<[string, string, object, object]>([
    ["STARTS_WITH", "ab", [[2, 3]], [[0, 1], [4, 5]]], // prettier-ignore
    ["STARTS_WITH", "", [[0, 5]], []],
    ["STARTS_WITH", "é", [[5, 5]], [[0, 4]]],
    ["STARTS_WITH", "ac", [], [[0, 5]]],
    ["LT", "b", [[0, 3]], [[4, 5]]],
    ["GT", "abc", [[4, 5]], [[0, 3]]],
    ["EQ", "", [[0, 0]], [[1, 5]]],
  ])("texts %s %j", (operator, wanted, whenTrue, whenFalse) => {
    const decided = { whenTrue, whenFalse };
    expect(decideSorted(texts, compare(operator, wanted))).toEqual(decided);
    expect(decideSorted({ ...texts, scalar: "ID" }, compare(operator, wanted))).toEqual(decided);
  });

  test("texts by code point, where UTF-16 would have it the other way round", () => {
    const two = sorted("String", ["\ufffd", "\u{1f600}"]);
    const before = { whenTrue: [[0, 0]], whenFalse: [[1, 1]] };
    expect(decideSorted(two, compare("LT", "\u{1f600}"))).toEqual(before);
    expect(decideSorted({ ...two, scalar: "ID" }, compare("LT", "\u{1f600}"))).toEqual(before);
  });

  test("whole numbers of any size by value, though they stand as texts", () => {
    expect(decideSorted(big, compare("GT", "9"))).toEqual({
      whenTrue: [[2, 2]],
      whenFalse: [[0, 1]],
    });
  });

  test("a miss in a list with null is unknown, a hit is none the less true", () => {
    expect(decideSorted(numbers, compare("IN", [null, 2]))).toEqual({
      whenTrue: [[2, 2]],
      whenFalse: [],
    });
  });
});

describe("order decides nothing", () => {
  const eight = [1, 2, 3, 4, 5, 6, 7, 8];
  test.each<[string, Parameters<typeof decideSorted>[0], Comparison, boolean]>([
    ["of an operator without one", texts, compare("CONTAINS", "a"), false],
    ["where case is ignored", texts, { ...compare("EQ", "a"), ignoreCase: true }, false],
    ["where there are no values", sorted("Int", []), compare("EQ", 1), false],
    ["between a number and a text", numbers, compare("EQ", "2"), false],
    ["where one of a list is of another kind", numbers, compare("IN", [2, "2"]), false],
    ["of more than eight", numbers, compare("IN", [...eight, 9]), false],
    ["but of eight", numbers, compare("IN", eight), true],
    ["but of eight of which one is null", numbers, compare("IN", [...eight.slice(1), null]), true],
  ])("%s", (_title, values, comparison, decides) => {
    expect(decideSorted(values, comparison) !== undefined).toBe(decides);
  });
});

describe("values are tested one by one into bits", () => {
  const answer = (actual: FieldValue) =>
    (actual as number) % 3 === 0 ? true : (actual as number) % 3 === 1 ? false : undefined;

  test.each([0, 1, 7, 8, 9, 16, 63, 64, 65])("%i values, eight between two yields", (count) => {
    const runs: [from: number, to: number][] = [];
    const work = testSlices(answer, {
      count,
      each(visit, from, to) {
        runs.push([from, to]);
        for (let i = from; i < to; i++) visit(i, i);
      },
    });
    let yields = 0;
    for (;;) {
      const { done, value } = work.next();
      if (!done) {
        yields++;
        continue;
      }
      for (const [which, rest] of [
        ["whenTrue", 0],
        ["whenFalse", 1],
      ] as const) {
        const bits = value[which];
        expect(bits).toHaveLength(Math.ceil(count / 8));
        const set = [...new Array(bits.length * 8).keys()].filter(
          (i) => (bits[i >> 3]! >> (i & 7)) & 1,
        );
        expect(set).toEqual([...new Array(count).keys()].filter((i) => i % 3 === rest));
      }
      break;
    }
    expect(yields).toBe(Math.ceil(count / 8));
    expect(runs.map(([from]) => from)).toEqual([...new Array(yields).keys()].map((i) => i * 8));
    expect(runs.map(([, to]) => to)).toEqual(runs.map(([from]) => Math.min(from + 8, count)));
  });
});

describe("codes of a dictionary", () => {
  const sizes = [null, 1, 2, 3, 5, null, 8];
  const labels = [["a"], ["b"], ["a", "b"], [null, "b"]];
  const records = sizes.map((size, i) => ({
    ...{ type: "Box", id: `/a/box/${i}`, connector: "/a", links: {} },
    fields: {
      size,
      region: size === null ? null : "abcde"[i % 5]!,
      labels: labels[i % 4]!,
      isOpen: i % 2 === 0,
    },
  }));
  const { tables } = tablesOf({ model: toys, records, collections: [] });
  const { columns } = tables.get("Box")!;
  const cache = createColumnCache(createMemory());
  const fields = toys.types.get("Box")!.fields;
  const decide = (name: string, operator: string, value: unknown) => {
    const column = columns.get(name) as CodedColumn;
    const field = fields.get(name)!;
    const found = decideCodes(cache, field, column, compare(operator, value));
    // Each code for itself, as the operator has it.
    const answer = compileComparison(field, compare(operator, value));
    const codes = [...new Array(column.dictionary.count + 1).keys()];
    const answers = codes.map((code) =>
      answer(code === 0 ? null : cache.value(column.dictionary, code)),
    );
    const inside = (ranges: typeof found.whenTrue) =>
      codes.filter((code) => ranges.some(([low, high]) => low <= code && code <= high));
    expect(inside(found.whenTrue)).toEqual(codes.filter((code) => answers[code] === true));
    expect(inside(found.whenFalse)).toEqual(codes.filter((code) => answers[code] === false));
    return found;
  };

  test("are found by a few looks where the operator has an order, and each is looked at where not", () => {
    const ids = [...new Array(1000).keys()];
    const boxes = ids.map((size) => ({ ...{ type: "Box", id: `/a/${size}`, connector: "/a", links: {} }, fields: { size } })); // prettier-ignore
    const { tables: own } = tablesOf({ model: toys, records: boxes, collections: [] });
    const column = own.get("Box")!.columns.get("size") as CodedColumn;
    let looks = 0;
    const counting: ColumnCache = {
      ...cache,
      value: (...about) => {
        looks++;
        return cache.value(...about);
      },
      eachValue: (dictionary, visit) =>
        cache.eachValue(dictionary, (...about) => {
          looks++;
          visit(...about);
        }),
    };
    const looksFor = (comparison: Comparison) => {
      looks = 0;
      decideCodes(counting, fields.get("size")!, column, comparison);
      return looks;
    };
    expect(looksFor(compare("GT", 500))).toBeLessThan(20);
    expect(looksFor(compare("IN", ids.slice(0, 9)))).toBe(1000);
  });

  test("begin at 1; 0 is null, and in neither", () => {
    expect(decide("size", "GT", 2)).toEqual({ whenTrue: [[3, 5]], whenFalse: [[1, 2]] });
    expect(decide("size", "EQ", 3)).toEqual({ whenTrue: [[3, 3]], whenFalse: [[1, 2], [4, 5]] }); // prettier-ignore
  });

  test("null is what the schema says in its place, joined to its neighbours", () => {
    expect(decide("region", "LTE", "c")).toEqual({ whenTrue: [[0, 2]], whenFalse: [[3, 4]] });
    expect(decide("region", "GT", "c")).toEqual({ whenTrue: [[3, 4]], whenFalse: [[0, 2]] });
    expect(decide("region", "EQ", "d").whenFalse).toEqual([[0, 2], [4, 4]]); // prettier-ignore
    expect(decide("region", "IN", ["b", "d"]).whenTrue).toEqual([[0, 1], [3, 3]]); // prettier-ignore
  });

  test("null is false in an empty list", () => {
    expect(decide("size", "IN", [])).toEqual({ whenTrue: [], whenFalse: [[0, 5]] });
  });

  test("of lists, and of many wanted values, each is tested: neighbours are one run, what cannot be told is in none", () => {
    // In the order of their JSON: ["a","b"], ["a"], ["b"], [null,"b"].
    expect(decide("labels", "INCLUDES", "a")).toEqual({
      whenTrue: [[1, 2]],
      whenFalse: [[3, 3]],
    });
    expect(decide("labels", "INCLUDES", "b")).toEqual({ whenTrue: [[1, 1], [3, 4]], whenFalse: [[2, 2]] }); // prettier-ignore
    const many = [1, 3, 5, 11, 12, 13, 14, 15, 16];
    expect(decide("size", "IN", many)).toEqual({
      whenTrue: [[1, 1], [3, 4]],
      whenFalse: [[2, 2], [5, 5]],
    }); // prettier-ignore
  });

  test.each([
    ["size", "GT", 2, true],
    ["region", "EQ", "b", true],
    ["region", "CONTAINS", "b", false],
    ["labels", "EQ", ["a"], false],
    ["isOpen", "EQ", true, false],
  ] as const)("%s %s %j has an order: %j", (name, operator, value, expected) => {
    const column = columns.get(name) as CodedColumn;
    expect(hasOrder(cache, fields.get(name)!, column, compare(operator, value))).toBe(expected);
    decide(name, operator, value);
  });
});
