import { type ASTNode, parseValue, print } from "graphql";
import { describe, expect, test } from "vitest";
import { readWhere } from "../../src/dialect/filter.ts";
import { nodeAt, readLiteral, readWhereLiteral, valueAt } from "../../src/dialect/literal.ts";
import { readDataset } from "../conformance/dataset.ts";

describe("readLiteral", () => {
  test.each<[string, unknown]>([
    ["null", null],
    ["ACTIVE", "ACTIVE"],
    ["5", 5],
    ["-5.5", -5.5],
    ["12345678901234567890", 12345678901234567890n],
    ['{ a: ["x", true], b: { c: null } }', { a: ["x", true], b: { c: null } }],
    ["{ a: $known, b: [$known] }", { a: "v", b: ["v"] }],
    ["{ a: $unset, b: [1, $unset] }", { b: [1, null] }],
  ])("%s", (text, expected) => {
    expect(readLiteral(parseValue(text), new Map([["known", "v"]]))).toEqual(expected);
  });
});

test("a where's bare words are values of enums and nothing else", () => {
  const read = (where: string) =>
    readWhere(readDataset().model, "Connector", readWhereLiteral(parseValue(where)));
  expect(read("{ status: ACTIVE, status_IN: [PENDING] }").mistakes).toEqual([]);
  expect(read("{ status: ACTIVE }").filter).toEqual(read('{ status: "ACTIVE" }').filter);
  expect(read("{ resources_SOME: { typename: Bucket } }").mistakes).toEqual([]);
  const wrong =
    "{ name: NULL, isEnabled: TRUE, name_IN: [alpha], tags: { eq: [prod] }, owner: NULL }";
  expect(read(wrong).mistakes.map(({ path }) => path.join("."))).toEqual([
    "name",
    "isEnabled",
    "name_IN.0",
    "tags.eq.0",
    "owner",
  ]);
  expect(read("{ name: NULL }").mistakes[0]!.message).toBe(
    '"name" takes a text, found NULL. GraphQL writes null in small letters.',
  );
});

describe("nodeAt", () => {
  const literal = parseValue('{ OR: [{ a: 1 }, { b: { eq: "x" } }], c: $v }');
  const shown = (node: ASTNode) => print(node);

  test.each<[readonly (string | number)[], string]>([
    [["OR"], "OR"],
    [["OR", 1], '{ b: { eq: "x" } }'],
    [["OR", 1, "b", "eq"], "eq"],
    [["OR", 7, "b"], "OR"],
    [["c", "inside", 0], "c"],
    [["nope"], print(literal)],
  ])("%j leads to %s", (path, expected) => {
    expect(shown(nodeAt(literal, path))).toBe(expected);
  });
});

test.each<[readonly (string | number)[], string | undefined]>([
  [[], '{ OR: [{ a: 1 }, { b: { eq: "x" } }], c: $v }'],
  [["OR", 1], '{ b: { eq: "x" } }'],
  [["OR", 1, "b", "eq"], '"x"'],
  [["OR", "b"], undefined],
  [["OR", 7, "b"], undefined],
  [["OR", 0, "a", "b"], undefined],
  [["OR", 0, "nope", "b"], undefined],
  [["c"], "$v"],
  [["c", "inside"], undefined],
  [[0], undefined],
])("%j leads to the value %s", (path, expected) => {
  const literal = parseValue('{ OR: [{ a: 1 }, { b: { eq: "x" } }], c: $v }');
  const value = valueAt(literal, path);
  expect(value && print(value)).toBe(expected);
});
