import { expect, test } from "vitest";
import { createInterner } from "../../src/inventory/interner.ts";
import { sortTexts } from "../../src/inventory/sort-texts.ts";

function sorted(texts: readonly string[], last?: string): readonly string[] {
  const interner = createInterner();
  for (const text of texts) interner.intern(text);
  return [...sortTexts(interner.view(), last?.charCodeAt(0))].map(interner.text);
}

const long = "203.0.113.0/24,".repeat(20_000);

test.each<readonly [title: string, texts: readonly string[]]>([
  ["none", []],
  ["a text that another begins with", ["abc", "ab", "abcdefg", "abcdef", "", "abcdefgh"]],
  ["texts that are alike for 300,000 characters", [`${long}b`, `${long}a`, long, `${long}ab`]],
  ["many of those", Array.from({ length: 60 }, (_, i) => long.slice(0, 120_000) + ((i * 37) % 60))],
  ["runs of one character, each longer", Array.from({ length: 2_000 }, (_, i) => "x".repeat(i))],
])("texts are sorted by their bytes, however late they differ: %s", (_title, texts) => {
  expect(sorted(texts)).toEqual(texts.toSorted((a, b) => (a < b ? -1 : 1)));
});

test("a byte can count as the end", () => {
  const moments = ["2026-01-01T00:00:00.5Z", "2026-01-01T00:00:00Z", "2025-12-31T23:59:59.9Z"];
  expect(sorted(moments, "Z")).toEqual([moments[2], moments[1], moments[0]]);
});
