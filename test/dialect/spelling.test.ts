import { describe, expect, test } from "vitest";
import { readWhere } from "../../src/dialect/filter.ts";
import { compileComparison } from "../../src/dialect/operators.ts";
import { renderFilter } from "../../src/dialect/render.ts";
import { renderSdl } from "../reference/sdl.ts";
import { Word } from "../../src/dialect/values.ts";
import { readModel } from "../../src/model/read.ts";

const model = readModel([
  {
    file: "a.graphql",
    text: `type A @source(loader: RESOURCE_GRAPH, type: "x") {
      id: ID! @form(as: ID)
      region: String @form(as: REGION) @absent(is: NONE, source: "a list", question: "Always?")
      sku: String @form(as: CASE) @absent(is: MISSING)
      tags: [String!] @form(as: CASE)
      access: String @words(of: [["Allow", "Accept"], "Deny"]) @coalesce(value: "Deny", source: "the API")
      modes: [String!] @words(of: ["On", "Off"])
      size: Int
    }
    type D @source(loader: RESOURCE_GRAPH, type: "y") @detail(name: "more", path: "{id}/m", apiVersion: "1") {
      id: ID
      hasMore: Boolean @from(path: ["$more"], convert: THERE)
      on: Boolean @from(path: ["$more.on"]) @coalesce(value: false)
      mixed: Boolean @from(path: ["$more.on", "on"]) @coalesce(value: false)
    }`,
  },
]);

function read(where: unknown) {
  return readWhere(model, "A", where);
}

describe("a text of a filter is folded as the answers are", () => {
  test.each<[unknown, string]>([
    [{ id: "/A/B/" }, 'id = "/a/b"'],
    [
      { id: { eq: "https://portal.azure.com/#@x/resource/subscriptions/S/overview" } },
      'id = "/subscriptions/s"',
    ],
    [{ id_IN: ["/A", "/B"] }, 'id IN ["/a","/b"]'],
    [{ id_STARTS_WITH: "/Subscriptions/S/" }, 'id STARTS_WITH "/subscriptions/s/"'],
    [{ id: { contains: "/Providers/" } }, 'id CONTAINS "/providers/"'],
    [{ id_MATCHES: "/A/\\\\S+" }, 'id MATCHES "(?i)/A/\\\\\\\\S+"'],
    [{ region: "West Europe" }, 'region = "westeurope"'],
    [{ region_NOT_IN: ["West Europe"] }, 'NOT (region IN ["westeurope"])'],
    [{ region_STARTS_WITH: "West " }, 'region STARTS_WITH "west"'],
    [{ region_GT: "West Europe" }, 'region GT "westeurope"'],
    [{ sku: "STANDARD" }, 'sku = "STANDARD" ignoring case'],
    [{ sku: { startsWith: "Stan" } }, 'sku STARTS_WITH "Stan" ignoring case'],
    [{ sku_MATCHES: "s.*" }, 'sku MATCHES "(?i)s.*"'],
    [{ sku_LT: "t" }, 'sku LT "t" ignoring case'],
    [{ tags: ["A"] }, 'tags = ["A"] ignoring case'],
    [{ tags_INCLUDES: "A" }, 'tags INCLUDES "A" ignoring case'],
    [{ tags_INCLUDES_ALL: ["A"] }, 'tags INCLUDES_ALL ["A"] ignoring case'],
    [{ access: "ALLOW" }, 'access = "Allow"'],
    [{ access: new Word("ALLOW") }, 'access = "Allow"'],
    [{ access: { in: ["accept", null] } }, 'access IN ["Allow",null]'],
    [{ access: { caseInsensitive: { eq: "accept" } } }, 'access = "Allow" ignoring case'],
    [{ access_MATCHES: "(?i)acc.*" }, 'access IN ["Allow"]'],
    [{ access: { startsWith: "acc" } }, 'access IN ["Allow"]'],
    [{ access_NOT_CONTAINS: "CC" }, 'NOT (access IN ["Allow"])'],
    [{ access_NOT: "deny" }, 'NOT (access = "Deny")'],
    [{ access_LT: "deny" }, 'access IN ["Allow"]'],
    [{ access: { gte: "accept" } }, 'access IN ["Allow","Deny"]'],
    [{ access_STARTS_WITH: "all" }, 'access STARTS_WITH "all" ignoring case'],
    [{ access_MATCHES: "allow|accept" }, 'access MATCHES "(?i)allow|accept"'],
    [{ modes_INCLUDES: "ON" }, 'modes INCLUDES "On"'],
    [{ modes: { includesSome: ["ON"] } }, 'modes INCLUDES_SOME ["On"]'],
    [{ access: null }, "access is null"],
  ])("%j is %s", (where, filter) => {
    const { mistakes, filter: found } = read(where);
    expect(mistakes).toEqual([]);
    expect(renderFilter(found!)).toBe(filter);
  });
});

