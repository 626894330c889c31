import { parse, validate } from "graphql";
import { describe, expect, test } from "vitest";
import { readWhere } from "../../src/dialect/filter.ts";
import { keysOf, typesOf } from "../../src/dialect/keys.ts";
import { createDialectRules } from "../../src/dialect/rules.ts";
import { createDialectSchema } from "../../src/dialect/schema.ts";
import { findWrongValues } from "../../src/dialect/where-rule.ts";
import { loadModel } from "../../src/model/load.ts";

const model = loadModel("schema");
const schema = createDialectSchema(model);
const rules = createDialectRules(model);

/** What is wrong with a document, with the text that it points at. */
function mistakes(document: string): readonly (readonly [string, string])[] {
  return validate(schema, parse(document), rules).map(({ message, nodes }) => {
    const { start, end } = nodes!.at(-1)!.loc!;
    return [document.slice(start, end), message];
  });
}

describe("a mistake in a where is one of the document, with its place", () => {
  test.each([
    ['{ connectors(where: { nme: "x" }) { id } }', "nme", 'Did you mean "name"'],
    ["{ connectors { securityContacts(where: { nme: 1 }) { id } } }", "nme", "Unknown field"],
    ["{ connectors(where: { nme: 1 }) @skip(if: true) { id } }", "nme", "Unknown field"],
    [
      "{ assets { ...F } } fragment F on Disk { connector(where: { nme: 1 }) { id } }",
      "nme",
      "Unknown field",
    ],
    ["{ connectors(where: { AND: [{ OR: [{ name: 5 }] }] }) { id } }", "name", "a text"],
    ['{ connectors(where: { name_IN: ["a", 5] }) { id } }', "5", "a text"],
    ["{ connectors(where: { name: { eqq: 1 } }) { id } }", "eqq", "Unknown operator"],
    ['{ connectors(where: { name_MATCHES: "(" }) { id } }', "name_MATCHES", "cannot be read"],
    ["{ connectors(where: 5) { id } }", "5", "an object"],
    ["{ connectorsAggregate(where: { nme: 1 }) { count } }", "nme", "Unknown field"],
    ["{ connectorsConnection(where: { nme: 1 }) { totalCount } }", "nme", "Unknown field"],
    ["query ($x: String) { connectors(where: { nme: $x }) { id } }", "nme", "Unknown field"],
    ["query ($x: String) { connectors(where: { name: { eqq: $x } }) { id } }", "eqq", "eqq"],
    [
      "query ($x: Int) { connectors(where: { name_CONTAINS: $x }) { id } }",
      "$x",
      '"Int" used in position expecting type "String"',
    ],
    [
      "query ($x: [String!]) { connectors(where: { name_CONTAINS: $x }) { id } }",
      "$x",
      "expecting type",
    ],
    ["query ($x: TagWhere) { connectors(where: { NOT: $x }) { id } }", "$x", "ConnectorWhere"],
    [
      "query ($x: Boolean) { connectors(where: { name: { in: [$x] } }) { id } }",
      "$x",
      "expecting type",
    ],
    [
      "query ($x: Boolean) { ...F } fragment F on Query { connectors(where: { name: $x }) { id } }",
      "$x",
      "StringFilter",
    ],
  ])("%s", (document, place, message) => {
    expect(mistakes(document)).toEqual([[place, expect.stringContaining(message)]]);
  });

  test("two operations share a fragment, and one declares the variable wrongly", () => {
    const document = `query A($x: String) { ...F } query B($x: Int) { ...F }
      fragment F on Query { connectors(where: { name: $x }) { id } }`;
    expect(mistakes(document)).toEqual([["$x", expect.stringContaining('"Int"')]]);
  });
});

