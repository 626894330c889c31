import { describe, expect, test } from "vitest";
import { meaningOf } from "../../src/check/document/meaning.ts";
import { rootFieldsOf } from "../../src/check/document/root-fields.ts";
import { readDocument } from "../../src/check/document/document.ts";
import { createDialectSchema } from "../../src/dialect/schema.ts";
import { renderFilter } from "../../src/dialect/render.ts";
import { readModel } from "../../src/model/read.ts";
import { mutantsOf } from "../../src/mutants/mutants.ts";
import { readFileSync } from "node:fs";

const sdl = `
interface Asset {
  id: ID!
  name: String
  connector: Connector @references(path: ["$connector"])
}
type Connector implements Asset {
  machines: [Machine!]! @inverse(of: "connector")
}
enum Size { SMALL MEDIUM LARGE }
type Machine implements Asset {
  owner: String
  size: Size
  cores: Int
  isOn: Boolean
  isOld: Boolean
  madeAt: DateTime
  boughtOn: Date
  bytes: BigInt
  labels: [String!]
  disks: [Disk!]! @references(path: ["disks"])
  spares: [Disk!]! @references(path: ["spares"])
}
type Disk implements Asset {
  isEncrypted: Boolean
}
`;

const model = readModel([
  { file: "estate.graphql", text: sdl },
  { file: "checks.graphql", text: readFileSync("schema/checks.graphql", "utf8") },
  { file: "provider.graphql", text: readFileSync("schema/azure/provider.graphql", "utf8") },
]);
const schema = createDialectSchema(model);
const context = { model, schema, rootFields: rootFieldsOf(model), shared: new Map() };

function ruleOf(text: string) {
  const file = { id: "check", file: "check.graphql", text, root: "" };
  const { check, mistakes } = readDocument(file, context);
  expect(mistakes).toEqual([]);
  return check!.rules[0]!;
}

/** The mutants of a filter of one operator: what they say, and what their filter is. */
function filtersOf(where: string, operator: string): readonly (string | undefined)[] {
  return mutantsOf(model, ruleOf(`{ machines(where: ${where}) { id } }`))
    .filter((one) => one.operator === operator)
    .map(({ rule }) => rule.query.where && renderFilter(rule.query.where));
}

test.each<[operator: string, where: string, mutants: readonly (string | undefined)[]]>([
  ["M1", `{ isOn: true }`, [undefined]],
  ["M1", `{ isOn: true, cores: 3 }`, [undefined, "cores = 3", "isOn = true"]],
  ["M1", `{ disks_SOME: { isEncrypted: true } }`, [undefined]],
  ["M2", `{ OR: [{ isOn: true }, { cores: 3 }] }`, ["cores = 3", "isOn = true"]],
  ["M3", `{ OR: [{ isOn: true }, { cores: 3 }] }`, ["cores = 3 AND isOn = true"]],
  ["M4", `{ isOn: true }`, ["NOT (isOn = true)"]],
  ["M4", `{ NOT: { isOn: true } }`, ["isOn = true"]],
  ["M4", `{ name_NOT: "a" }`, [`name = "a"`]],
  [
    "M5",
    `{ disks_SOME: { name: "a" } }`,
    [`disks NONE (name = "a")`, `disks ALL (name = "a")`, `disks SINGLE (name = "a")`],
  ],
  ["M6", `{ disks_ALL: { name: "a" } }`, ["disks ALL"]],
  ["M7", `{ cores_LT: 3 }`, ["cores LTE 3"]],
  ["M7", `{ cores_GTE: 3 }`, ["cores GT 3"]],
  ["M8", `{ cores_LT: 3 }`, ["cores LT 2", "cores LT 4"]],
  ["M8", `{ isOn: true }`, ["isOn = false"]],
  ["M8", `{ size: SMALL }`, [`size = "MEDIUM"`]],
  ["M8", `{ size: LARGE }`, [`size = "SMALL"`]],
  [
    "M8",
    `{ bytes: "9007199254740993" }`,
    [`bytes = "9007199254740992"`, `bytes = "9007199254740994"`],
  ],
  [
    "M8",
    `{ madeAt_LT: "2026-03-01T00:00:00Z" }`,
    [`madeAt LT "2026-02-28T23:59:59Z"`, `madeAt LT "2026-03-01T00:00:01Z"`],
  ],
  ["M8", `{ boughtOn_GT: "2024-02-28" }`, [`boughtOn GT "2024-02-27"`, `boughtOn GT "2024-02-29"`]],
  ["M9", `{ name_IN: ["a", "b"] }`, [`name IN ["b"]`, `name IN ["a"]`]],
  ["M10", `{ name: "a" }`, [`name CONTAINS "a"`, `name = "a" ignoring case`]],
  [
    "M10",
    `{ name: { caseInsensitive: { startsWith: "a" } } }`,
    [`name CONTAINS "a" ignoring case`, `name STARTS_WITH "a"`],
  ],
  [
    "M10",
    `{ name_MATCHES: "a|b" }`,
    [`name MATCHES "(?s:.*)(?:a|b)(?s:.*)"`, `name MATCHES "a|b" ignoring case`],
  ],
  ["M10", `{ size: SMALL }`, []],
  ["M11", `{ name: "" }`, ["name is null", `name = "" OR name is null`]],
  ["M11", `{ name: null }`, [`name = ""`]],
  ["M11", `{ cores: 3 }`, ["cores = 3 OR cores is null"]],
  ["M12", `{ isOn: true }`, ["isOld = true"]],
  ["M12", `{ name: "a" }`, [`owner = "a"`]],
  ["M13", `{ disks_SOME: { name: "a" } }`, [`spares SOME (name = "a")`]],
  ["M14", `{ labels_INCLUDES_SOME: ["a", "b"] }`, [`labels INCLUDES_ALL ["a","b"]`]],
  ["M14", `{ labels: [] }`, ["labels is null"]],
  ["M14", `{ labels: null }`, ["labels = []"]],
])("%s of %s", (operator, where, mutants) => {
  expect(filtersOf(where, operator)).toEqual(mutants);
});

