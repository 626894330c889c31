import { describe, expect, test } from "vitest";
import { type Meant, meaningOf } from "../../../src/check/document/meaning.ts";
import type { Filter } from "../../../src/types.ts";
import { read } from "./read.ts";

function meaning(text: string): string {
  const { rules, mistakes } = read(text);
  expect(mistakes).toEqual([]);
  return meaningOf(rules[0]!);
}

const plain = `{ machines(where: { name: "a", id_IN: ["b", "c"] }) { id } }`;

test("is kept beside findings for years, so that it stays what it is", () => {
  expect(meaning(plain)).toBe("9aee3f0f10ca");
});

test.each<[title: string, document: string]>([
  ["prose", `"Title" query A { machines(where: { name: "a", id_IN: ["b", "c"] }) { id name } }`],
  ["the order of conditions", `{ machines(where: { id_IN: ["b", "c"], name: "a" }) { id } }`],
  [
    "the order of a list, and repetition",
    `{ machines(where: { AND: [{ name: "a" }, { id_IN: ["c", "b", "c"] }, { name: "a" }] }) { id } }`,
  ],
  [
    "the other spelling",
    `{ machines(where: { name: { eq: "a" }, id: { in: ["b", "c"] } }) { id } }`,
  ],
  ["the rule's name", `{ bad: machines(where: { name: "a", id_IN: ["b", "c"] }) { id } }`],
  [
    "an expectation that says the same",
    `{ machines(where: { name: "a", id_IN: ["b", "c"] }) @expect(lt: 1) { id } }`,
  ],
  [
    "asking for how many",
    `{ machinesAggregate(where: { name: "a", id_IN: ["b", "c"] }) @expect(eq: 0) { count } }`,
  ],
  [
    "a variable's value",
    `query ($a: String = "a") { machines(where: { name: $a, id_IN: ["b", "c"] }) { id } }`,
  ],
])("%s does not change it", (_title, document) => {
  expect(meaning(document)).toBe(meaning(plain));
});

test.each<[title: string, document: string]>([
  ["another type", `{ disks(where: { name: "a", id_IN: ["b", "c"] }) { id } }`],
  ["a condition less", `{ machines(where: { name: "a" }) { id } }`],
  ["another value", `{ machines(where: { name: "A", id_IN: ["b", "c"] }) { id } }`],
  [
    "another expectation",
    `{ machines(where: { name: "a", id_IN: ["b", "c"] }) @expect(lte: 1) { id } }`,
  ],
  [
    "other offenders",
    `{ machines(where: { name: "a", id_IN: ["b", "c"] }) @offenders(path: "disks") { id } }`,
  ],
  [
    "some of those offenders",
    `{ machines(where: { name: "a", id_IN: ["b", "c"] }) @offenders(path: "disks") { disks(where: { isEncrypted: false }) { id } } }`,
  ],
])("%s changes it", (_title, document) => {
  expect(meaning(document)).not.toBe(meaning(plain));
});

test.each([
  ["eq: []", "eq: false"],
  ["neq: []", "eq: true"],
  ["gt: 0", "gte: 1"],
  ["neq: []", "gte: 1"],
  ["lt: 3", "lte: 2"],
  ["eq: []", "lte: 0"],
  ["gt: 2", "gte: 3"],
])("%s means %s", (one, other) => {
  const expecting = (what: string) => meaning(`{ machines @expect(${what}) { id } }`);
  expect(expecting(one)).toBe(expecting(other));
});

test("expectations that mean different things are told apart", () => {
  const all = [
    "eq: 0",
    "eq: 1",
    "eq: 2",
    "neq: 0",
    "neq: 1",
    "lte: 1",
    "lte: 2",
    "gte: 2",
    "gte: 3",
  ];
  const meanings = all.map((what) => meaning(`{ machines @expect(${what}) { id } }`));
  expect(new Set(meanings).size).toBe(all.length);
});

const compare = (field: string, value: string | readonly string[], operator = "EQ"): Filter => ({
  ...{ kind: "compare", field, operator, value },
});
const over = (where: Filter | undefined, path?: Meant["offendersPath"]) =>
  meaningOf({
    query: { type: "Machine", ...(where ? { where } : {}) },
    expectation: { operator: "eq", value: 0 } as Meant["expectation"],
    ...(path ? { offendersPath: path } : {}),
  });
const someDisk = (where?: Filter): Filter => ({
  ...{ kind: "quantify", relation: "disks", quantifier: "SOME" },
  ...(where ? { where } : {}),
});

describe("the order and repetition of a list's members", () => {
  const [one, other] = [
    compare("name", ["c", "b", "c", "a"], "IN"),
    compare("name", ["a", "b", "c"], "IN"),
  ];
  test.each<[place: string, put: (filter: Filter) => Filter]>([
    ["alone", (filter) => filter],
    ["in a conjunction", (filter) => ({ kind: "and", of: [compare("id", "x"), filter] })],
    ["in an alternative", (filter) => ({ kind: "or", of: [compare("id", "x"), filter] })],
    ["in a negation", (filter) => ({ kind: "not", of: filter })],
    ["of related rows", someDisk],
    ["deep below", (filter) => ({ kind: "not", of: someDisk({ kind: "not", of: filter }) })],
  ])("say nothing %s", (_place, put) => {
    expect(over(put(one))).toBe(over(put(other)));
    expect(over(put(one))).not.toBe(over(put(compare("name", ["a", "b"], "IN"))));
  });

  test("say nothing in the path to offenders", () => {
    const to = (where: Filter) =>
      over(undefined, [{ relation: "disks", where }] as Meant["offendersPath"]);
    expect(to(one)).toBe(to(other));
    expect(to(one)).not.toBe(to(compare("name", "a")));
  });

  test("say something where a whole list is compared", () => {
    expect(over(compare("tags", ["b", "a"]))).not.toBe(over(compare("tags", ["a", "b"])));
    expect(over(compare("tags", ["a", "a"]))).not.toBe(over(compare("tags", ["a"])));
  });
});

// Digests are kept beside findings for years: one that is another says that a check has changed which has not.
test.each<[what: string, where: Filter | undefined, digest: string]>([
  ["everything", undefined, "12855f5893e2"],
  ["a null", { kind: "null", field: "name" }, "fbc53b01bae5"],
  ["types", { kind: "type", names: ["Machine", "Disk"] }, "343e5928d6b5"],
  ["any related row", someDisk(), "96e3cb86d787"],
  ["a related row", someDisk(compare("name", "a")), "9e8042e80d1e"],
  ["a negation", { kind: "not", of: compare("name", "a") }, "4d7bcbe2fd9c"],
  [
    "alternatives",
    { kind: "or", of: [compare("name", "a"), compare("name", "b")] },
    "a26cd32c3dfc",
  ],
])("the digest of %s stays what it is", (_what, where, digest) => {
  expect(over(where)).toBe(digest);
});
