import fc from "fast-check";
import { RE2JS } from "re2js";
import { expect, test } from "vitest";
import { createCall } from "../../src/graphql/call.ts";
import { sizeOf, spendPatterns } from "../../src/graphql/patterns.ts";
import { inventoryOf } from "./estate.ts";

test.each([
  ["abc", 3],
  ["a{3}", 7],
  ["[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}", 195],
  ["a{0,1000}".repeat(100), 100_900],
  ["((a{10}){10}){10}", 2700],
  ["((a{1000}){1000}){1000}", 1_023_000],
])("the size of %s is %i", (pattern, size) => {
  expect(sizeOf(pattern)).toBe(size);
});

/** Patterns that repeat characters, classes and groups, within one another. */
const patterns = fc.letrec<{ item: string; pattern: string }>((tie) => ({
  item: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom("a", "[(]", "[a-z)]", "\\(", "\\p{L}", ".", "\\d"),
    fc.tuple(tie("item"), fc.nat(9)).map(([item, count]) => `(${item}${item}){${count},9}`),
    fc.tuple(tie("pattern"), fc.nat(30)).map(([pattern, count]) => `(?:${pattern}b{${count}})`),
  ),
  pattern: fc.array(tie("item"), { minLength: 1, maxLength: 4 }).map((items) => items.join("")),
})).pattern;

test("no pattern compiles to much more than its size", () => {
  fc.assert(
    fc.property(patterns, (pattern) => {
      let program: RE2JS;
      try {
        program = RE2JS.compile(pattern);
      } catch {
        return;
      }
      // Two instructions for what may be left out, four around the whole.
      expect(program.programSize()).toBeLessThanOrEqual(3 * sizeOf(pattern) + 4);
    }),
    { numRuns: 300 },
  );
});

test("patterns are accounted for in every spelling, before they are compiled", () => {
  const inventory = inventoryOf([]);
  const where = {
    OR: [{ name_MATCHES: "a{40}" }, { name: { matches: "a{40}" } }, { name_NOT_MATCHES: "a{40}" }],
  };
  const spend =
    (patternSize: number, patterns = 3) =>
    () =>
      spendPatterns(createCall(inventory, { patterns, patternSize }), where);
  expect(spend(135)).not.toThrow();
  expect(spend(134)).toThrow("larger than 134 characters");
  expect(spend(135, 2)).toThrow("more than 2 patterns");
});
