import { expect, test } from "vitest";
import { conditionsIn } from "../../../src/dialect/nodes.ts";
import { renderFilter } from "../../../src/dialect/render.ts";
import type { Filter, Rule } from "../../../src/types.ts";
import { read } from "./read.ts";

/** Each condition of a rule's filter, and the text that begins at its place. */
function placed(text: string): readonly (readonly [condition: string, at: string])[] {
  const [rule] = read(text).rules;
  return conditionsOf(rule!).map((filter) => {
    const place = rule!.places.get(filter)!;
    const line = place.source!.split("\n")[place.line - 1]!;
    return [renderFilter(filter), /^\W*\w*/.exec(line.slice(place.column - 1))![0]];
  });
}

function conditionsOf({ query, offendersPath = [] }: Rule): readonly Filter[] {
  const all = [query, ...offendersPath].flatMap(({ where }) => (where ? [where] : []));
  // The list grows while it is walked.
  for (const filter of all) all.push(...conditionsIn(filter));
  return all;
}

test.each<[title: string, where: string, places: readonly (readonly [string, string])[]]>([
  ["one alone stands at its key", `{ name: "a" }`, [[`name = "a"`, "name"]]],
  [
    "several at once stand at their braces",
    `{ name: "a", id: "b" }`,
    [
      [`id = "b" AND name = "a"`, "{ name"],
      [`name = "a"`, "name"],
      [`id = "b"`, "id"],
    ],
  ],
  [
    "what is nested in one of its kind is a part of that",
    `{ OR: [{ name: "a" }, { OR: [{ name: "b" }, { name: "c" }] }] }`,
    [
      [`name = "a" OR name = "b" OR name = "c"`, "OR"],
      [`name = "a"`, `name`],
      [`name = "b"`, "name"],
      [`name = "c"`, "name"],
    ],
  ],
  [
    "a negation stands at its key, and so does what it negates",
    `{ NOT: { name_NOT: "a" } }`,
    [
      [`NOT (NOT (name = "a"))`, "NOT"],
      [`NOT (name = "a")`, "name_NOT"],
      [`name = "a"`, "name_NOT"],
    ],
  ],
  [
    "nested operators stand at theirs",
    `{ name: { startsWith: "a", caseInsensitive: { endsWith: "b" } } }`,
    [
      [`name ENDS_WITH "b" ignoring case AND name STARTS_WITH "a"`, "name"],
      [`name STARTS_WITH "a"`, "startsWith"],
      [`name ENDS_WITH "b" ignoring case`, "endsWith"],
    ],
  ],
  [
    "nested quantifiers too",
    `{ disks: { some: { name: "a" }, none: { name: "b" } } }`,
    [
      [`disks NONE (name = "b") AND disks SOME (name = "a")`, "disks"],
      [`disks SOME (name = "a")`, "some"],
      [`disks NONE (name = "b")`, "none"],
      [`name = "a"`, "name"],
      [`name = "b"`, "name"],
    ],
  ],
  [
    "connections",
    `{ disksConnection: { some: { node: { name: "a" } } } }`,
    [
      [`disks SOME (name = "a")`, "some"],
      [`name = "a"`, "name"],
    ],
  ],
])("%s", (_title, where, places) => {
  expect(placed(`{ machines(where: ${where}) { id } }`)).toEqual(places);
});

test("two that say the same are two", () => {
  const [rule] = read(`{ machines(where: { OR: [{ name: "a" }, { name: "a" }] }) { id } }`).rules;
  expect(
    conditionsOf(rule!)
      .slice(1)
      .map((filter) => rule!.places.get(filter)!.column),
  ).toEqual([28, 43]);
});

test("what stands in a variable's value, in a fragment and on the way to the offenders has its place there", () => {
  const text = `query ($where: MachineWhere = { name: "a" }, $name: String = "b") {
    machines(where: { OR: [$where, { name: $name }] }) @offenders(path: "disks") { ...Disks }
  }
  fragment Disks on Machine { disks(where: { isEncrypted: false }) { id } }`;
  expect(placed(text)).toEqual([
    [`name = "a" OR name = "b"`, "OR"],
    [`isEncrypted = false`, "isEncrypted"],
    [`name = "a"`, "name"],
    [`name = "b"`, "name"],
  ]);
  const lines = [...read(text).rules[0]!.places.values()].map(({ line }) => line);
  expect(lines).toEqual([2, 1, 2, 4]);
});
