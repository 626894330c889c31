import { expect, test } from "vitest";
import { judgeMark, marks } from "./marks.ts";
import { createMeasurements, median, warmMedian } from "./measurements.ts";
import { readOptions, renderSize } from "./options.ts";

const known = { parts: ["engine", "cold"], usual: ["engine"], engines: ["assay", "sqlite-in"] };

test.each([
  [[], { parts: ["engine"], sizes: [1000, 10_000, 100_000], sizesNamed: false, engines: [] }],
  [["cold", "--sizes", "1M,500"], { parts: ["cold"], sizes: [500, 1_000_000], sizesNamed: true }],
  [["--full"], { parts: ["engine", "cold"], sizes: [1000, 10_000, 100_000, 1_000_000] }],
  [["--engines", "sqlite-in", "--seed", "9"], { engines: ["sqlite-in"], seed: 9 }],
])("%j is understood", (args, expected) => {
  expect(readOptions(args, known)).toMatchObject(expected);
});

test.each([
  [["colt"], 'There is no part "colt". Did you mean "cold"?'],
  [["--engines", "oracle"], 'There is no engine "oracle". There are assay, sqlite-in.'],
  [["--seed", "x"], '"--seed x" is no whole number from 1 on.'],
  [["--sizes", "many"], 'The size "many" is no number of connectors, such as 500, 10k or 1M.'],
])("%j is refused with what there is", (args, message) => {
  expect(() => readOptions(args, known)).toThrow(message);
});

test("sizes are shown as they are given", () => {
  expect([500, 10_000, 1_000_000].map(renderSize)).toEqual(["500", "10k", "1M"]);
});

test("the better form of an engine counts, and an engine is not another whose name begins alike", () => {
  const found = createMeasurements();
  const common = { measure: "counts", connectors: 10, title: "", unit: "ms", runs: 1 } as const;
  for (const [subject, value] of [
    ["duckdb-in", 30],
    ["duckdb-exists", 20],
    ["duckdbx", 1],
  ] as const)
    found.add({ ...common, subject, value });
  expect(found.best("counts", "duckdb", 10)).toBe(20);
  expect(found.best("counts", "duckdb", 11)).toBeUndefined();
});

test("medians leave the first of several runs out where warm ones are asked for", () => {
  expect(median([5, 1, 3])).toBe(3);
  expect(median([1, 2])).toBe(1.5);
  expect(warmMedian([100, 3, 1, 2])).toBe(2);
  expect(warmMedian([100])).toBe(100);
});

test("a mark is judged in its own direction", () => {
  const mark = { ...marks[0]!, must: 20, stretch: 40 };
  expect([10, 20, 40].map((ratio) => judgeMark(mark, ratio))).toEqual([
    "missed",
    "must",
    "stretch",
  ]);
  const least = { ...mark, must: 36, stretch: 24, atMost: true as const };
  expect([40, 36, 24].map((ratio) => judgeMark(least, ratio))).toEqual([
    "missed",
    "must",
    "stretch",
  ]);
});
