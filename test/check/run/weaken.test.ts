import { describe, expect, test } from "vitest";
import { armsOf, hasOthers, type Keep, weaken } from "../../../src/check/run/weaken.ts";
import { readWhere } from "../../../src/dialect/filter.ts";
import { renderFilter } from "../../../src/dialect/render.ts";
import { model } from "./estate.ts";

/** Keeps conditions on names; on ids only where they are not negated. */
const keep: Keep = (filter, negated) =>
  filter.kind === "compare" && (filter.field === "name" || (filter.field === "id" && !negated));
const read = (where: unknown) => readWhere(model, "Bucket", where).filter!;

const [a, b] = [{ name: "a" }, { name: "b" }];
const open = { isOpen: true };

describe("of a filter is left", () => {
  test.each<[where: unknown, left: string | undefined, others: boolean]>([
    [a, 'name = "a"', false],
    [open, undefined, true],
    [{ AND: [a, open] }, 'name = "a"', true],
    [{ AND: [open, { isOpen: false }] }, undefined, true],
    [{ OR: [a, b] }, 'name = "a" OR name = "b"', false],
    [{ OR: [a, open] }, undefined, true],
    [{ OR: [{ AND: [a, open] }, b] }, 'name = "a" OR name = "b"', true],
    [{ NOT: a }, 'NOT (name = "a")', false],
    [{ NOT: { id: "x" } }, undefined, true],
    [{ NOT: { NOT: { id: "x" } } }, 'id = "x"', false],
    [{ NOT: { OR: [a, open] } }, 'NOT (name = "a")', true],
    [{ NOT: { AND: [a, open] } }, undefined, true],
    [{ NOT: { AND: [a, b] } }, '(NOT (name = "a")) OR (NOT (name = "b"))', false],
  ])("%j: %s", (where, left, others) => {
    const filter = read(where);
    const weak = weaken(filter, keep);
    const plain = (text: string) => text.replace(/[()]/g, "");
    expect(weak && plain(renderFilter(weak))).toBe(left === undefined ? undefined : plain(left));
    expect(hasOthers(filter, keep)).toBe(others);
  });

  test("nothing of none", () => expect(weaken(undefined, keep)).toBeUndefined());
});

describe("the alternatives of a filter", () => {
  const alone: Keep = () => false;

  test.each<[title: string, where: unknown, arms: readonly string[]]>([
    ["are none without an OR", { AND: [a, open] }, []],
    [
      "each with what it keeps",
      { OR: [{ AND: [a, open] }, { AND: [b, open] }] },
      ['name = "a"', 'name = "b"'],
    ],
    [
      "each with what stands beside them",
      { id: "x", OR: [{ AND: [a, open] }, { AND: [b, open] }] },
      ['id = "x" AND name = "a"', 'id = "x" AND name = "b"'],
    ],
    ["one alone may be the fault itself", { OR: [a, open] }, []],
    ["but not among others that are so", { OR: [a, b] }, ['name = "a"', 'name = "b"']],
    [
      "in alternatives too",
      { OR: [{ AND: [open, { OR: [{ AND: [a, open] }, { AND: [b, open] }] }] }, open] },
      ['name = "a"', 'name = "b"'],
    ],
    ["under a negation", { NOT: { AND: [a, b] } }, ['NOT name = "a"', 'NOT name = "b"']],
  ])("%s", (_title, where, arms) => {
    const texts = armsOf(read(where), { keep, alone }).map(renderFilter);
    for (const arm of arms) expect(texts.map((text) => text.replace(/[()]/g, ""))).toContain(arm);
    if (arms.length === 0) expect(texts).toEqual([]);
  });
});
