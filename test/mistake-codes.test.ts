import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readModules } from "./source/modules.ts";

const own = "src/mistake-codes.ts";
const modules = [...readModules("src/**/*.ts").values()];
const codes = [...modules.find(({ path }) => path === own)!.literals].sort();
const headings = [...readFileSync("docs/mistakes.md", "utf8").matchAll(/^### `([^`]+)`$/gm)];

test("docs/mistakes.md explains every code, each once, and no other", () => {
  expect(headings.map(([, code]) => code).sort()).toEqual(codes);
});

test("every code is that of some mistake", () => {
  const used = new Set(
    modules.flatMap(({ path, literals }) => (path === own ? [] : [...literals])),
  );
  expect(codes.filter((code) => !used.has(code))).toEqual([]);
});

test("a code is small words with hyphens between them", () => {
  expect(codes.filter((code) => !/^[a-z]+(-[a-z]+)*$/.test(code))).toEqual([]);
});
