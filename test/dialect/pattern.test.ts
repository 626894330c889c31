import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compilePattern, judgePattern } from "../../src/dialect/pattern.ts";

describe("a Java pattern matches the whole text", () => {
  test.each<[string, string, boolean]>([
    ["al", "alpha", false],
    ["al.*", "alpha", true],
    ["", "", true],
    [".*", "", true],
    ["(?i)alpha.*", "ALPHA-2", true],
    ["a(?i)b|c", "aB", true],
    ["a(?i)b|c", "C", true],
    ["a(?i)b|c", "AB", false],
    ["(?i:a)b", "Ab", true],
    ["(?i:a)b", "AB", false],
    ["(?i)a(?-i)b", "Ab", true],
    ["(?i)a(?-i)b", "AB", false],
    ["((?i)a)b", "AB", false],
    // Java's (?i) is about the letters of ASCII alone; with u it is about all.
    ["(?i)É", "é", false],
    ["(?iu)É", "é", true],
    ["(?u)É", "é", false],
    ["(?i)k", "\u212a", false],
    ["(?iu)k", "\u212a", true],
    ["(?iu:k)k", "\u212a\u212a", false],
    ["(?iu)k(?-u)k", "\u212aK", true],
    ["(?iu)k(?-u)k", "K\u212a", false],
    ["(?i)[^a]", "A", false],
    ["(?i)[b-z]+", "\u212a", false],
    ["(?i)[b-z]+", "Kk", true],
    ["(?i)[Z-a]+", "AZaz", true],
    ["(?i)[à-ï]", "É", false],
    ["(?iu)[à-ï]", "É", true],
    ["(?i)\\Qa\\E\\x42[\\Qc\\E]", "AbC", true],
    ["(?i)\\p{Lower}\\p{Lu}[\\p{Upper}][\\p{Ll}]", "AaaA", true],
    ["(?i)\\P{Lu}", "a", false],
    ["(?i)[\\P{Lu}]", "a", false],
    ["(?i)[\\P{Lu}]", "1", true],
    [".*", "a\nb", false],
    [".*", "a\rb", false],
    [".*", "a\u2028b", false],
    ["(?d).*", "a\rb", true],
    ["(?s).*", "a\nb", true],
    ["(?s:.)b", "\nb", true],
    ["[\\s\\S]*", "a\n b", true],
    ["\\s", "\u00a0", false],
    ["\\s", "\u000b", true],
    ["\\h\\v\\R", "\t\n\r\n", true],
    ["\\H", "a", true],
    ["\\Qa.b\\E+", "a.bbb", true],
    ["[\\Q^]\\E]+", "]^", true],
    ["\\Q(", "(", true],
    ["[\\w.-]+@[\\w-]+\\.[a-z]{2,}", "a.b-c@x-y.io", true],
    ["[]a]+", "]a", true],
    ["[^]]", "a", true],
    ["[a-]", "-", true],
    ["[\\x41-\\x{43}]", "B", true],
    ["\\u0041\\x42\\t", "AB\t", true],
    ["}]", "}]", true],
    ["\\p{Alpha}+", "abc", true],
    ["\\p{Alpha}+", "é", false],
    ["\\p{L}+", "é", true],
    ["\\pL", "é", true],
    ["\\P{Lu}", "a", true],
    ["\\p{IsLatin}\\p{IsGreek}", "aβ", true],
    ["[\\p{Punct}\\d]+", "1!2", true],
    ["(?<year>\\d{4})", "2024", true],
    ["a??b*?c+?", "bc", true],
    ["😀{2}", "😀😀", true],
    ["\\Aa\\z", "a", true],
    ["(a{50}){0,20}b{10}", "bbbbbbbbbb", true],
    ["\\@\\-\\_", "@-_", true],
    ["(?i)^/subscriptions/[0-9a-f-]+/.*", "/SUBSCRIPTIONS/0f/x", true],
  ])("%j on %j", (pattern, text, expected) => {
    expect(judgePattern(pattern)).toEqual({ kind: "linear" });
    expect(compilePattern(pattern)(text)).toBe(expected);
  });

  test("29 characters that no backtracking engine survives are decided like any others", () => {
    expect(judgePattern("(a+)+$")).toEqual({ kind: "linear" });
    expect(compilePattern("(a+)+$")(`${"a".repeat(28)}!`)).toBe(false);
  });

  test.each<[string, string, boolean]>([
    ["(?i)^((?!enabled).)*$", "Disabled", true],
    ["(?i)^((?!enabled).)*$", "is ENABLED now", false],
    ["(?i)^((?!enabled).)*$", "two\nlines", false],
    ["(a|b)\\1", "aa", true],
    ["(a|b)\\1", "ab", false],
    ["(?<x>a|b)\\k<x>", "bb", true],
    ["(?i)(a|b)\\1", "aA", true],
    ["a(?=b).", "ab", true],
    [".(?<!a)b", "cb", true],
    ["(?!a)\\Ab\\z", "b", true],
    ["(?!x)\\p{IsGreek}-}]", "β-}]", true],
  ])("%j, which has to backtrack, on %j", (pattern, text, expected) => {
    expect(judgePattern(pattern)).toEqual({ kind: "backtracking" });
    expect(compilePattern(pattern)(text)).toBe(expected);
  });

  test.each<[string, string]>([
    ["a++", "possessive"],
    ["a{2,3}+", "possessive"],
    ["(?>a)", "atomic"],
    ["[a&&b]", "intersection"],
    ["[a[b]]", "class inside a class"],
    ["(?x) a", 'flag "x"'],
    ["(?", "begins no group"],
    ["(", "not closed"],
    [")", "closes no group"],
    ["[a-z", "not finished"],
    ["\\", "not finished"],
    ["\\y", 'escape "\\y"'],
    ["\\p{Foo}", "property"],
    ["\\p", "needs a name"],
    ["{2}", "repetition"],
    ["a{,3}", "repetition"],
    ["*a", "repetition"],
    ["a{2000}", "repeat count"],
    ["((a{100}|b){10}c?){11}", "more than 10000"],
    ["[a-\\d]", "range"],
  ])("%j is refused: %s", (pattern, reason) => {
    expect(judgePattern(pattern)).toEqual({
      kind: "refused",
      reason: expect.stringContaining(reason),
    });
  });

  test.each<[string, string, string]>([
    ["repeats much", "a{1000}".repeat(11), "more than 10000"],
    ["is quoted and long", `\\Q${"a".repeat(10_001)}`, "more than 10000"],
    ["is nested deeply", `${"(".repeat(2000)}a${")".repeat(2000)}`, "nests too deeply"],
  ])("what %s is refused", (_title, pattern, reason) => {
    expect(judgePattern(pattern)).toMatchObject({ reason: expect.stringContaining(reason) });
  });

  test("a quoted text matches itself alone, in either engine", () => {
    const text = fc.string({ unit: "grapheme", maxLength: 6 });
    fc.assert(
      fc.property(text, text, fc.boolean(), (wanted, actual, backtrack) => {
        fc.pre(!wanted.includes("\\E"));
        const pattern = `${backtrack ? "(?=)" : ""}\\Q${wanted}\\E`;
        expect(judgePattern(pattern).kind).toBe(backtrack ? "backtracking" : "linear");
        const matches = compilePattern(pattern);
        expect(matches(wanted)).toBe(true);
        expect(matches(actual)).toBe(actual === wanted);
      }),
    );
  });
});
