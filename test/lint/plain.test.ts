import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compileComparison } from "../../src/dialect/operators.ts";
import { type Plain, readPlain } from "../../src/lint/plain.ts";

describe("a pattern is plain", () => {
  test.each<[string, Plain["operator"], readonly string[]]>([
    ["abc.*", "STARTS_WITH", ["abc"]],
    ["^abc.*$", "STARTS_WITH", ["abc"]],
    [".*abc", "ENDS_WITH", ["abc"]],
    [".*abc.*", "CONTAINS", ["abc"]],
    ["abc", "EQ", ["abc"]],
    ["a|b|c d", "IN", ["a", "b", "c d"]],
    ["^(a|b)$", "IN", ["a", "b"]],
    ["(?:a|b)", "IN", ["a", "b"]],
    [String.raw`web\.example[.]com.*`, "STARTS_WITH", ["web.example.com"]],
  ])("%s", (pattern, operator, texts) => {
    expect(readPlain(pattern)).toMatchObject({ operator, texts });
  });

  test.each([
    "a.c",
    "a+",
    "[ab]c",
    "(?i)abc.*",
    "a.*b",
    ".*",
    "",
    "a|b.*",
    String.raw`\d`,
    "(a|b",
    "a{2}",
    "[^a]",
  ])("and this is not: %s", (pattern) => {
    expect(readPlain(pattern)).toBeUndefined();
  });
});

test("what it is read as means the same, line ends included where that is said", () => {
  const piece = fc.constantFrom(
    "a",
    "b",
    "A",
    " ",
    "-",
    String.raw`\.`,
    "[.]",
    "|",
    ".*",
    String.raw`[\s\S]*`,
  );
  const patterns = fc
    .tuple(
      fc.constantFrom("", "^", "(?s)", "(?s)^"),
      fc.array(piece, { maxLength: 5 }),
      fc.constantFrom("", "$"),
    )
    .map(([head, body, end]) => head + body.join("") + end);
  const text = fc.string({
    unit: fc.constantFrom("a", "b", "A", ".", " ", "-", "|", "\n"),
    maxLength: 6,
  });
  let plains = 0;
  fc.assert(
    fc.property(patterns, text, (pattern, value) => {
      const plain = readPlain(pattern);
      if (!plain || (!plain.takesLineEnds && value.includes("\n"))) return;
      plains++;
      const field = { scalar: "String" } as const;
      const compare = (operator: string, wanted: string | readonly string[]) =>
        compileComparison(field, { kind: "compare", field: "x", operator, value: wanted })(value);
      const wanted = plain.operator === "IN" ? plain.texts : plain.texts[0]!;
      expect(compare(plain.operator, wanted)).toBe(compare("MATCHES", pattern));
    }),
    { numRuns: 5_000 },
  );
  expect(plains).toBeGreaterThan(500);
});