describe("a word that a closed set does not have is a mistake", () => {
  test.each<[unknown, string, string]>([
    [
      { access: "Alow" },
      "access",
      '"access" takes one of Allow, Deny, found "Alow". Did you mean "Allow"?',
    ],
    [{ access: { eq: "" } }, "access.eq", '"eq" takes one of Allow, Deny, found "".'],
    [
      { access_IN: ["Deny", "Denied"] },
      "access_IN.1",
      '"access_IN" takes one of Allow, Deny, found "Denied". Did you mean "Deny"?',
    ],
    [
      { access: new Word("NULL") },
      "access",
      '"access" takes one of Allow, Deny, found NULL. GraphQL writes null in small letters.',
    ],
    [
      { modes_INCLUDES: "Perhaps" },
      "modes_INCLUDES",
      '"modes_INCLUDES" takes one of On, Off, found "Perhaps".',
    ],
    [
      { access_CONTAINS: "x" },
      "access_CONTAINS",
      '"access_CONTAINS" takes a text that is true of one of Allow, Deny, found "x".',
    ],
    [
      { NOT: { access_MATCHES: "Al" } },
      "NOT.access_MATCHES",
      '"access_MATCHES" takes a text that is true of one of Allow, Deny, found "Al".',
    ],
  ])("%j", (where, path, message) => {
    const { mistakes, filter } = read(where);
    expect(filter).toBeUndefined();
    expect(mistakes.map((one) => [one.path.join("."), one.message])).toEqual([[path, message]]);
  });
});

test("absence counts as nothing where the asset cannot have what a further call asks for", () => {
  const on = readWhere(model, "D", { on_NOT: true });
  expect(renderFilter(on.filter!)).toBe("NOT ((hasMore = true AND on = true) OR hasMore = false)");
  const mixed = readWhere(model, "D", { mixed: false });
  expect(renderFilter(mixed.filter!)).toBe("mixed = false");
});

test.each([
  ["EQ", "STANDARD_LRS", "Standard_LRS", true],
  ["LT", "standard_lrt", "STANDARD_LRS", true],
  ["INCLUDES", "a", ["B", "A"], true],
  ["INCLUDES_ALL", ["a", "b"], ["B", "A"], true],
  ["INCLUDES_SOME", ["c", "b"], ["B", "A"], true],
] as const)("%s ignores case on both sides", (operator, value, actual, expected) => {
  const answer = compileComparison(
    { scalar: "String" },
    { kind: "compare", field: "f", operator, value, ignoreCase: true },
  );
  expect(answer(actual)).toBe(expected);
});

test("nothing is warned of where absence is missing, or counts as a value", () => {
  expect(read({ sku_NOT: "a" }).warnings).toEqual([]);
  expect(read({ access_NOT: "Deny" }).warnings).toEqual([]);
  expect(read({ region_NOT: "a" }).warnings).toHaveLength(1);
});

test("the generated schema says what absence means and which spellings are the same", () => {
  const sdl = renderSdl(model);
  for (const line of [
    'Absent: compares as "Deny".',
    "Absent: there is none. Doubtful: Always?",
    "Absent: not known, so that what depends on it is undecided.",
    'One of "Allow", "Deny", in any case.',
    "Neither blanks nor case matter.",
  ])
    expect(sdl).toContain(line);
});
