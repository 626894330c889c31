import { expect, test } from "vitest";
import { parseSource } from "../../src/model/parse-source.ts";

test.each([
  ["lists", `{ a(b: ${"[".repeat(20_000)}`],
  ["selections", "{a".repeat(20_000)],
  ["arguments", `{ a(b: ${"{c: ".repeat(300)}1${"}".repeat(300)}) }`],
])("%s that nest too deeply are refused with their place", (_title, text) => {
  expect(() => parseSource(text, "deep.graphql")).toThrow(/more than 200 deep/);
});

test("brackets in texts and comments do not count, nor do those that are closed", () => {
  const text = `{ a(b: "${"[".repeat(500)}") ${"c { d } ".repeat(500)} } # ${"{".repeat(500)}`;
  expect(parseSource(text).definitions).toHaveLength(1);
});
