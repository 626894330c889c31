import { expect, test } from "vitest";
import { readWhere } from "../../src/dialect/filter.ts";
import { loadModel } from "../../src/model/load.ts";

const model = loadModel("schema");
const mistakesOf = (where: object, refusesUnset = true) =>
  readWhere(model, "StorageAccount", where, { refusesUnset }).mistakes.map(({ path, message }) => [
    path.join("."),
    message.split(" are null at once")[0],
  ]);

test.each([
  [
    "keys of one field",
    { name: null, name_NOT: null, name_IN: null },
    [["name", '"name" and "name_NOT" (and 1 more)']],
  ],
  [
    "keys of a relation",
    { connector: null, connector_NOT: null },
    [["connector", '"connector" and "connector_NOT"']],
  ],
  ["AND, OR and NOT", { name: "a", AND: null, NOT: null }, [["AND", '"AND" and "NOT"']]],
  [
    "nested operators",
    { name: { eq: "a", in: null, contains: null } },
    [["name.in", '"in" and "contains"']],
  ],
  [
    "nested quantifiers",
    { tags: { some: null, none: null } },
    [["tags.some", '"some" and "none"']],
  ],
  [
    "at any depth, and several at once",
    { OR: [{ name_IN: null, name: null }], tags_SOME: { key: null, key_NOT: null } },
    [
      ["OR.0.name_IN", '"name_IN" and "name"'],
      ["tags_SOME.key", '"key" and "key_NOT"'],
    ],
  ],
])("what a client sends for all that is not set is refused: %s", (_title, where, expected) => {
  expect(mistakesOf(where)).toEqual(expected);
});

test("the message says how such keys are left out", () => {
  const [mistake] = readWhere(
    model,
    "StorageAccount",
    { name: null, name_NOT: null },
    { refusesUnset: true },
  ).mistakes;
  expect(mistake?.message).toBe(
    '"name" and "name_NOT" are null at once, as clients write what is not set; in a filter null is a condition. Leave such keys out: "omitempty" in Go, JsonInclude.NON_NULL in Java, exclude_none in Python.',
  );
});

test.each([
  ["one null of each field is a condition", { name: null, region: null, tags_SOME: null }],
  ["one in each of several objects", { OR: [{ name: null }, { name_NOT: null }] }],
  ["a null beside a value", { name_NOT: null, name_CONTAINS: "a" }],
])("what people write stays: %s", (_title, where) => {
  expect(mistakesOf(where)).toEqual([]);
});

test("in documents, which people write, they have the meaning that each has", () => {
  expect(mistakesOf({ name: null, name_NOT: null }, false)).toEqual([]);
});