test.each([
  "query ($x: String!) { connectors(where: { name: $x, id: $x, id_IN: [$x] }) { id } }",
  "query ($x: ID, $y: [ID!]) { connectors(where: { id: { eq: $x, in: $y }, id_IN: $y }) { id } }",
  "query ($x: String) { disks(where: { readAt_LT: $x }) { id } }",
  "query ($x: ConnectorWhere) { connectors(where: { AND: [$x], OR: $x, NOT: $x }) { id } }",
  "query ($x: [ConnectorWhere!]) { connectors(where: { AND: $x }) { id } }",
  "query ($x: [AssetImplementation!]) { assets(where: { typename_IN: $x }) { id } }",
  "query ($x: AssetImplementation!) { assets(where: { typename_IN: [$x] }) { id } }",
  "query ($x: TagWhere) { disks(where: { tags: $x, tags_SOME: $x }) { id } }",
  "query ($x: CaseInsensitiveStringFilter) { disks(where: { name: { caseInsensitive: $x } }) { id } }",
  "query ($x: TagConnectionWhere) { disks(where: { tagsConnection: { some: $x } }) { id } }",
  "query ($x: Int) { disks(where: { sizeGiB_IN: [$x, 5] }) { id } }",
  // The argument is that of the interface, which every type's own field has.
  "{ kmsVaults { diagnosticSettings(where: { typename_IN: [ResourceDiagnosticSetting] }) { id } } }",
])("nothing is wrong with %s", (document) => {
  expect(mistakes(document)).toEqual([]);
});

test("null is no mistake of any key, of any type", () => {
  const refused = typesOf(model).flatMap((type) =>
    keysOf(type).flatMap(({ name }) => [
      ...readWhere(model, type.name, { [name]: null }).mistakes,
      ...readWhere(model, type.name, { AND: [{ [name]: [null] }] }).mistakes.filter(
        () => name.endsWith("_IN") || name === "typename",
      ),
    ]),
  );
  expect(refused).toEqual([]);
});

describe("once variables have values", () => {
  const wrong = (document: string, variables: Record<string, unknown>) => {
    const parsed = parse(document);
    const [operation] = parsed.definitions;
    if (operation?.kind !== "OperationDefinition") throw new Error("The operation comes first.");
    return findWrongValues(model, schema, parsed, operation, variables).map(
      ({ message, nodes }) => [document.slice(nodes![0]!.loc!.start, nodes![0]!.loc!.end), message],
    );
  };

  test.each([
    [
      "query ($w: ConnectorWhere) { connectors(where: $w) { id } }",
      { w: { OR: [{ nme: "x" }] } },
      "$w",
      'In "$w.OR.0.nme": Unknown field "nme"',
    ],
    [
      "query ($t: TagListWhere) { disks(where: { tags: $t }) { id } }",
      { t: { some: { key: 5 } } },
      "tags",
      'In "$t.some.key": "key" takes a text',
    ],
    [
      "query ($p: String) { disks(where: { name_MATCHES: $p }) @skip(if: true) { id } }",
      { p: "(" },
      "name_MATCHES",
      'In "$p": The regular expression',
    ],
    [
      "query ($l: [String]) { assets { ...F } } fragment F on Disk { tags(where: { key_IN: $l }) { key } }",
      { l: ["a", 5] },
      "key_IN",
      'In "$l.1": "key_IN" takes a text, found 5.',
    ],
  ])("%s", (document, variables, place, message) => {
    expect(wrong(document, variables)).toEqual([[place, expect.stringContaining(message)]]);
  });

  test("what is right, or has no value, is no mistake", () => {
    const document = `query ($w: ConnectorWhere, $n: String) { connectors(where: $w) { id } disks(where: { name: $n }) { id } }`;
    expect(wrong(document, { w: { name: { eq: "a" } } })).toEqual([]);
  });
});

test.each([
  ['{ connectors(where: { nme: "x" }) { id } }', "unknown-field"],
  ["{ connectors(where: { name: { eqq: 1 } }) { id } }", "unknown-operator"],
  ['{ connectors(where: { name_MATCHES: "(" }) { id } }', "wrong-pattern"],
  ["query ($x: Int) { connectors(where: { name: $x }) { id } }", "wrong-type"],
  ["{ connectors { nme } }", "unknown-field"],
  ["{ connectors(lmit: 1) { id } }", "unknown-argument"],
  ["{ connectors { id } } fragment F on Connector { id }", "unused"],
  ["{ connectors { id } } { connectors { id } }", "wrong-document"],
])("%s is refused with the code %s", (document, code) => {
  const codes = validate(schema, parse(document), rules).map(({ extensions }) => extensions.code);
  expect(new Set(codes)).toEqual(new Set([code]));
});
