import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { isIdentity } from "../../../src/check/run/identifying.ts";
import { showWithNearest } from "../../../src/check/run/nearest-value.ts";
import { questionsOf } from "../../../src/check/run/rule-scope.ts";
import { typeNamed } from "../../../src/dialect/keys.ts";
import { createVariable } from "../../../src/dialect/variables.ts";
import type { Expectation } from "../../../src/types.ts";
import { filterOf, inventoryOf, model, show } from "./look.ts";

const connector = createVariable("subscriptionResourceId");
const place = { file: "check.graphql", line: 1, column: 1 };

/** Filters over a type, each with where its rule looks: `$` is the connector's id. */
const cases = readFileSync(new URL("look.txt", import.meta.url), "utf8")
  .trim()
  .split("\n\n")
  .map((block) => {
    const [asked, ...lines] = block.split("\n");
    const [, type, where, operator, value] = /^(\w+) (\{.*\})(?: @expect (\w+) (\d+))?$/.exec(asked!)!; // prettier-ignore
    const expectation = { operator: operator ?? "eq", value: value === undefined ? [] : Number(value) }; // prettier-ignore
    return { asked, type: type!, where: where!, expectation, told: lines.map((line) => line.trim()) };
  }); // prettier-ignore

describe("where a rule looks is parted from what it finds fault with", () => {
  test.each(cases)("$asked", ({ type, where, expectation, told }) => {
    const own: unknown = JSON.parse(where, (_key, value: unknown) => (value === "$" ? connector : value)); // prettier-ignore
    const query = { type, where: filterOf(type, own) };
    const rule = { name: "r", query, expectation: expectation as Expectation, place, places: new Map() }; // prettier-ignore
    expect(show(questionsOf(model, rule))).toEqual(told);
  });

  test("a rule without a filter looks at all there are", () => {
    const expectation = { operator: "eq", value: [] } as const;
    const rule = { name: "r", query: { type: "Vault" }, expectation, place, places: new Map() };
    expect(show(questionsOf(model, rule))).toEqual(["nothing"]);
  });
});

describe("a condition asks a row to be something", () => {
  test.each<[type: string, where: unknown, is: boolean, not: boolean]>([
    ["Vault", { name: "a" }, true, false],
    ["Vault", { region: "a" }, true, false],
    ["Vault", { sku: "a" }, false, false],
    ["Vault", { name: null }, false, false],
    ["Vault", { tenant: "11111111-1111-1111-1111-111111111111" }, true, false],
    ["Vault", { tenants_INCLUDES: "11111111-1111-1111-1111-111111111111" }, false, false],
    ["Vault", { tags_SOME: { key: "a" } }, true, false],
    ["Vault", { tags_SINGLE: { key: "a" } }, true, false],
    ["Vault", { tags_NONE: { key: "a" } }, false, true],
    ["Vault", { tags_ALL: { key: "a" } }, false, false],
    ["Vault", { secrets_SOME: { name: "a" } }, false, false],
    ["Secret", { vault: { name: "a" } }, true, false],
    ["Secret", { vault: { sku: "a" } }, false, false],
    ["Secret", { vault: { name: "a", sku: "a" } }, false, false],
    ["Secret", { vault: { tags_SOME: { key: "a" } } }, true, false],
    ["Secret", { vault_NOT: { name: "a" } }, false, false],
    ["Secret", { vault_NOT: null }, false, false],
    ["Asset", { typename_IN: ["Vault"] }, true, false],
  ])("%s %j: %s, and its opposite: %s", (type, where, is, not) => {
    const keep = isIdentity(model, typeNamed(model, type));
    expect([keep(filterOf(type, where), false), keep(filterOf(type, where), true)]).toEqual([is, not]); // prettier-ignore
  });

  test("and none of a field or a relation that the type does not have", () => {
    const keep = isIdentity(model, typeNamed(model, "Vault"));
    expect(keep({ kind: "compare", field: "nobody", operator: "EQ", value: "a" }, false)).toBe(false); // prettier-ignore
    expect(keep({ kind: "quantify", relation: "nobody", quantifier: "SOME", where: filterOf("Vault", { name: "a" }) }, false)).toBe(false); // prettier-ignore
  });
});

describe("what is true of no row is shown with the nearest value that there is", () => {
  const inventory = inventoryOf([
    {
      ...{ type: "Vault", id: "/c/v", fields: { name: "prod-vault", sku: "Premium", grade: "GOOD", size: 3 } },
      links: { tags: ["/c/v#tags/0"] },
    },
    { type: "Tag", id: "/c/v#tags/0", fields: { key: "environment", value: "production" } },
    { type: "Secret", id: "/c/s", fields: { name: null, kind: "key" }, links: { vault: ["/c/v"] } },
  ]); // prettier-ignore

  test.each<[type: string, where: unknown, shown: string]>([
    ["Vault", { sku: "Premum" }, 'sku = "Premum" (did you mean "Premium"?)'],
    ["Vault", { sku: "Zzz" }, 'sku = "Zzz"'],
    ["Vault", { sku: { caseInsensitive: { eq: "PREMIUM" } } }, 'sku = "PREMIUM" ignoring case'],
    ["Vault", { sku: "premium" }, 'sku = "premium" (did you mean "Premium"?)'],
    ["Vault", { sku_STARTS_WITH: "Premum" }, 'sku STARTS_WITH "Premum"'],
    ["Vault", { size: 4 }, "size = 4"],
    ["Vault", { sku: null }, "sku is null"],
    ["Vault", { words: ["Premum"] }, 'words = ["Premum"]'],
    ["Vault", { tags_SOME: { key: "enviroment" } }, 'tags SOME (key = "enviroment") (did you mean "environment"?)'],
    ["Vault", { tags_SOME: { key: "environment", value: "producton" } }, 'tags SOME (key = "environment" AND value = "producton") (did you mean "production"?)'],
    ["Vault", { size: 4, sku: "Premum" }, 'size = 4 AND sku = "Premum" (did you mean "Premium"?)'],
    ["Secret", { vault: { name: "prod-valt" } }, 'vault SOME (name = "prod-valt") (did you mean "prod-vault"?)'],
    ["Secret", { vault_NOT: null }, "vault SOME"],
    ["Secret", { name: "prod-valt" }, 'name = "prod-valt"'],
    ["Asset", { name: "prod-valt" }, 'name = "prod-valt" (did you mean "prod-vault"?)'],
  ])("%s %j", async (type, where, shown) => {
    expect(await showWithNearest(inventory, type, filterOf(type, where))).toBe(shown);
  }); // prettier-ignore

  test("in the words that it is given", async () => {
    const where = filterOf("Vault", { sku: "Premum" });
    expect(await showWithNearest(inventory, "Vault", where, "so")).toBe('so (did you mean "Premium"?)'); // prettier-ignore
  });
});
