import {
  buildSchema,
  type GraphQLInputObjectType,
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  isScalarType,
  isSpecifiedScalarType,
  parse,
  validate,
  validateSchema,
  visit,
} from "graphql";
import { describe, expect, test } from "vitest";
import { loadChecks } from "../../src/check/document/load.ts";
import { renderSdl } from "../reference/sdl.ts";
import { renderResultsSdl } from "../../src/graphql/results-sdl.ts";
import { loadModel } from "../../src/model/load.ts";
import { readDataset } from "../conformance/dataset.ts";

const product = loadModel("schema");
const schemas = {
  product: buildSchema(renderSdl(product)),
  dataset: buildSchema(renderSdl(readDataset().model)),
};

/** What stock tools, which know nothing of the dialect, say about a document. */
function stock(document: string, schema = schemas.product): readonly string[] {
  return validate(schema, parse(document)).map(({ message }) => message);
}

test.each(Object.entries(schemas))("the schema of the %s is valid GraphQL", (_name, schema) => {
  expect(validateSchema(schema)).toEqual([]);
});

test("the same model gives the same text", () => {
  expect(renderSdl(loadModel("schema"))).toBe(renderSdl(product));
});

test("interfaces say which wider interfaces their types all have", () => {
  const implemented = (name: string) =>
    (schemas.product.getType(name) as GraphQLInterfaceType).getInterfaces().map(String);
  expect(implemented("Database")).toEqual(["Asset"]);
  expect(implemented("DatabaseServer").toSorted()).toEqual(["Asset", "Database"]);
  expect(implemented("Asset")).toEqual([]);
});

test("scalars are those that fields have, and say where their form is specified", () => {
  const scalars = Object.values(schemas.product.getTypeMap()).filter(isScalarType);
  const own = scalars.filter(
    (type) => !isSpecifiedScalarType(type) && !type.name.endsWith("Filter"),
  );
  expect(own.filter(({ name }) => name !== "Expected").map(({ name }) => name)).toEqual([
    "DateTime",
  ]);
  expect(own.filter(({ specifiedByURL }) => !specifiedByURL).map(({ name }) => name)).toEqual([
    "Expected",
  ]);
});

test("no description begins or ends a comment of other languages", () => {
  const found: string[] = [];
  const look = (text: string) =>
    visit(parse(text), {
      StringValue(node, key) {
        if (key === "description" && /\*\/|\/\*/.test(node.value)) found.push(node.value);
      },
    });
  look(`${renderSdl(product)}\n${renderResultsSdl(product)}`);
  for (const { document } of loadChecks(product, "checks")) look(document);
  expect(found).toEqual([]);
});

describe("stock GraphQL validates", () => {
  test("the specification's check, with both spellings in one document", () => {
    const document = `{
      connectors(
        where: {
          OR: [
            { securityContacts_SOME: null }
            { securityContacts_SOME: { email: null } }
            { securityContacts_SOME: { email: "" } }
            { securityContacts_SOME: { email: { eq: "" } } }
            { securityContacts: { some: { email: { eq: "" } } } }
            { securityContacts: { email: "", none: { email_CONTAINS: "@" } } }
          ]
        }
      ) {
        ...AssetFragment
      }
    }
    fragment AssetFragment on Asset { id name connector(where: { name_EXISTS: true }) { id } }`;
    expect(stock(document)).toEqual([]);
  });

  test.each([
    'name: "a"',
    "name: null",
    'name: { startsWith: "a", caseInsensitive: { contains: "b" } }',
    'name_EQ: "a", name_NOT: "a", name_IN: ["a", null], name_NOT_IN: "a", name_EXISTS: false',
    'name_CONTAINS: "a", name_NOT_STARTS_WITH: "a", name_ENDS_WITH: null, name_MATCHES: "(?i)a"',
    'name_LT: "a", name_LTE: "a", name_GT: "a", name_GTE: "a"',
    "severity: 5, severity_GTE: 5, score: { lt: 3 }",
    "status: ACTIVE, status_IN: [ACTIVE, PENDING], status_NOT: DISABLED",
    'tags: ["a"], tags_INCLUDES: "a", tags_NOT_INCLUDES: "a"',
    'createdAt_GT: "2024-01-01", lastSeen: { lt: "2024-01-01" }',
    'owner: { name: "a" }, owner_NOT: null, owner_EXISTS: true',
    'resources_ALL: { name: "x", typename_IN: [Bucket], typename: Vm }',
    'findings_SOME: { Vuln: { cve: "1" }, Misconfig: {} }',
    "securityContacts_SINGLE: {}, securityContacts_NOT: {}, securityContacts_EXISTS: true",
    "securityContactsConnection_SOME: { node: { email: null }, NOT: { node: {} } }",
    "securityContactsConnection: { all: { OR: { node: { email: null } } } }, ownerConnection_NOT: { node: {} }",
    "securityContactsConnection: { node: { email: null }, none: { node: { phone: null } } }",
    'findingsConnection_SOME: { Vuln: { node: { cve: "1" } } }, findingsConnection: { Misconfig: { OR: { node: { id: 1 } } } }',
    "AND: [{ NOT: { OR: { name: null } } }]",
  ])("where: { %s }", (where) => {
    expect(stock(`{ connectors(where: { ${where} }) { id } }`, schemas.dataset)).toEqual([]);
  });

  test.each([
    "connectors(limit: 1, offset: 1, sort: [{ severity: DESC }, { id: ASC }]) { id }",
    "connectors(options: { limit: 1, offset: 1, sort: { severity: DESC } }) { id }",
    'connectorsConnection(where: { id: 1 }, first: 1, after: "x", sort: { id: ASC }) { totalCount pageInfo { hasNextPage } edges { cursor node { id } } }',
    "connectorsAggregate(where: { id: 1 }) { count }",
    "resources(where: { typename: [Vm] }, sort: { name: ASC }) { ... on Vm { cpu } }",
    "findings(where: { Vuln: {} }, options: { limit: 1 }) { ... on Vuln { cve } }",
    'connectors { securityContacts(where: { email: null }, limit: 1, sort: { email: ASC }) { teams(options: { offset: 1 }) { id } } owner(where: { name: "a" }) { id } }',
  ])("{ %s }", (fields) => {
    expect(stock(`{ ${fields} }`, schemas.dataset)).toEqual([]);
  });

  test("the directives of checks", () => {
    const document = `query A @check(severity: HIGH, tags: ["a"]) {
      connectors @expect(eq: []) @offenders(path: "securityContacts") { id }
    }`;
    expect(stock(document)).toEqual([]);
  });

  test("a variable inside an object of operators, and behind a suffix", () => {
    const document = `query A($a: String!, $b: [String!]) {
      connectors(where: { name: { eq: $a, in: $b }, name_EQ: $a, name_IN: $b }) { id }
    }`;
    expect(stock(document)).toEqual([]);
  });
});

