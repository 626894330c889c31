import { expect, test } from "vitest";
import { renderFilter } from "../../src/dialect/render.ts";
import type { Filter } from "../../src/types.ts";

const a: Filter = { kind: "null", field: "a" };
const b: Filter = { kind: "compare", field: "b", operator: "EQ", value: 'it is "b"' };

test("the order and repetition of conditions do not matter", () => {
  expect(renderFilter({ kind: "or", of: [b, a, b] })).toBe(
    renderFilter({ kind: "or", of: [a, b] }),
  );
});

test.each<[string, Filter]>([
  ['a is null AND b = "it is \\"b\\""', { kind: "and", of: [a, b] }],
  [
    "(a is null AND x LT 5) OR c NONE",
    {
      kind: "or",
      of: [
        { kind: "quantify", relation: "c", quantifier: "NONE" },
        { kind: "and", of: [a, { kind: "compare", field: "x", operator: "LT", value: 5 }] },
      ],
    },
  ],
  [
    "NOT (c ALL (a is null))",
    { kind: "not", of: { kind: "quantify", relation: "c", quantifier: "ALL", where: a } },
  ],
  [
    'b IN ["x",null] ignoring case',
    { kind: "compare", field: "b", operator: "IN", value: ["x", null], ignoreCase: true },
  ],
  ["type is A or B", { kind: "type", names: ["B", "A"] }],
])("%s", (text, filter) => {
  expect(renderFilter(filter)).toBe(text);
});
