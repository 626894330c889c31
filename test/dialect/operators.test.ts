import { describe, expect, test } from "vitest";
import { type Tristate, compileComparison, operators } from "../../src/dialect/operators.ts";
import type { Wanted } from "../../src/dialect/variables.ts";
import type { FieldValue, ScalarName } from "../../src/types.ts";

/** Operator, scalar, what is wanted, and what it comes to for stored values; undefined is unknown. */
type Row = readonly [string, ScalarName, Wanted, readonly (readonly [FieldValue, Tristate])[]];

const rows: readonly Row[] = [
  [
    "EQ",
    "String",
    ["a", null],
    [
      [["a", "b"], undefined],
      [["a", null], undefined],
      [["b", "b"], false],
      [["a"], false],
      ["a", false],
    ],
  ],
  [
    "INCLUDES_ALL",
    "String",
    [null],
    [
      [[], false],
      [["a"], undefined],
    ],
  ],
  [
    "EQ",
    "String",
    "x",
    [
      ["x", true],
      ["X", false],
      ["", false],
      [null, undefined],
      [5, false],
    ],
  ],
  [
    "EQ",
    "Boolean",
    false,
    [
      [false, true],
      [true, false],
      [null, undefined],
    ],
  ],
  [
    "EQ",
    "Float",
    2,
    [
      [2, true],
      [2.5, false],
      ["2", false],
    ],
  ],
  [
    "EQ",
    "String",
    ["a", "b"],
    [
      [["a", "b"], true],
      [["b", "a"], false],
      [["a"], false],
      [["a", null], undefined],
      [["c", null], false],
      [null, undefined],
      ["a", false],
    ],
  ],
  [
    "EQ",
    "String",
    [],
    [
      [[], true],
      [["a"], false],
      [null, undefined],
    ],
  ],
  [
    "IN",
    "String",
    ["x", "y"],
    [
      ["y", true],
      ["z", false],
      [null, undefined],
      [5, false],
    ],
  ],
  [
    "IN",
    "String",
    [],
    [
      ["x", false],
      [null, false],
    ],
  ],
  [
    "IN",
    "String",
    ["x", null],
    [
      ["x", true],
      ["y", undefined],
      [null, undefined],
    ],
  ],
  [
    "CONTAINS",
    "String",
    "b",
    [
      ["abc", true],
      ["ABC", false],
      ["", false],
      [null, undefined],
      [5, undefined],
    ],
  ],
  [
    "CONTAINS",
    "String",
    "",
    [
      ["", true],
      ["x", true],
      [null, undefined],
    ],
  ],
  [
    "STARTS_WITH",
    "String",
    "a",
    [
      ["ab", true],
      ["ba", false],
      [null, undefined],
      [true, undefined],
    ],
  ],
  [
    "ENDS_WITH",
    "String",
    "b",
    [
      ["ab", true],
      ["ba", false],
      [null, undefined],
    ],
  ],
  [
    "MATCHES",
    "String",
    "a.",
    [
      ["ab", true],
      ["abc", false],
      [null, undefined],
      [5, undefined],
    ],
  ],
  [
    "LT",
    "Int",
    5,
    [
      [4, true],
      [5, false],
      [null, undefined],
      ["4", undefined],
      [[4], undefined],
    ],
  ],
  [
    "LTE",
    "String",
    "b",
    [
      ["B", true],
      ["b", true],
      ["c", false],
      [4, undefined],
    ],
  ],
  [
    "GT",
    "DateTime",
    "2024-01-01T00:00:00Z",
    [
      ["2024-01-01T00:00:00.0001Z", true],
      ["2024-01-01T00:00:00Z", false],
      [null, undefined],
    ],
  ],
  [
    "GTE",
    "BigInt",
    "10",
    [
      ["9", false],
      ["10", true],
      ["11", true],
    ],
  ],
  [
    "INCLUDES",
    "String",
    "a",
    [
      [["b", "a"], true],
      [["b"], false],
      [["b", null], undefined],
      [[], false],
      [null, undefined],
      ["a", undefined],
    ],
  ],
  [
    "INCLUDES_ALL",
    "String",
    ["a", "b"],
    [
      [["b", "c", "a"], true],
      [["a"], false],
      [[], false],
      [["a", null], undefined],
      [null, undefined],
      ["a", undefined],
    ],
  ],
  [
    "INCLUDES_ALL",
    "String",
    ["a", null],
    [
      [["a"], undefined],
      [["b"], false],
    ],
  ],
  [
    "INCLUDES_ALL",
    "String",
    [],
    [
      [["a"], true],
      [[], true],
      [null, undefined],
    ],
  ],
  [
    "INCLUDES_SOME",
    "String",
    ["a", "b"],
    [
      [["c", "b"], true],
      [["c"], false],
      [[], false],
      [["c", null], undefined],
      [["a", null], true],
      [null, undefined],
    ],
  ],
  [
    "INCLUDES_SOME",
    "String",
    [],
    [
      [["a"], false],
      [null, undefined],
    ],
  ],
];

