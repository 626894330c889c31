import { describe, expect, test } from "vitest";
import { conversions } from "../../src/collect/reading/conversions.ts";
import { readWhere } from "../../src/dialect/filter.ts";
import { createVariable } from "../../src/dialect/variables.ts";
import { conversionValues } from "../../src/model/conversion-values.ts";
import { loadModel } from "../../src/model/load.ts";
import { readDataset } from "../conformance/dataset.ts";

const { model } = readDataset();
const library = loadModel("schema");

const findClashes = { findClashes: true };
const read = (where: unknown) => readWhere(model, "Connector", where, findClashes);

describe("a comparison that no value fulfils is said to be one", () => {
  test.each<[unknown, string, string]>([
    [{ name_IN: [] }, "name_IN", "the list is empty"],
    [{ name: { in: [] } }, "name.in", "the list is empty"],
    [{ name: { caseInsensitive: { in: [] } } }, "name.caseInsensitive.in", "the list is empty"],
    [{ OR: [{ name: "a" }, { name_IN: [] }] }, "OR.1.name_IN", "the list is empty"],
    [{ securityContacts_SOME: { email_IN: [] } }, "securityContacts_SOME.email_IN", "is empty"],
    [{ name_IN: [null] }, "name_IN", "null is equal to nothing"],
    [{ name_NOT_IN: ["a", null] }, "name_NOT_IN", "leaves it open for every row"],
    [{ name_NOT_CONTAINS: "" }, "name_NOT_CONTAINS", "every text has the empty text in it"],
    [{ name_NOT_STARTS_WITH: "" }, "name_NOT_STARTS_WITH", "the empty text"],
    [{ tags_INCLUDES_SOME: [] }, "tags_INCLUDES_SOME", "the list is empty"],
    [{ tags_NOT_INCLUDES_ALL: [] }, "tags_NOT_INCLUDES_ALL", "every list has all of nothing"],
    [{ NOT: { name_NOT_IN: [] } }, "NOT", "the list is empty"],
    [{ NOT: { NOT: { name_IN: [] } } }, "NOT.NOT.name_IN", "the list is empty"],
    [{ NOT: { OR: [{ name: "a" }, { name_NOT_IN: [] }] } }, "NOT", "the list is empty"],
    [{ NOT: { name_CONTAINS: "" } }, "NOT", "every text has the empty text in it"],
    [{ NOT: { tags_INCLUDES_ALL: [] } }, "NOT", "every list has all of nothing"],
    [
      { securityContacts_SOME: { NOT: { email_NOT_IN: [] } } },
      "securityContacts_SOME.NOT",
      "is empty",
    ],
  ])("%j", (where, path, message) => {
    const { mistakes, impossible } = read(where);
    expect(mistakes).toEqual([]);
    expect(impossible.map((one) => one.path.join("."))).toEqual([path]);
    expect(impossible[0]!.message).toContain(message);
  });

  test.each<[unknown]>([
    [{ name_IN: ["a"] }],
    [{ name_NOT_IN: [] }],
    [{ name_IN: ["a", null] }],
    [{ name_CONTAINS: "" }],
    [{ tags_INCLUDES_ALL: [] }],
    [{ tags_NOT_INCLUDES_SOME: [] }],
    [{ NOT: { name: "a", name_NOT_IN: [] } }],
    [{ NOT: { name_IN: ["a"] } }],
  ])("%j is not", (where) => {
    expect(read(where).impossible).toEqual([]);
  });
});