/** The mutants of what a rule makes of what it finds. */
const answersOf = (document: string) =>
  mutantsOf(model, ruleOf(document))
    .filter(({ operator }) => operator === "M15")
    .map(({ says }) => says);

test.each<[document: string, says: readonly string[]]>([
  ["{ machines { id } }", ["at least 1 asset in place of nothing"]],
  [
    "{ machines @expect(lte: 3) { id } }",
    [
      "more than 3 assets in place of at most 3 assets",
      "at most 2 assets in place of at most 3 assets",
      "at most 4 assets in place of at most 3 assets",
    ],
  ],
  [
    `{ connectors @offenders(path: "machines.disks") { id } }`,
    ["at least 1 asset in place of nothing", "offenders without the step disks"],
  ],
  [
    `query ($subscriptionResourceId: String!) { machines(where: { OR: [{ isOn: true, connector: { id: $subscriptionResourceId } }, { isOld: true, connector: { id: $subscriptionResourceId } }] }) { id } }`,
    ["at least 1 asset in place of nothing", "for every connector at once"],
  ],
])("M15 of %s", (document, says) => {
  expect(answersOf(document)).toEqual(says);
});

describe("mutants", () => {
  const text = `{ machines(
    where: {
      OR: [{ isOn: true }, { isOn: true, cores_GT: 3 }]
      disks_SOME: { isEncrypted: false }
    }) { id } }`;

  test("all mean something else than the rule, and than each other", () => {
    const rule = ruleOf(text);
    const meanings = mutantsOf(model, rule).map((one) => meaningOf(one.rule));
    expect(new Set([meaningOf(rule), ...meanings]).size).toBe(meanings.length + 1);
  });

  test("stand where their conditions do", () => {
    const placed = mutantsOf(model, ruleOf(text)).map(
      ({ operator, place, says }) => `${operator} ${place.line}:${place.column} ${says}`,
    );
    expect(placed).toContain("M7 3:42 GTE in place of GT");
    expect(placed).toContain("M8 4:21 true in place of false");
  });

  test("are the same for both spellings", () => {
    const saysOf = (document: string) => mutantsOf(model, ruleOf(document)).map(({ says }) => says);
    expect(
      saysOf(`{ machines(where: { name: { in: ["a"] }, disks: { some: { name: "b" } } }) { id } }`),
    ).toEqual(saysOf(`{ machines(where: { name_IN: ["a"], disks_SOME: { name: "b" } }) { id } }`));
  });
});
