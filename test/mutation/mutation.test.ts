import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { instrument } from "./instrument.ts";
import { openJournal } from "./journal.ts";
import { sample } from "./sample.ts";
import { render, settle } from "./settle.ts";

const all = (source: string) =>
  instrument("a.ts", source, 0).mutants.map(({ original, text }) => `${original} → ${text}`);

it.each([
  [
    "export const f = (a: number) => a < 1;",
    [
      "(a: number) => a < 1 → () => undefined",
      "a < 1 → (a) <= (1)",
      "a < 1 → (a) >= (1)",
      "a < 1 → true",
      "a < 1 → false",
    ],
  ],
  ["if (!a) b();", ["!a → true", "!a → false", "!a → (a)"]],
  ["while (a) b--;", ["a → false", "b-- → b++"]],
  ["a += b & 1;", ["a += b & 1 → a -= b & 1", "b & 1 → (b) | (1)"]],
  ["f(`a` + c, a + b);", ['`a` → ""', "a + b → (a) - (b)"]],
  ["a?.b.c(1);", ["a?.b → a.b"]],
  ["a?.b.filter(c);", ["a?.b.filter(c) → a?.b", "a?.b → a.b"]],
  ["a.filter(b).some(c);", ["some → every", "a.filter(b) → a"]],
  ["f([], [1], {}, { a: 1 });", ['[] → ["other"]', "[1] → []", "{ a: 1 } → {}"]],
  [
    "f(/^a+[^b]\\d/);",
    [
      "/^a+[^b]\\d/ → /a+[^b]\\d/",
      "/^a+[^b]\\d/ → /^a[^b]\\d/",
      "/^a+[^b]\\d/ → /^a+[b]\\d/",
      "/^a+[^b]\\d/ → /^a+[^b]\\D/",
    ],
  ],
  ["switch (a) { case 1: b(); }", ["b(); → "]],
  ["f(() => undefined);", []],
  // Sentences, types, imports, names and directives are left as they are.
  ['"use strict"; import a from "a"; type A = "a" | true; f("Give a name.");', []],
])("the mutants of %s", (source, expected) => {
  expect(all(source)).toEqual(expected);
});

it("the same code runs as any of its mutants", () => {
  const source =
    "function f(a) { if (a?.b.filter(Boolean).length > 1) { return [a.b[0] + 1]; } return 'no'; }";
  const { code, mutants } = instrument("a.ts", source, 10);
  const run = (chosen: number, value: unknown) =>
    (
      new Function("$mutant", `${code} return f;`)((id: number) => id === chosen) as (
        value: unknown,
      ) => unknown
    )(value);
  const value = { b: [5, 0, 7] };
  expect(run(0, value)).toEqual([6]);
  expect(run(0, undefined)).toBe("no");
  const results = mutants.map(({ id, mutator }) => [mutator, run(id, value)]);
  expect(results).toEqual([
    ["block", undefined],
    ["condition", [6]],
    ["condition", "no"],
    ["boundary", [6]],
    ["boundary", "no"],
    ["method", [6]],
    ["chain", [6]],
    ["block", "no"],
    ["list", []],
    ["arithmetic", [4]],
    ["text", [6]],
  ]);
  const chain = mutants.find(({ mutator }) => mutator === "chain")!;
  expect(() => run(chain.id, undefined)).toThrow(TypeError);
});

it("a mutant is dead when any file of tests killed it, and missed when none came by it", () => {
  const { mutants } = instrument("a.ts", "f(a && b, -c);", 0);
  const settled = settle(mutants, [
    { starts: 0, test: "one" },
    { mutant: 0, outcome: "survived", test: "one" },
    { mutant: 1, outcome: "survived", test: "one" },
    { done: "one" },
    { mutant: 0, outcome: "killed", test: "two: name" },
    { mutant: 2, outcome: "timeout", test: "two: name" },
  ]);
  expect(render("room", 8, settled, true)).toBe(
    [
      "room: 50.0 % (20.2 % to 79.8 % with 95 % confidence), 4 of 8 mutants: 1 killed, 1 ran too long, 1 survived, 1 that no test came by",
      "  a.ts:1:3 condition: a && b → true",
      "  a.ts:1:11 arithmetic (missed): -c → +c",
      "",
    ].join("\n"),
  );
});

it("a sample is the same for the same seed, and each of it stands there once", () => {
  const numbers = [...new Array(50).keys()];
  const taken = sample(numbers, 20, 7);
  expect(taken).toEqual(sample(numbers, 20, 7));
  expect(new Set(taken).size).toBe(20);
  expect(taken).not.toEqual(sample(numbers, 20, 8));
  expect(sample(numbers, 60, 7)).toBe(numbers);
});

it("what was killed stays so when what survived is tried again", () => {
  const folder = mkdtempSync(join(tmpdir(), "assay-journal-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const journal = openJournal(join(folder, "room.jsonl"));
  expect(journal.read()).toEqual([]);
  journal.write({ mutant: 0, outcome: "survived", test: "one" });
  journal.write({ mutant: 1, outcome: "killed", test: "one: name" });
  journal.write({ done: "one" });
  expect(journal.read()).toHaveLength(3);
  journal.write({ again: true });
  journal.write({ mutant: 2, outcome: "survived", test: "one" });
  expect(journal.read()).toEqual([
    { mutant: 1, outcome: "killed", test: "one: name" },
    { mutant: 2, outcome: "survived", test: "one" },
  ]);
});
