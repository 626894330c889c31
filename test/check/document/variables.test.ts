import { describe, expect, test } from "vitest";
import { mistakesIn, read } from "./read.ts";

describe("a variable", () => {
  test.each<[definition: string, value: unknown]>([
    ['$name: String = "a"', "a"],
    ['$name: [String!] = ["a", "b"]', ["a", "b"]],
  ])("has its default in every run: %s", (definition, value) => {
    const field = Array.isArray(value) ? "name_IN" : "name";
    const { rules, check, mistakes } = read(
      `query (${definition}) { machines(where: { ${field}: $name }) { id } }`,
    );
    expect(mistakes).toEqual([]);
    expect(rules[0]!.query.where).toMatchObject({ field: "name", value });
    expect(check!.perConnector).toBe(false);
  });

  test.each<[document: string, code: string, at: string]>([
    [
      "query ($name: String) { machines(where: { name: $name }) { id } }",
      "variable-without-value",
      "$name",
    ],
    [
      "query ($name: String!) { machines(where: { name: $name }) { id } }",
      "variable-without-value",
      "$name",
    ],
  ])("without a value would drop its filter: %s", (document, code, at) => {
    expect(mistakesIn(document)).toContainEqual([code, at]);
  });

  // Such a check found nothing in any connector, and passed; or found fault with each.
  test.each<[where: string, codes: readonly string[]]>([
    ["{ connector: { id: $subscriptionResourceId } }", []],
    ["{ connector: { name: $subscriptionResourceId } }", ["variable-is-no-id"]],
    ["{ NOT: { name_IN: [$subscriptionResourceId] } }", ["variable-is-no-id"]],
    ["{ disks_SOME: { connector: { name: $subscriptionResourceId } } }", ["variable-is-no-id"]],
  ])("that is a connector's id is compared with ids: %s", (where, codes) => {
    const document = `query ($subscriptionResourceId: ID!) { machines(where: ${where}) { id } }`;
    expect(read(document).mistakes.map(({ code }) => code)).toEqual(codes);
  });
});
