import { expect, test } from "vitest";
import { readExcuses } from "../../src/mutants/excuses.ts";

const read = (text: string) => readExcuses("check.graphql", text);

test("an excuse is about the condition below it, whatever comments are between them", () => {
  const text = `{ connectors(where: {
    # mutate: keep M10, m8 – names are fixed by the service
    # and so on

    name: "a"
  }) { id } }`;
  const { excuses, mistakes } = read(text);
  expect(mistakes).toEqual([]);
  expect(excuses).toMatchObject([
    {
      operators: ["M10", "M8"],
      reason: "names are fixed by the service",
      line: 5,
      place: { line: 2, column: 5 },
    },
  ]);
});

test.each(["keep M1 - why", "keep M1: why", "keep M1 why", "keep M1 — why"])(
  "the reason stands behind a dash, a colon or nothing: %s",
  (text) => {
    expect(read(`# mutate: ${text}\n{ a }`).excuses).toMatchObject([{ reason: "why" }]);
  },
);

test.each([
  ["keep M10", '"keep M10" gives no reason'],
  ["keep M10 –", '"keep M10 –" gives no reason'],
  ["keep M16 – why", 'There are no mutants "M16": they are M1 to M15.'],
  ["M10 – why", '"M10 – why" says nothing to keep'],
])("%s is a mistake", (text, message) => {
  const { mistakes, excuses } = read(`# mutate: ${text}\n{ a }`);
  expect(excuses).toEqual([]);
  expect(mistakes).toMatchObject([
    { code: "wrong-excuse", message: expect.stringContaining(message) },
  ]);
});

test("what only speaks of mutants is a comment", () => {
  expect(read("# mutates nothing\n# a mutate: keep M1\n{ a }")).toEqual({
    excuses: [],
    mistakes: [],
  });
});