describe("stock GraphQL refuses, with a suggestion where there is one", () => {
  test.each([
    ["securityContact_SOME: null", 'Did you mean "securityContacts_SOME"'],
    ["securityContacts_SOM: null", 'Did you mean "securityContacts_SOME"'],
    ["securityContacts: { sum: {} }", 'Did you mean "some"'],
    ["name_CONTAINS: 5", "String cannot represent a non string value: 5"],
    ['severity_LT: "a"', "Int cannot represent non-integer value"],
    ["status_IN: [ACTIV]", 'Did you mean the enum value "ACTIVE"'],
    ["resources_SOME: { typename_IN: [Buckt] }", 'Did you mean the enum value "Bucket"'],
    ["AND: [{ nme: null }]", 'Did you mean "name"'],
  ])("where: { %s }", (where, message) => {
    const messages = stock(`{ connectors(where: { ${where} }) { id } }`, schemas.dataset);
    expect(messages).toEqual([expect.stringContaining(message)]);
  });
});

describe("what the schema offers", () => {
  const input = (name: string) =>
    Object.keys((schemas.dataset.getType(name) as GraphQLInputObjectType).getFields());

  test("a connector's name has every operator of a text, each once", () => {
    expect(input("ConnectorWhere").filter((name) => name.startsWith("name"))).toEqual([
      "name",
      "name_NOT",
      "name_EQ",
      "name_IN",
      "name_NOT_IN",
      "name_CONTAINS",
      "name_NOT_CONTAINS",
      "name_STARTS_WITH",
      "name_NOT_STARTS_WITH",
      "name_ENDS_WITH",
      "name_NOT_ENDS_WITH",
      "name_MATCHES",
      "name_LT",
      "name_LTE",
      "name_GT",
      "name_GTE",
      "name_EXISTS",
    ]);
  });

  test("to-many takes quantifiers beside the target's fields, a sort takes single values", () => {
    expect(input("SecurityContactListWhere")).toEqual([
      "some",
      "none",
      "all",
      "single",
      "exists",
      ...input("SecurityContactWhere"),
    ]);
    expect(input("ConnectorSort")).not.toContain("tags");
    expect(input("FindingWhere")).toEqual(["Misconfig", "Vuln"]);
  });

  test("parts have no root field, interfaces have all three", () => {
    const fields = Object.keys((schemas.product.getType("Query") as GraphQLObjectType).getFields());
    expect(fields).toEqual(
      expect.arrayContaining(["assets", "assetsConnection", "assetsAggregate"]),
    );
    expect(fields).not.toContain("tags");
  });

  test("descriptions of the model are the schema's", () => {
    const contact = schemas.product.getType("SecurityContact") as GraphQLObjectType;
    expect(contact.description).toContain("security matters");
    expect(contact.getFields().phone?.description).toBe(
      "A telephone number. Null where there is none, which the service writes as an empty text.\n\nAbsent: there is none.",
    );
    expect(schemas.product.getType("StringFilter")?.description).toContain("startsWith");
  });
});
