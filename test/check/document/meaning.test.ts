import { expect, test } from "vitest";
import { meaningOf } from "../../../src/check/document/meaning.ts";
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
])("%s means %s", (one, other) => {
  const expecting = (what: string) => meaning(`{ machines @expect(${what}) { id } }`);
  expect(expecting(one)).toBe(expecting(other));
});