describe("each operator is true, false or unknown", () => {
  test.each(
    rows.flatMap(([operator, scalar, value, answers]) =>
      answers.map(([actual, expected]) => ({ operator, scalar, value, actual, expected })),
    ),
  )("$actual $operator $value is $expected", ({ operator, scalar, value, actual, expected }) => {
    const test = compileComparison({ scalar }, { kind: "compare", field: "f", operator, value });
    expect(test(actual)).toBe(expected);
  });

  test("none is without its rows", () => {
    expect(Object.keys(operators).filter((name) => !rows.some(([row]) => row === name))).toEqual(
      [],
    );
  });

  test.each(
    Object.entries(operators).flatMap(([name, { prepare, test: plain }]) =>
      prepare ? [[name, prepare, plain] as const] : [],
    ),
  )("%s says the same prepared and plain", (name, prepare, plain) => {
    for (const [operator, scalar, wanted, answers] of rows.filter(([row]) => row === name)) {
      for (const [actual, expected] of answers.filter(([value]) => value !== null)) {
        expect([operator, prepare(wanted)(actual)]).toEqual([operator, expected]);
        expect([operator, plain(actual, wanted, scalar)]).toEqual([operator, expected]);
      }
    }
  });
});

describe("compileComparison", () => {
  const compare = (operator: string, value: Wanted, ignoreCase?: true) =>
    compileComparison(
      { scalar: "String", coalesce: "unknown" },
      { kind: "compare", field: "f", operator, value, ...(ignoreCase && { ignoreCase }) },
    );

  test("@coalesce stands in for null", () => {
    expect(compare("EQ", "unknown")(null)).toBe(true);
    expect(compare("EQ", "x")(null)).toBe(false);
    expect(compare("IN", ["a", "unknown"])(null)).toBe(true);
  });

  test.each<[string, Wanted, FieldValue, Tristate]>([
    ["EQ", "ÄB", "äb", true],
    ["IN", ["X", "Y"], "y", true],
    ["CONTAINS", "b", "ABC", true],
    ["STARTS_WITH", "A", "abc", true],
    ["ENDS_WITH", "C", "abc", true],
    ["ENDS_WITH", "C", "abd", false],
    ["EQ", ["A"], ["a"], true],
    ["LT", "B", "a", true],
    ["LT", "a", "B", false],
    ["GTE", "b", "B", true],
    // The pattern itself is not lower-cased: \\W is not \\w.
    ["MATCHES", "É\\W[A-Z]", "é-b", true],
    ["MATCHES", "É\\W", "éa", false],
  ])("ignoring case, %s %j on %j", (operator, value, actual, expected) => {
    expect(compare(operator, value, true)(actual)).toBe(expected);
  });
});

test("a list that stands for absence is compared as any list", () => {
  const answer = (operator: string, value: Wanted) =>
    compileComparison(
      { scalar: "String", coalesce: [] },
      { kind: "compare", field: "f", operator, value },
    )(null);
  expect(answer("INCLUDES", "a")).toBe(false);
  expect(answer("INCLUDES_ALL", ["a"])).toBe(false);
  expect(answer("EQ", [])).toBe(true);
});

test("each operator is said in words before a value, and to columns as a search or an order", () => {
  const said = Object.entries(operators).map(
    ([name, { phrases, search, order }]) =>
      `${name}: ${phrases.join(", ")}; ${search ?? "no search"}, ${order ?? "no order"}`,
  );
  expect(said).toEqual([
    "EQ: =, !=; equals, EQ",
    "IN: in, not in; equals, IN",
    "CONTAINS: contains, does not contain; contains, no order",
    "STARTS_WITH: starts with, does not start with; startsWith, PREFIX",
    "ENDS_WITH: ends with, does not end with; endsWith, no order",
    "MATCHES: matches, does not match; no search, no order",
    "LT: <, not <; no search, LT",
    "LTE: <=, not <=; no search, LTE",
    "GT: >, not >; no search, GT",
    "GTE: >=, not >=; no search, GTE",
    "INCLUDES: includes, does not include; no search, no order",
    "INCLUDES_ALL: includes all, does not include all; no search, no order",
    "INCLUDES_SOME: includes some, does not include some; no search, no order",
  ]);
});
