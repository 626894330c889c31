import { describe, expect, test } from "vitest";
import { readWhere } from "../../src/dialect/filter.ts";
import { compileComparison } from "../../src/dialect/operators.ts";
import { renderFilter } from "../../src/dialect/render.ts";
import { bindVariable, createVariable, usesVariable } from "../../src/dialect/variables.ts";
import { loadModel } from "../../src/model/load.ts";

const model = loadModel("schema");
const $ = createVariable("subscriptionResourceId");

function read(where: unknown, type = "Connector") {
  return readWhere(model, type, where, { findClashes: true });
}

/** Filters with a value, in which the variable or an id may stand. */
const filters = (id: unknown): readonly unknown[] => [
  { id },
  { id_NOT: id },
  { name: id },
  { name_STARTS_WITH: id },
  { name_MATCHES: id },
  { name: { caseInsensitive: { eq: id } } },
  { name_IN: id },
  { name_IN: ["x", id, null] },
  { OR: [{ name: "x" }, { NOT: { id } }] },
  { securityContacts_SOME: { email: id } },
  { AND: [{ name: "x" }, { securityContacts_NONE: { OR: [{ email: id }, { email: null }] } }] },
];

describe("a filter with the variable", () => {
  const id = "/subscriptions/a";
  const bound = filters(id);
  test.each(filters($).map((where, i) => [where, bound[i]] as const))(
    "is one with an id once it is bound: %j",
    (where, written) => {
      const { filter, mistakes } = read(where);
      expect(mistakes).toEqual([]);
      expect(usesVariable(filter!)).toBe(true);
      expect(bindVariable(filter!, id)).toEqual(read(written).filter);
      expect(usesVariable(bindVariable(filter!, id))).toBe(false);
    },
  );

  test.each<[unknown, string]>([
    [{ id: $ }, "id = $subscriptionResourceId"],
    [{ name_IN: ["x", $, null] }, 'name IN ["x",$subscriptionResourceId,null]'],
    [{ name: "$subscriptionResourceId" }, 'name = "$subscriptionResourceId"'],
  ])("is shown with the variable's name, unlike a text that looks like it: %j", (where, text) => {
    expect(renderFilter(read(where).filter!)).toBe(text);
  });

  test("means nothing before it is bound", () => {
    const { filter } = read({ name: $ });
    expect(filter).toMatchObject({ kind: "compare" });
    expect(() => compileComparison({ scalar: "String" }, filter as never)).toThrow("bound");
  });

  // The storage container of a website is called so, and it is no variable.
  test.each<[unknown, boolean]>([
    [{ name: $, AND: [{ name: "a" }] }, false],
    [{ name_IN: [$, "b"], AND: [{ name: "a" }] }, false],
    [{ name: "$web", AND: [{ name: "a" }] }, true],
    [{ name_IN: ["$web"], AND: [{ name: "a" }] }, true],
  ])("clashes with nothing: %j", (where, clashes) => {
    expect(read(where).impossible).toHaveLength(clashes ? 1 : 0);
  });
});

describe("what is not the variable", () => {
  test.each<[where: unknown, usesIt: boolean]>([
    [{ name: "$subscriptionresourceid" }, false],
    [{ name: null }, false],
    [{ securityContacts_SOME: {} }, false],
    [{ OR: [{ name: "a" }, { securityContacts_SOME: { email: "b" } }] }, false],
  ])("%j", (where, usesIt) => {
    expect(usesVariable(read(where).filter!)).toBe(usesIt);
    expect(bindVariable(read(where).filter!, "x")).toEqual(read(where).filter);
  });

  test("an object of its form is an object of operators", () => {
    const { mistakes } = read({ name: { variable: "subscriptionResourceId" } });
    expect(mistakes.map(({ message }) => message).join()).toContain('Unknown operator "variable"');
  });
});

test.each<[type: string, where: unknown, message: string]>([
  ["Disk", { sizeGiB: $ }, "takes a whole number between -2147483648 and 2147483647, found $sub"],
  ["Disk", { sizeGiB_IN: [1, $] }, "found $subscriptionResourceId"],
  ["VM", { encryptionAtHost: $ }, "takes true or false, found $subscriptionResourceId"],
  ["Connector", { securityContacts_SOME: $ }, "found $subscriptionResourceId"],
  ["Connector", { name_EXISTS: $ }, "takes true or false, found $subscriptionResourceId"],
  ["Connector", { AND: [$] }, "found $subscriptionResourceId"],
])("the variable stands for a text only: %s %j", (type, where, message) => {
  const { mistakes } = read(where, type);
  expect(mistakes.map((one) => one.message).join("\n")).toContain(message);
});
