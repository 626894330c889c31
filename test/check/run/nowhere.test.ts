import { expect, test } from "vitest";
import {
  type Counted,
  countPossible,
  findNowhere,
  withoutOthers,
} from "../../../src/check/run/nowhere.ts";
import type { Filter, Query, Selection } from "../../../src/types.ts";
import { disk, estate, one } from "./estate.ts";

const inventory = estate([
  disk(`${one}/a`, true),
  disk(`${one}/b`, false),
  disk(`${one}/c`, null),
  ["Machine", `${one}/m`],
]);

const named = (value: string): Filter => ({
  kind: "compare",
  field: "name",
  operator: "EQ",
  value,
});
const encrypted = (value: boolean): Filter => ({
  ...{ kind: "compare", field: "isEncrypted", operator: "EQ", value },
});
const all = (...of: readonly Filter[]): Filter => ({ kind: "and", of });
const disks = (where: Filter): Query => ({ type: "Disk", where });
const machines = (where?: Filter): Query => ({ type: "Machine", ...(where ? { where } : {}) });

function counted(more: Partial<Counted>): Counted {
  const rule = { name: "r", query: disks(named("a")) } as Counted["rule"];
  return {
    check: "check",
    rule,
    scope: undefined,
    of: 3,
    inScope: 0,
    empty: [],
    lacking: [],
    ...more,
  };
}

test.each<[title: string, where: Filter, told: readonly string[]]>([
  ["a condition alone", named("zzz"), ['name = "zzz"']],
  ["the one of two that is true of none", all(named("zzz"), encrypted(true)), ['name = "zzz"']],
  ["the second of two", all(encrypted(true), named("zzz")), ['name = "zzz"']],
  ["each of two", all(named("zzz"), named("yyy")), ['name = "zzz"', 'name = "yyy"']],
  [
    "the whole where each is true of some",
    all(named("b"), encrypted(true)),
    ['isEncrypted = true AND name = "b"'],
  ],
])("of a scope that nothing is in %s is told", async (_title, where, told) => {
  const query = disks(where);
  const nowhere = await findNowhere(inventory, [counted({ empty: [query] })]);
  expect([...nowhere]).toEqual([[query, told]]);
});

test("each scope is told its own conditions, of its own type", async () => {
  const scopes = [
    disks(all(named("m"), encrypted(true))),
    machines(all(named("m"), named("xxx"))),
    disks(all(encrypted(false), named("zzz"))),
    disks(all(named("a"), encrypted(false))),
  ];
  const [first, second, third, last] = scopes;
  const nowhere = await findNowhere(inventory, [
    counted({ empty: [first!, second!] }),
    counted({}),
    counted({ empty: [third!, last!] }),
  ]);
  expect(scopes.map((scope) => nowhere.get(scope))).toEqual([
    ['name = "m" (did you mean "a", "b" or "c"?)'],
    ['name = "xxx"'],
    ['name = "zzz"'],
    ['isEncrypted = false AND name = "a"'],
  ]);
});

test("where every scope has something in it nothing is told", async () => {
  expect((await findNowhere(inventory, [counted({}), counted({})])).size).toBe(0);
  expect((await findNowhere(inventory, [])).size).toBe(0);
});

test("what is told only where other rows are there goes where there are none", async () => {
  const about = { query: disks(named("zzz")), shown: "zzz" };
  const always = about;
  const there = { ...about, unless: machines() };
  const absent = { ...about, unless: machines(named("none")) };
  const told = await withoutOthers(inventory, [
    counted({ lacking: [absent, always, there] }),
    counted({ of: 7 }),
    counted({ lacking: [absent] }),
  ]);
  expect(told.map(({ lacking }) => lacking)).toEqual([[always, there], [], []]);
  expect(told.map(({ of }) => of)).toEqual([3, 7, 3]);
});

test("what may be is counted with what is", () => {
  expect(countPossible({ matched: 2, undecided: 3 } as Selection)).toBe(5);
});
