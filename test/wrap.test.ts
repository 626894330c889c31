import { describe, expect, test } from "vitest";
import { displayWidth, layCommand, wrap } from "../src/wrap.ts";

describe("columns", () => {
  test.each<[text: string, columns: number]>([
    ["", 0],
    ["web-1", 5],
    ["résumé · ✓ ≠ …", 14],
    ["e\u0301", 1],
    ["日本語", 6],
    ["𠮷野家", 6],
    ["한국", 4],
    ["\u1112\u1161\u11ab", 2],
    ["ｆｕｌｌ", 8],
    ["नमस्ते", 4],
    ["👍", 2],
    ["👍🏽", 2],
    ["👨‍👩‍👧‍👦", 2],
    ["🇬🇧", 2],
    ["❤️", 2],
    ["1️⃣", 2],
    ["a\u200db", 2],
  ])("of %j are %i", (text, columns) => {
    expect(displayWidth(text)).toBe(columns);
  });
});

describe("lines", () => {
  test.each<[title: string, text: string, width: number, lines: readonly string[]]>([
    ["none of nothing", " \n ", 20, []],
    ["one that fits", "a b", 20, ["a b"]],
    ["broken at blanks", "one two three", 10, ["one two", "three"]],
    ["where line breaks are blanks", "one\ntwo", 10, ["one two"]],
    ["of ten columns at least", "one two three", 1, ["one two", "three"]],
    [
      "but a long word stays whole",
      "an /id/that/is/long here",
      10,
      ["an", "/id/that/is/long", "here"],
    ],
    ["wide characters by their columns", "日本語 日本語 日", 10, ["日本語", "日本語 日"]],
  ])("%s", (_title, text, width, lines) => {
    expect(wrap(text, width)).toEqual(lines);
  });
});

test.each<[command: string, width: number, lines: readonly string[]]>([
  ["az a show", 40, ["    az a show"]],
  ["az a update --ids x --on true", 24, ["    az a update --ids x \\", "      --on true"]],
  [
    "az a --text 'one two three four five six'",
    20,
    ["    az a \\", "      --text 'one two three four five six'"],
  ],
])("a command is laid out in lines that can be pasted: %s", (command, width, lines) => {
  const laid = layCommand(command, 4, width + 1);
  expect(laid.map((line) => line.trimEnd())).toEqual(lines);
});
