import { type ASTNode, parseValue, print } from "graphql";
import { describe, expect, test } from "vitest";
import { nodeAt, readLiteral } from "../../src/dialect/literal.ts";

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
