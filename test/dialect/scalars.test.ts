import { makeExecutableSchema } from "@graphql-tools/schema";
import { execute, getVariableValues, type OperationDefinitionNode, parse, validate } from "graphql";
import { describe, expect, test } from "vitest";
import { dialectRules } from "../../src/dialect/rules.ts";
import { createScalars } from "../reference/scalars.ts";
import { renderSdl } from "../reference/sdl.ts";
import { readDataset } from "../conformance/dataset.ts";

const { model } = readDataset();
const schema = makeExecutableSchema({
  typeDefs: renderSdl(model),
  resolvers: createScalars(model),
});

describe("dialectRules", () => {
  /** What stands against a where, with the column of its place. */
  function mistakes(where: string): readonly (readonly [number, string])[] {
    const errors = validate(schema, parse(`{connectors(where:{${where}}){id}}`), dialectRules);
    return errors.map(({ message, locations }) => [
      locations![0]!.column - "{connectors(where:{".length,
      message,
    ]);
  }

  test.each([
    "name: 5",
    'name: ["a"]',
    'severity: "5"',
    "severity: 5.5",
    "isEnabled: 1",
    "tags: [5]",
    'createdAt: "soon"',
    'createdAt_GT: "soon"',
    'lastSeen: "2024-02-30"',
    "status: ACTIV",
    "name: alpha",
    "name: NULL",
    'name: { in: ["a", beta] }',
  ])("refuses %s", (where) => {
    expect(mistakes(where)).toEqual([
      [expect.any(Number), expect.stringMatching(/Expected|takes/)],
    ]);
  });

  test("points to the operator or the value that is wrong", () => {
    expect(mistakes("severity: { eqq: 1 }")).toEqual([
      [13, expect.stringContaining('Unknown operator "eqq"')],
    ]);
    expect(mistakes('name: { in: ["a", 5] }')).toEqual([[19, '"in" takes a text, found 5.']]);
  });

  test.each([
    "name: null",
    "name: { eq: null, in: [null] }",
    "status: ACTIVE",
    'status: { in: [ACTIVE, "PENDING"] }',
    "id: 5",
    "score: 5",
    'name: { matches: "(?!a).*" }',
  ])("accepts %s", (where) => {
    expect(mistakes(where)).toEqual([]);
  });

  const withVariable = (type: string, where: string) =>
    parse(`query A($x: ${type}) { connectors(where: { ${where} }) { id } }`);

  test.each([
    ["String!", "name: $x"],
    ['String = "a"', "name: $x"],
    ["ID", "name: $x"],
    ["String!", "id: $x"],
    ["StringFilter", "name: $x"],
    ["[String!]!", "tags: $x"],
    ["Status!", "status: $x"],
    ["Int", "severity: { gt: $x }"],
    ["String!", "securityContacts_SOME: { email: $x }"],
    ["ConnectorWhere!", "AND: [$x]"],
    ["ConnectorWhere = {}", "AND: [$x]"],
  ])("a variable of %s may stand in %s", (type, where) => {
    expect(validate(schema, withVariable(type, where), dialectRules)).toEqual([]);
  });

  test.each([
    ["Int!", "name: $x"],
    ["[String!]", "name: $x"],
    ["String!", "tags: $x"],
    ["String!", "severity: $x"],
    ["String!", "status: $x"],
    ["Int!", "name_CONTAINS: $x"],
    ["ConnectorWhere", "AND: [$x]"],
    ["String!", "securityContacts_SOME: $x"],
  ])("a variable of %s may not stand in %s", (type, where) => {
    expect(
      validate(schema, withVariable(type, where), dialectRules).map(({ message }) => message),
    ).toEqual([expect.stringContaining('Variable "$x"')]);
  });

  test("GraphQL's other rules hold, and its own rule agrees outside of filters", () => {
    const unknown = parse(
      "query A($x: Nope, $y: Int) { connectors(limit: $y, offset: $z) { nope } }",
    );
    const messages = (errors: readonly Error[]) => errors.map(({ message }) => message);
    expect(messages(validate(schema, unknown, dialectRules))).toEqual(
      messages(validate(schema, unknown)),
    );
  });
});

describe("a schema that is executed hands values on to readWhere as they are", () => {
  test.each<[string, unknown, unknown]>([
    ["name: $x", "a", { name: "a" }],
    ["name: { eq: $x }", "a", { name: { eq: "a" } }],
    ["name: { eq: $x }", undefined, { name: {} }],
    ["name: $x", undefined, {}],
    ['createdAt: "2024-01-10T01:00:00+01:00"', "", { createdAt: "2024-01-10T01:00:00+01:00" }],
    ["status: ACTIVE", "", { status: "ACTIVE" }],
    ["status_IN: [ACTIVE]", "", { status_IN: ["ACTIVE"] }],
  ])("%s with %j", async (where, x, expected) => {
    const seen: unknown[] = [];
    const document = parse(`query ($x: String) { connectors(where: { ${where} }) { id } }`);
    const rootValue = {
      connectors(args: { where: unknown }) {
        seen.push(JSON.parse(JSON.stringify(args.where)));
        return [];
      },
    };
    const result = await execute({ schema, document, rootValue, variableValues: { x } });
    expect(result.errors).toBeUndefined();
    expect(seen).toEqual([expected]);
  });

  test("a whole where in a variable is checked too", () => {
    const document = parse("query ($w: ConnectorWhere) { connectors(where: $w) { id } }");
    const { variableDefinitions } = document.definitions[0] as OperationDefinitionNode;
    const values = (w: unknown) => getVariableValues(schema, variableDefinitions ?? [], { w });
    expect(
      values({ name: { eq: "a" }, tags: "a", createdAt_LT: "2024-01-01" }).errors,
    ).toBeUndefined();
    const { errors } = values({ AND: [{ severity: { eqq: 1 } }, { createdAt_LT: "soon" }] });
    expect(errors?.map(({ message }) => message)).toEqual([
      expect.stringContaining('Unknown operator "eqq"'),
      expect.stringContaining("Expected a moment"),
    ]);
  });
});
