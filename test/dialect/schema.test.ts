import { buildSchema, parse, validate, validateSchema } from "graphql";
import { expect, test } from "vitest";
import { createDialectSchema } from "../../src/dialect/schema.ts";
import { renderOutline } from "../../src/dialect/sdl.ts";
import { loadModel } from "../../src/model/load.ts";

const model = loadModel("schema");
const schema = createDialectSchema(model);

const mistakes = (document: string) =>
  validate(schema, parse(document)).map(({ message }) => message);

test("it is valid GraphQL", () => {
  expect(validateSchema(buildSchema(renderOutline(model)))).toEqual([]);
});

test("every where is left to readWhere, and variables in it are seen", () => {
  const document = `query A($a: String!, $b: Int) {
    connectors(where: { nope: 5, name: $a, OR: [{ x: { eq: $c } }] }) { id }
  }`;
  expect(mistakes(document)).toEqual([
    'Variable "$c" is not defined by operation "A".',
    'Variable "$b" is never used in operation "A".',
  ]);
});

test.each([
  ["{ connector { id } }", "connector"],
  ["{ connectors { nme } }", "nme"],
  ["{ connectors(limit: true) { id } }", "Int"],
  ["{ connectors(sort: [{ nme: ASC }]) { id } }", "nme"],
  ["{ connectors(wher: {}) { id } }", "wher"],
  ["query A @check(severity: HIHG) { connectors { id } }", "HIGH"],
])("all else is checked: %s", (document, culprit) => {
  expect(mistakes(document)).toEqual([expect.stringContaining(culprit)]);
});
