import {
  buildSchema,
  getIntrospectionQuery,
  graphqlSync,
  type GraphQLInputObjectType,
  isInputObjectType,
  parse,
  validate,
  validateSchema,
} from "graphql";
import { describe, expect, test } from "vitest";
import { addFragments, loadFragments } from "../../src/check/document/fragments.ts";
import { loadChecks } from "../../src/check/document/load.ts";
import { memberTypesOf } from "../../src/dialect/input-types.ts";
import { filterSpellings, publishedByDefault } from "../../src/dialect/shown-filters.ts";
import { renderOutline, renderPublishedSdl } from "../../src/dialect/sdl.ts";
import { renderServedSdl } from "../../src/graphql/described.ts";
import { loadModel } from "../../src/model/load.ts";

const model = loadModel("schema");
const all = filterSpellings.flatMap((spelling) =>
  [false, true].map((connections) => ({ spelling, connections })),
);
const schemas = new Map(
  all.map((published) => [
    JSON.stringify(published),
    buildSchema(renderPublishedSdl(model, published)),
  ]),
);
const schemaOf = (published: (typeof all)[number]) => schemas.get(JSON.stringify(published))!;
const stock = (document: string, published: (typeof all)[number]) =>
  validate(schemaOf(published), parse(document)).map(({ message }) => message);
const nested = { spelling: "nested", connections: false } as const;
const suffix = { spelling: "suffix", connections: false } as const;

describe.each(all)("$spelling, connections $connections", (published) => {
  const schema = schemaOf(published);
  const inputs = Object.values(schema.getTypeMap()).filter(isInputObjectType);

  test("it is valid GraphQL", () => {
    expect(validateSchema(schema)).toEqual([]);
  });

  test("the schema that judges has every input, with every key and its type", () => {
    const judged = buildSchema(renderOutline(model));
    const memberTypes = memberTypesOf(model);
    const differing = inputs
      .filter(({ name }) => /(Where|Filter)$/.test(name))
      .flatMap((input) => [
        ...(judged.getType(input.name) ? [] : [input.name]),
        ...Object.values(input.getFields())
          .filter(({ name, type }) => memberTypes(input.name, name) !== String(type))
          .map(({ name }) => `${input.name}.${name}`),
      ]);
    expect(differing).toEqual([]);
  });

  test("filters over connections are there where they are asked for", () => {
    const { disks } = schema.getQueryType()!.getFields();
    const where = disks!.args.find(({ name }) => name === "where")!.type as GraphQLInputObjectType;
    const keys = Object.keys(where.getFields());
    expect(keys.some((name) => name.startsWith("tagsConnection"))).toBe(published.connections);
  });
});

test("without a choice tools load less than 20 kB for each type, and what checks are written in is known to them", () => {
  const schema = buildSchema(renderServedSdl(model, publishedByDefault));
  const { data } = graphqlSync({ schema, source: getIntrospectionQuery() });
  expect(JSON.stringify(data).length / model.types.size).toBeLessThan(20_000);
  const { fragments } = loadFragments(["checks"]);
  for (const { document } of loadChecks(model, "checks")) {
    const whole = addFragments(parse(document), fragments).document;
    expect(validate(schema, whole).map(({ message }) => message)).toEqual([]);
  }
});

test.each([
  'name: "a", name_NOT: null, name_IN: ["a"], name_NOT_IN: ["a"], name_MATCHES: "a", name_CONTAINS: "a"',
  'securityContacts_SOME: null, securityContacts: { some: { email: { eq: "" } } }',
  "connector_NOT: null, tags_EXISTS: true, tags_ALL: {}, tags_SINGLE: {}, tags_NONE: {}",
])("by default stock tools find nothing wrong with where: { %s }", (where) => {
  expect(stock(`{ connectors(where: { ${where} }) { id } }`, suffix)).toEqual([]);
});

test("suffixes say in a line what they ask", () => {
  const where = schemaOf(suffix).getType("ConnectorWhere") as GraphQLInputObjectType;
  const said = (name: string) => where.getFields()[name]?.description;
  for (const name of ["SOME", "NONE", "ALL", "SINGLE", "EXISTS"])
    expect(said(`securityContacts_${name}`)).toMatch(/^.{10,60}$/);
  expect(said("name_NOT")).toMatch(/^.{10,60}$/);
});

describe("nested", () => {
  test("it is small enough for generators", () => {
    const inputs = Object.values(schemaOf(nested).getTypeMap()).filter(isInputObjectType);
    const sizes = inputs.map((input) => Object.keys(input.getFields()).length);
    expect(Math.max(...sizes)).toBeLessThan(254);
    expect(sizes.reduce((sum, size) => sum + size)).toBeLessThan(5_000);
    expect(renderPublishedSdl(model, nested).length).toBeLessThan(450_000);
  });

  test("every operator and quantifier is described", () => {
    const inputs = Object.values(schemaOf(nested).getTypeMap()).filter(isInputObjectType);
    const undescribed = inputs
      .filter(({ name }) => /(Filter|ListWhere)$/.test(name))
      .flatMap((input) => Object.values(input.getFields()).filter((field) => !field.description));
    expect(undescribed).toEqual([]);
  });

  test.each([
    'name: { eq: "a", in: ["a", "b"], caseInsensitive: { startsWith: "x" }, exists: true }',
    'tags: { some: { key: { eq: "a" } }, none: {}, exists: true }, connector: { name: { eq: "a" } }',
    'AND: [{ NOT: { OR: { name: { eq: null } } } }], readAt: { gte: "2026-01-01" }',
  ])("where: { %s } is right", (where) => {
    expect(stock(`{ disks(where: { ${where} }) { id } }`, nested)).toEqual([]);
  });

  test.each([
    ['name: { contain: "x" }', 'Did you mean "contains"'],
    ['sizeGiB: { eq: "yes" }', "Int cannot represent"],
    ['tags: { sum: { key: { eq: "a" } } }', 'Did you mean "some"'],
  ])("where: { %s } is underlined", (where, message) => {
    expect(stock(`{ disks(where: { ${where} }) { id } }`, nested)).toEqual([
      expect.stringContaining(message),
    ]);
  });
});
