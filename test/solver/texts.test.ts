import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compilePattern, judgePattern } from "../../src/dialect/pattern.ts";
import { compileComparison, type Comparison } from "../../src/dialect/operators.ts";
import { readWhere } from "../../src/dialect/filter.ts";
import { search } from "../../src/solver/search.ts";
import { textsFor } from "../../src/solver/texts/condition-regex.ts";
import { createRegexMaker, type Regex } from "../../src/solver/texts/regex.ts";
import { findShortest } from "../../src/solver/texts/shortest.ts";
import { toys } from "../engine/random-estate.ts";
import "../random-seed.ts";

function matches(regex: Regex, text: string): boolean {
  return [...text].reduce((rest, one) => rest.derive(one.codePointAt(0)!), regex).nullable;
}

const letters = fc.constantFrom(..."abABkKs0 @.-\nßẞſéÉ\u{1f600}");
const someText = fc.array(letters, { maxLength: 6 }).map((list) => list.join(""));

const operators = ["EQ", "CONTAINS", "STARTS_WITH", "ENDS_WITH", "LT", "LTE", "GT", "GTE"];

test("a condition's regular expression has the texts for which it is true", () => {
  const comparison = fc
    .tuple(fc.constantFrom(...operators), someText, fc.boolean())
    .map(([operator, value, folds]): Comparison => ({
      ...{ kind: "compare", field: "name", operator, value },
      ...(folds ? { ignoreCase: true } : {}),
    }));
  fc.assert(
    fc.property(comparison, someText, (one, text) => {
      const make = createRegexMaker();
      const expected = compileComparison({ scalar: "String" }, one)(text);
      expect(matches(textsFor(make, one)!, text)).toBe(expected);
    }),
    { numRuns: 2000 },
  );
});

const patterns = [
  "a*b?",
  "(a|b)+0{2,3}",
  "[^a]*",
  "(?i)ab[k-s]",
  "(?iu)é.",
  ".*@.*\\.[a-b]+",
  "\\w+\\d",
  "\\p{Lu}.*",
  "[\\p{Alpha}&&a]",
  "^ab$",
  "(?:^|x)a",
  "(?s).*",
  "\\Qa.b\\E",
  "a{0}",
  "[-a]",
  "[]a]",
  "(a|)(b|)",
  "((?i)a)b",
  "\\s\\S",
  "\\x41[\\x{42}]",
];

test.each(patterns)("%s has the texts that the pattern matches", (value) => {
  if (judgePattern(value).kind !== "linear") return;
  const make = createRegexMaker();
  const one: Comparison = { kind: "compare", field: "name", operator: "MATCHES", value };
  const regex = textsFor(make, one)!;
  const test = compilePattern(value);
  fc.assert(
    fc.property(someText, (text) => {
      expect(matches(regex, text)).toBe(test(text));
    }),
    { numRuns: 300 },
  );
  const shortest = findShortest(make, regex);
  expect(typeof shortest === "object" && test(shortest.text)).toBe(true);
});

describe("conditions on one text together", () => {
  const name = (where: Record<string, unknown>) => {
    const { filter } = readWhere(toys, "Box", where);
    const found = search(toys, "Box", [{ filter: filter!, truths: ["true"] }]);
    return found.is === "found" ? found.estate.records[0]!.fields.name : found.is;
  };
  test.each<readonly [Record<string, unknown>, string]>([
    [{ name_STARTS_WITH: "a", name_ENDS_WITH: "b", name_MATCHES: "...." }, "abbb"],
    [{ name_STARTS_WITH: "aaa", name_ENDS_WITH: "bbb", name_MATCHES: "...." }, "cannot"],
    [{ name_MATCHES: "[a-z0-9._]+@[a-z]+\\.(com|net)" }, "a@a.com"],
    [{ name_MATCHES: "a.*", NOT: { name_STARTS_WITH: "a" } }, "cannot"],
    [{ name_GT: "a", name_LT: "a!" }, "a "],
    [{ name_GT: "a", name_LT: "a\u0000" }, "cannot"],
    [{ name_GT: "a", name_LT: "b", NOT: { name_CONTAINS: "a" } }, "cannot"],
    [
      { name: { caseInsensitive: { eq: "kelvin" } }, NOT: { name_IN: ["kelvin", "KELVIN"] } },
      "kelviN",
    ],
    [{ name_MATCHES: "\\bab\\b", NOT: { name_MATCHES: "a.*" } }, "notDecided"],
    [{ name_MATCHES: ".{0,400}x", NOT: { name_ENDS_WITH: "x" } }, "cannot"],
  ])("%j: %s", (where, expected) => {
    expect(name(where)).toBe(expected);
  });
});