describe("conditions that cannot hold at once are said to be so", () => {
  test.each<[unknown, string]>([
    [{ name: "a", name_STARTS_WITH: "b" }, "name_STARTS_WITH"],
    [{ name: { eq: "a", startsWith: "b" } }, "name"],
    [{ AND: [{ name: "a" }, { name: "b" }] }, "AND.1"],
    [{ name: "a", AND: [{ severity: 1 }, { name: "b" }] }, "AND"],
    [{ name: "a", NOT: { name: "a" } }, "NOT"],
    [{ name: "a", name_NOT: "a" }, "name_NOT"],
    [{ name: null, name_CONTAINS: "a" }, "name_CONTAINS"],
    [{ name: null, name_EXISTS: true }, "name_EXISTS"],
    [{ name_IN: ["a", "b"], name_NOT_IN: ["b", "a"] }, "name_NOT_IN"],
    [{ name_STARTS_WITH: "prod-", name_MATCHES: "dev.*", name_EQ: "prod-1" }, "name_EQ"],
    [{ name_STARTS_WITH: "prod", name: { startsWith: "dev" } }, "name"],
    [{ severity_LT: 5, severity_GTE: 5 }, "severity_GTE"],
    [{ severity_GT: 9, severity_LTE: 3 }, "severity_LTE"],
    [{ securityContacts_NONE: null, securityContacts_SOME: null }, "securityContacts_SOME"],
    [
      { securityContacts_EXISTS: false, securityContacts_SOME: { email: "" } },
      "securityContacts_SOME",
    ],
    [{ owner: { name: "a" }, AND: [{ owner: { name: "b" } }] }, "AND"],
    [
      { securityContacts_SOME: { email: "a", email_CONTAINS: "b" } },
      "securityContacts_SOME.email_CONTAINS",
    ],
  ])("%j", (where, path) => {
    const { mistakes, impossible } = read(where);
    expect(mistakes).toEqual([]);
    expect(impossible.map((one) => one.path.join("."))).toEqual([path]);
    expect(impossible[0]!.message).toContain("cannot be true of one row");
  });

  test.each<[unknown]>([
    [{ OR: [{ name: "a" }, { name: "b" }] }],
    [{ name: "abc", name_STARTS_WITH: "a" }],
    [{ name: { caseInsensitive: { eq: "A" } }, name_STARTS_WITH: "a" }],
    [{ severity_LTE: 5, severity_GTE: 5 }],
    [{ name_STARTS_WITH: "a", name_ENDS_WITH: "b" }],
    [{ securityContacts_SOME: { email: "a" }, AND: [{ securityContacts_SOME: { email: "b" } }] }],
    [{ tags_INCLUDES: "a", AND: [{ tags_INCLUDES: "b" }] }],
    [{ id: createVariable("connectorId"), id_NOT: "/subscriptions/a" }],
  ])("%j can", (where) => {
    expect(read(where).impossible).toEqual([]);
  });

  test("what strangers ask is not held against itself: that grows with the square of its length", () => {
    const where = { name: "a", name_CONTAINS: "b" };
    expect(readWhere(model, "Connector", where).impossible).toEqual([]);
  });
});

describe("a pattern that has an anchor on one side, or no sign at all, gets a note", () => {
  test.each<[string, string]>([
    ["^prod", 'write "^prod.*"'],
    ["(?i)^prod", "begin so"],
    ["^(prod|dev)", "begin so"],
    ["\\Aprod", "begin so"],
    ["prod$", 'write ".*prod$"'],
    ["prod\\\\$", "end so"],
    ["(a|prod)\\z", "end so"],
    ["prod", 'write ".*prod.*"'],
  ])("%s", (pattern, message) => {
    const { warnings } = read({ name_MATCHES: pattern });
    expect(warnings.map((one) => one.message).join()).toContain(message);
  });

  test.each(["^prod$", "^prod.*", "^prod.*$", ".*prod$", "prod\\$", "^prod[\\s\\S]*", "(?i).*x"])(
    "%s gets none",
    (pattern) => {
      expect(read({ name_MATCHES: pattern }).warnings).toEqual([]);
    },
  );
});

describe("a value that its field's conversion cannot give is said to be so", () => {
  test.each<[string, unknown]>([
    ["PostgreSQLServer", { tlsMinimumVersion: 12 }],
    ["PostgreSQLServer", { tlsMinimumVersion_IN: [1.25, 11] }],
    ["SecurityContact", { email: "a@example.com, b@example.com" }],
  ])("%s %j", (type, where) => {
    const { mistakes, impossible } = readWhere(library, type, where);
    expect(mistakes).toEqual([]);
    expect(impossible).toHaveLength(1);
  });

  test("and the table knows only conversions that there are", () => {
    const known = Object.keys(conversions);
    expect(Object.keys(conversionValues).filter((name) => !known.includes(name))).toEqual([]);
  });

  test.each<[string, readonly unknown[]]>([
    ["TLS_VERSION", ["1.0", "TLS1_1", "TLSv1.2", "1.3", "TLS1.2,TLS1.3"]],
    ["EPOCH", [0, 1_700_000_000, "1"]],
    ["ADDRESS_TEXT", ["a@x.com; b@x.com", ["c@x.com"]]],
  ])("%s gives no value that the table denies", (name, answers) => {
    for (const answer of answers) {
      const value = conversions[name]!.convert(answer, {}) as string;
      expect(conversionValues[name]!.gives(value)).toBe(true);
    }
  });
});

test("what comes before the first word of a closed set, or after the last, is true of no row", () => {
  const first = readWhere(library, "SQLServer", { minimalTlsVersion_LT: "none" });
  expect(first.impossible.map(({ message }) => message)).toEqual([
    '"minimalTlsVersion_LT: "None"" is true of no row: none of None, 1.0, 1.1, 1.2, 1.3 comes before it.',
  ]);
  const last = readWhere(library, "SQLServer", { minimalTlsVersion: { gt: "1.3" } });
  expect(last.impossible[0]!.message).toContain("comes after it");
  expect(readWhere(library, "SQLServer", { minimalTlsVersion_LTE: "None" }).impossible).toEqual([]);
});
