import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { fileGraph, findCycles, findUnreached } from "./graph.ts";
import { readModules } from "./modules.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "assay-source-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function read(files: Readonly<Record<string, string>>) {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return readModules(`${folder.replaceAll("\\", "/")}/*.ts`);
}

test.each([
  ["an import", 'import { one } from "./two.ts"; one();'],
  ["an import of a type", 'import type { One } from "./two.ts"; export type Two = One;'],
  ["an export", 'export { one } from "./two.ts";'],
  ["a late import", 'const { one } = await import("./two.ts"); one();'],
  ["the type of a module", 'export type Two = typeof import("./two.ts");'],
  [
    "a require under a name",
    'const require = createRequire(import.meta.url); require("./two.ts");',
  ],
  ["a require without one", "createRequire(import.meta.url)('./two.ts');"],
  ["the address of a thread's file", 'new Worker(new URL("./two.ts", import.meta.url));'],
])("%s loads a file", (_title, text) => {
  const modules = read({
    "one.ts": text,
    "two.ts": "export const one = () => 1; export type One = 1;",
  });
  const [one] = [...fileGraph(modules).values()];
  expect([...one!].map((path) => basename(path))).toEqual(["two.ts"]);
});

test("what a comment or a text says loads nothing", () => {
  const modules = read({
    "one.ts": '// import "./two.ts"\nexport const text = \'import "./two.ts"\';',
    "two.ts": "",
  });
  expect([...fileGraph(modules).values()].map(({ size }) => size)).toEqual([0, 0]);
});

test("a cycle through a type is one", () => {
  const modules = read({
    "one.ts": 'import { two } from "./two.ts"; export type One = 1; two();',
    "two.ts": 'import type { One } from "./one.ts"; export const two = (): One => 1;',
  });
  const cycles = findCycles(fileGraph(modules)).map((paths) => paths.map((path) => basename(path)));
  expect(cycles).toEqual([["one.ts", "two.ts"]]);
});

test("what only the unreached use is unreached, too", () => {
  const modules = read({
    "entry.ts": 'const { start } = await import("./part.ts"); start();',
    "part.ts": `import { used, unused } from "./tools.ts";
      export function start() { return used(); }
      export function tested() { return unused(); }`,
    "tools.ts": `export const used = (): Given => helper();
      export const unused = () => other();
      export interface Given { readonly other: string }
      const helper = () => ({ other: "" });
      const other = () => 1;`,
  });
  const unreached = findUnreached(modules, [[...modules.keys()][0]!]);
  expect(unreached.map((one) => one.slice(one.lastIndexOf("/") + 1))).toEqual([
    "part.ts: tested",
    "tools.ts: unused",
    "tools.ts: other",
  ]);
});
