import { describe, expect, test } from "vitest";
import { mistakesIn, read } from "./read.ts";

describe("a rule", () => {
  test.each<[document: string, rules: readonly object[]]>([
    ["{ machines { id } }", [{ name: "machines", query: { type: "Machine" } }]],
    ["{ a: machines { id } __typename }", [{ name: "a", query: { type: "Machine" } }]],
    [
      "{ a: machines { id } b: machines { id } }",
      [
        { name: "a", query: { type: "Machine" } },
        { name: "b", query: { type: "Machine" } },
      ],
    ],
    [
      "{ ...F } fragment F on Query { stores { id } ... on Query { disks { id } } }",
      [
        { name: "stores", query: { type: "Store" } },
        { name: "disks", query: { type: "Disk" } },
      ],
    ],
    ["{ machines { id } machines { name } }", [{ name: "machines" }]],
    [
      "{ bucketsConnection { totalCount edges { node { id } } } }",
      [{ name: "bucketsConnection", query: { type: "Bucket" } }],
    ],
    [
      "{ bucketsAggregate @expect(lte: 3) { count } }",
      [{ name: "bucketsAggregate", expectation: { operator: "lte", value: 3 } }],
    ],
  ])("is each root field: %s", (document, rules) => {
    const read_ = read(document);
    expect(read_.mistakes).toEqual([]);
    expect(read_.rules).toMatchObject(rules);
    expect(read_.rules).toHaveLength(rules.length);
  });

  test.each<[document: string, mistakes: readonly (readonly [code: string, at: string])[]]>([
    ["{ __typename }", [["nothing-asked", "{"]]],
    ["{ __schema { queryType { name } } }", [["not-about-assets", "__schema"]]],
    ["{ machines(limit: 1) { id } }", [["partial-question", "limit"]]],
    [
      "{ machines(options: { limit: 1, offset: 2 }) { id } }",
      [
        ["partial-question", "limit"],
        ["partial-question", "offset"],
      ],
    ],
    [
      '{ bucketsConnection(first: 1, after: "x") { totalCount } }',
      [
        ["partial-question", "first"],
        ["partial-question", "after"],
      ],
    ],
    ["{ machines @skip(if: true) { id } }", [["skipped-question", "@skip"]]],
    ["{ ... @include(if: true) { machines { id } } }", [["skipped-question", "@include"]]],
    [
      "{ ...F @include(if: true) } fragment F on Query { machines @skip(if: false) { id } }",
      [
        ["skipped-question", "@include"],
        ["skipped-question", "@skip"],
      ],
    ],
    ["{ bucketsAggregate { count } }", [["wrong-expectation", "bucketsAggregate"]]],
    [
      "{ bucketsAggregate @expect(eq: true) { count } }",
      [["wrong-expectation", "bucketsAggregate"]],
    ],
    ["{ machines { disks @expect(eq: []) { id } } }", [["misplaced-directive", "@expect"]]],
    [
      '{ machines { disks @offenders(path: "x") { id } } }',
      [["misplaced-directive", "@offenders"]],
    ],
    ["mutation { machines { id } }", [["not-a-query", "mutation"]]],
    ["{ machines { id } } query B { disks { id } }", [["second-query", "query"]]],
    ["fragment F on Machine { id }", [["no-query", "fragment"]]],
  ])("must ask for all there is: %s", (document, mistakes) => {
    expect(mistakesIn(document)).toEqual(mistakes);
  });

  test("may skip what is only shown, and limit it", () => {
    const { mistakes } = read("{ machines { id disks(limit: 1) @skip(if: true) { id } } }");
    expect(mistakes).toEqual([]);
  });
});

describe("a filter", () => {
  const open = { kind: "compare", field: "isOpen", operator: "EQ", value: true };

  test.each<[document: string]>([
    ["{ buckets(where: { isOpen: true }) { id } }"],
    ["{ bucketsConnection(where: { isOpen: true }) { totalCount } }"],
    ["{ ...F } fragment F on Query { buckets(where: { isOpen: true }) { id } }"],
    ["query ($is: Boolean = true) { buckets(where: { isOpen: $is }) { id } }"],
  ])("goes with its rule: %s", (document) => {
    expect(read(document).rules[0]!.query).toEqual({ type: "Bucket", where: open });
  });

  // A check shows what it selects, so a filter there that is wrong shows what is not so.
  test.each<[document: string, code: string, at: string]>([
    ["{ machines(where: { nmae: null }) { id } }", "unknown-field", "nmae"],
    ["{ machines { disks(where: { nmae: null }) { id } } }", "unknown-field", "nmae"],
    [
      "{ machines { mounts { disk { connector(where: { nmae: null }) { id } } } } }",
      "unknown-field",
      "nmae",
    ],
    [
      "{ bucketsConnection { edges { node { connector { machines(where: { nmae: 1 }) { id } } } } } }",
      "unknown-field",
      "nmae",
    ],
    [
      "{ stores { ... on Bucket { connector { machines(where: { nmae: 1 }) { id } } } } }",
      "unknown-field",
      "nmae",
    ],
    [
      "{ machines { ...F } } fragment F on Machine { disks(where: { nmae: 1 }) { id } }",
      "unknown-field",
      "nmae",
    ],
  ])("is read wherever it stands: %s", (document, code, at) => {
    expect(mistakesIn(document)).toEqual([[code, at]]);
  });

  test("of a fragment that nothing uses is read too", () => {
    const document =
      "{ machines { id } } fragment F on Machine { disks(where: { nmae: 1 }) { id } }";
    expect(mistakesIn(document)).toContainEqual(["unknown-field", "nmae"]);
  });

  test("in a fragment that uses itself is read once", () => {
    const document =
      "{ machines { ...F } } fragment F on Machine { connector { machines(where: { nmae: 1 }) { ...F } } }";
    expect(mistakesIn(document).filter(([, at]) => at === "nmae")).toHaveLength(1);
  });

  test("that filters nothing is a mistake, and one that is seldom meant a word", () => {
    expect(read("{ machines(where: { AND: [] }) { id } }").mistakes).toHaveLength(1);
    const { mistakes, warnings } = read('{ machines(where: { name_IN: ["a", null] }) { id } }');
    expect([mistakes.length, warnings.length]).toEqual([0, 1]);
  });
});
