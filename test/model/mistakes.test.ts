import { expect, test } from "vitest";
import { InputError } from "../../src/errors.ts";
import { readModel } from "../../src/model/read.ts";

/** The messages of a broken schema, each with the place it names. */
function mistakesOf(...texts: readonly string[]): readonly string[] {
  try {
    readModel(texts.map((text, index) => ({ file: `${"ab"[index]}.graphql`, text })));
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return error.mistakes.map(
      ({ message, place }) => `${place?.file}:${place?.line}:${place?.column} ${message}`,
    );
  }
  return [];
}

type Case = readonly [title: string, sdl: string, ...mistakes: readonly string[]];

const cases: readonly Case[] = [
  [
    "an unknown type in the definition of a directive",
    "enum Level { A } directive @mine(level: Levle, of: Level) on FIELD type A { id: ID }",
    'a.graphql:1:41 The type "Levle" of "level" of "@mine" is unknown. Did you mean "Level"?',
  ],
  [
    "a type that no argument takes in the definition of a directive",
    "directive @mine(of: A) on QUERY type A { id: ID }",
    'a.graphql:1:21 The type "A" of "of" of "@mine" is no enum or scalar.',
  ],
  [
    "a default that is none",
    "enum Level { LOW } directive @mine(a: Level = LWO, b: [Int!] = [1, true], c: Int! = null) on FIELD",
    'a.graphql:1:47 The default of "a" of "@mine" is none of LOW. Did you mean "LOW"?',
    'a.graphql:1:64 The default of "b" of "@mine" is no Int.',
    'a.graphql:1:85 The default of "c" of "@mine" is null.',
  ],
  [
    "names in the definition of a directive",
    "enum Level { __A } enum None directive @skip(a: Int, a: Int) on FIELD directive @mine(__b: Int) on FIELD",
    'a.graphql:1:14 "__A" begins with "__", which GraphQL keeps for itself.',
    'a.graphql:1:25 "None" has no value.',
    'a.graphql:1:41 "@skip" is one of GraphQL\'s own directives.',
    'a.graphql:1:54 "@skip" already has an argument "a".',
    'a.graphql:1:87 "__b" begins with "__", which GraphQL keeps for itself.',
  ],
  [
    "an unknown meaning of absence",
    "type A { id: ID, s: String @absent(is: EMPTY) }",
    'a.graphql:1:40 "is" of "@absent" has no value "EMPTY". Expected one of NONE, MISSING.',
  ],
  [
    "absence that is said twice",
    'type A { id: ID, s: String @coalesce(value: "x") @absent(is: NONE) }',
    'a.graphql:1:50 "@coalesce" says already what it means that "s" is absent. Expected one of the two.',
  ],
  [
    "a spelling that is said twice",
    'type A { id: ID @words(of: ["x"]) @form(as: ID) }',
    'a.graphql:1:35 "@words" says the spelling already. Expected one of the two.',
  ],
  [
    "a spelling of what is no text",
    "type A { id: ID, n: Int @form(as: CASE) }",
    'a.graphql:1:25 "@form" is about the spelling of texts. Expected a String or an ID, found Int.',
  ],
  [
    "words that are the same or none",
    'type A { id: ID, s: String @words(of: [["On", "ON"], ["Off", "o-n"], []]) }',
    'a.graphql:1:28 "ON" is "On" without being said: case, blanks and the signs _ - . do not count.',
    'a.graphql:1:28 "o-n" stands for "Off" and for "On".',
    'a.graphql:1:28 A word of "@words" needs a name.',
  ],
  [
    "a value in place of null that is none of the words",
    'type A { id: ID, s: String @words(of: ["On"]) @coalesce(value: "Off"), l: [String!] @words(of: ["On"]) @coalesce(value: ["On", "Off"]) }',
    'a.graphql:1:47 "Off" is no value of "s". Expected one of On.',
    'a.graphql:1:104 "Off" is no value of "l". Expected one of On.',
  ],
  [
    "another spelling than the interface's",
    'interface I { id: ID, s: String @form(as: CASE) }\ntype A implements I { s: String @words(of: ["x"]) }',
    'a.graphql:2:23 "s" of A has another spelling than I says. Filters over I are read once for all of its types: let both say the same with "@words" or "@form".',
  ],
  [
    "a syntax error",
    "type A {\n  id: ID!\n  name String\n}",
    'a.graphql:3:8 Syntax Error: Expected ":", found Name "String".',
  ],
  [
    "an unknown directive",
    'type A { id: ID @frmo(path: ["x"]) }',
    'a.graphql:1:17 Unknown directive "@frmo" on a field. Did you mean "@from" or "@form"?',
  ],
  [
    "a directive in the wrong place",
    'type A @from(path: "x") { id: ID }',
    'a.graphql:1:8 "@from" cannot stand on a type.',
  ],
  [
    "a directive that may stand only once",
    'type A { id: ID @from(path: "x") @from(path: "y") }',
    'a.graphql:1:34 "@from" may stand here only once.',
  ],
  [
    "an unknown argument",
    'type A { id: ID @from(paths: "x", path: "x") }',
    'a.graphql:1:23 Unknown argument "paths" of "@from". Did you mean "path"?',
  ],
  [
    "an argument that is missing",
    "type A { id: ID @from }",
    'a.graphql:1:17 "@from" needs "path".',
  ],
  [
    "an argument that is given twice",
    'type A { id: ID @from(path: "x", path: "y") }',
    'a.graphql:1:34 "path" of "@from" is given twice.',
  ],
  [
    "an argument of the wrong type",
    "type A { id: ID @from(path: [1]) }",
    'a.graphql:1:29 "path" of "@from" takes a text in double quotes.',
  ],
  [
    "an unknown conversion",
    'type A { id: ID @from(path: "x", convert: ONOFF) }',
    'a.graphql:1:43 "convert" of "@from" has no value "ONOFF". Did you mean "ON_OFF"?',
  ],
  [
    "an unknown loader",
    'type A @source(loader: RESOURCE_GRAF, type: "x") { id: ID }',
    'a.graphql:1:24 "loader" of "@source" has no value "RESOURCE_GRAF". Did you mean "RESOURCE_GRAPH" or "RESOURCE_LIST"?',
  ],
  [
    "an unknown type",
    "type A { id: ID, name: Strin }",
    'a.graphql:1:24 Unknown type "Strin". Did you mean "String"?',
  ],
  [
    "a scalar without filters",
    "scalar JSON\ntype A { id: ID, raw: JSON }",
    'a.graphql:2:23 No filter knows the scalar "JSON". Expected one of ID, String, Int, Float, BigInt, Boolean, DateTime, Date.',
  ],
  [
    "a list of lists",
    "type A { id: [[ID]] }",
    "a.graphql:1:14 A list of lists cannot be filtered or stored.",
  ],
  [
    "a field with arguments",
    "type A { id(x: Int): ID }",
    "a.graphql:1:13 A field of an asset takes no arguments.",
  ],
  [
    "a field that ends like an operator",
    "type A { id: ID, name_IN: String }",
    'a.graphql:1:18 "name_IN" cannot name a field: "_IN" at the end of a filter\'s key names an operator.',
  ],
  [
    "a field with a name of the filters'",
    "type A { id: ID, NOT: Boolean, some: Int, exists: Boolean }",
    'a.graphql:1:18 "NOT" cannot name a field: filters have a key of that name.',
    'a.graphql:1:32 "some" cannot name a field: filters have a key of that name.',
    'a.graphql:1:43 "exists" cannot name a field: filters have a key of that name.',
  ],
  [
    "a type that the generated schema makes",
    "type A { id: ID }\ntype AWhere { id: ID }\ntype Query { id: ID }",
    'a.graphql:2:6 "AWhere" is a type that the generated schema makes for "A".',
    'a.graphql:3:6 "Query" is a type of the generated schema.',
  ],
  [
    "a type that counts already",
    "type AssetCount { id: ID }",
    'a.graphql:1:6 "AssetCount" is a type of the generated schema.',
  ],
  ...["ListWhere", "ConnectionWhere", "ConnectionListWhere", "Implementation"].map(
    (ending): Case => [
      `a type that the generated schema makes, by the ending ${ending}`,
      `interface A { id: ID }\ntype A${ending} { id: ID }`,
      `a.graphql:2:6 "A${ending}" is a type that the generated schema makes for "A".`,
    ],
  ),
  [
    "filters that the generated schema makes for scalars and enums",
    "enum E { X }\ntype EFilter { id: ID }\ntype StringListFilter { id: ID }",
    'a.graphql:2:6 "EFilter" is a type that the generated schema makes for "E".',
    'a.graphql:3:6 "StringListFilter" is a type that the generated schema makes for "String".',
  ],
  [
    "a type twice",
    "type A { id: ID }\ntype A { id: ID }",
    'a.graphql:2:6 There is already a type "A".',
  ],
  [
    "a field twice, once by extension",
    "extend type A { id: ID }\ntype A { id: ID }",
    'a.graphql:1:17 "A" already has a field "id".',
  ],
  [
    "an extension of nothing",
    "extend type Conector { id: ID }\ntype Connector { id: ID }",
    'a.graphql:1:13 There is no object "Conector" to extend. Did you mean "Connector"?',
  ],
  [
    "definitions that are no part of a model",
    "type A { id: ID }\ninput I { id: ID }",
    "a.graphql:2:1 A schema file holds types, interfaces, unions, enums, scalars, directives and extensions of them, nothing else.",
  ],
  [
    "a relation that nothing finds",
    "type A { id: ID, bs: [B!]! }\ntype B { id: ID }",
    'a.graphql:1:18 "bs" leads to B, but nothing says how. Expected "@embeds", "@references" or "@inverse".',
  ],
  [
    "a relation found in two ways",
    'type A { id: ID, bs: [B!]! @references(path: "b") @inverse(of: "a") }\ntype B { id: ID }',
    'a.graphql:1:51 "bs" can be found in one way only, not "@references" and "@inverse".',
  ],
  [
    "a relation that is read like a value",
    'type A { id: ID, bs: [B!]! @references(path: "b") @from(path: "b") }\ntype B { id: ID }',
    'a.graphql:1:51 "@from" is about values, and "bs" leads to B. Expected "@embeds", "@references" or "@inverse".',
  ],
  [
    "a value that is read like a relation",
    'type A { id: ID, name: String @embeds(path: "b") }',
    'a.graphql:1:31 "@embeds" leads to assets, and "name" is a value. Expected "@from".',
  ],
  [
    "an inverse of nothing",
    'type A { id: ID, bs: [B!]! @inverse(of: "aa") }\ntype B { id: ID, a: A @references(path: "a") }',
    'a.graphql:1:28 "B" has no relation "aa" that "bs" could walk backwards. Did you mean "a"?',
  ],
  [
    "an inverse of something that leads elsewhere",
    'type A { id: ID, bs: [B!]! @inverse(of: "c") }\ntype B { id: ID, c: C @references(path: "c"), a: A @references(path: "a") }\ntype C { id: ID }',
    'a.graphql:1:28 "c" of "B" leads to C, not back to A. Those that do: "a".',
  ],
  [
    "an inverse of an inverse",
    'type A { id: ID, bs: [B!]! @inverse(of: "a") }\ntype B { id: ID, a: A @inverse(of: "bs") }',
    'a.graphql:1:28 "a" of "B" is not read from an answer itself. Expected a relation with "@references" or "@embeds".',
    'a.graphql:2:23 "bs" of "A" is not read from an answer itself. Expected a relation with "@references" or "@embeds".',
  ],
  [
    "an asset that is embedded",
    'type A { id: ID, b: B @embeds(path: "b") }\ntype B @source(loader: RESOURCE_GRAPH, type: "x") { id: ID }',
    'a.graphql:1:18 "b" embeds B, which "@source" brings by itself. Expected "@references" or "@inverse", or no "@source" on B.',
  ],
  [
    "parts that no asset leads to",
    'type A { id: ID }\ntype B { c: C @embeds(path: "c") }\ntype C { b: B @embeds(path: "b") }',
    'a.graphql:2:6 No asset leads to "B": only parts embed it, and nothing embeds those.',
    'a.graphql:3:6 No asset leads to "C": only parts embed it, and nothing embeds those.',
  ],
  [
    "root fields that collide",
    "type AWSAccount { id: ID }\ntype AWS_Account { id: ID }",
    'a.graphql:2:6 "AWS_Account" would have the root field "awsAccounts", which "AWSAccount" has already. Give one of them another with "@plural".',
  ],
  [
    "a root field that collides with a count",
    'type A { id: ID }\ntype B @plural(value: "asAggregate") { id: ID }',
    'a.graphql:2:6 "B" would have the root field "asAggregate", which "A" has already. Give one of them another with "@plural".',
  ],
  [
    "a plural that is no name",
    'type A @plural(value: "A-s") { id: ID }',
    'a.graphql:1:6 "A-s" cannot name a root field. Expected a name in lower camel case.',
  ],
  [
    "an unknown interface",
    "interface Asset { id: ID }\ntype A implements Aset { name: String }\ntype B implements A { id: ID }",
    'a.graphql:2:19 Unknown interface "Aset". Did you mean "Asset"?',
    'a.graphql:3:19 "A" is no interface.',
  ],
  [
    "an interface that implements itself",
    "interface A implements A { id: ID }\ntype B implements A { name: String }",
    'a.graphql:1:11 "A" implements itself.',
  ],
  [
    "a field that breaks its interface's promise",
    "interface I { id: ID!, size: Int, tags: [String!] }\ntype A implements I { id: ID, size: String, tags: [String] }",
    'a.graphql:2:27 "id" of A is ID, but I promises ID!.',
    'a.graphql:2:37 "size" of A is String, but I promises Int.',
    'a.graphql:2:51 "tags" of A is [String], but I promises [String!].',
  ],
  [
    "a union of what does not exist",
    "type Vuln { id: ID }\nunion Finding = Vuln | Misconfig",
    'a.graphql:2:24 Unknown type "Misconfig".',
  ],
  [
    "a value in place of null that is none of the field's",
    'enum E { X Y }\ntype A { id: ID, n: Int @coalesce(value: "1"), e: E @coalesce(value: "Z"), l: [Int] @coalesce(value: 1) }',
    'a.graphql:2:25 "1" is no value of "n". Expected a Int.',
    'a.graphql:2:53 "Z" is no value of "e". Expected one of X, Y.',
    'a.graphql:2:85 "l" is a list, and so must be what stands for its absence. Expected a list such as [].',
  ],
  [
    "a path that cannot be read",
    'type A { id: ID @from(path: ["a.b", "a..b", "a[x].b"]) }',
    'a.graphql:1:37 The path "a..b" cannot be read at "". Expected names separated by dots, such as "a.b", "a[].b", "a[kind=x].b" or "a.*".',
    'a.graphql:1:45 The path "a[x].b" cannot be read at "a[x]". Expected names separated by dots, such as "a.b", "a[].b", "a[kind=x].b" or "a.*".',
  ],
  [
    "no path at all",
    "type A { id: ID @from(path: []) }",
    'a.graphql:1:29 "path" of "@from" needs at least one path.',
  ],
  [
    "a detail that the type does not ask for",
    'type A @source(loader: RESOURCE_GRAPH, type: "x") @detail(name: "blob", path: "{id}/b", apiVersion: "1") { id: ID, x: String @from(path: "$blib.x") }',
    'a.graphql:1:116 "$blib" in the path "$blib.x" is neither around an answer nor a "@detail" of A. Did you mean "$blob"?',
  ],
  [
    "texts that would make something other than a Boolean",
    'type A { id: ID, s: String @from(path: "s", equals: ["x"]) }',
    'a.graphql:1:28 "equals" makes a Boolean, and "s" is none.',
  ],
  [
    "a conversion and texts at once",
    'type A { id: ID, s: Boolean @from(path: "s", equals: ["x"], convert: ON_OFF) }',
    'a.graphql:1:29 "convert" and "equals" of "@from" exclude each other.',
  ],
  [
    "a source whose arguments do not fit its loader",
    'type A @source(loader: SUBSCRIPTION_LIST, path: "/x/{id}", table: "t") { id: ID }',
    'a.graphql:1:8 The loader SUBSCRIPTION_LIST needs "apiVersion".',
    'a.graphql:1:49 The path of SUBSCRIPTION_LIST must hold "{subscription}".',
    'a.graphql:1:49 Nothing fills in "{id}". Expected "{subscription}".',
    'a.graphql:1:60 The loader SUBSCRIPTION_LIST has no use for "table".',
  ],
  [
    "an API version in the path",
    'type A @source(loader: SUBSCRIPTION_LIST, path: "/{subscription}?api-version=1", apiVersion: "1") { id: ID }',
    'a.graphql:1:49 The API version belongs into "apiVersion", not into the path.',
  ],
  [
    "a source over assets that do not exist",
    'type A @source(loader: RESOURCE_LIST, path: "{id}/x", apiVersion: "1", of: ["Nothing", "Vmm"]) { id: ID }\ntype Vm { id: ID }',
    'a.graphql:1:76 Unknown type "Nothing".',
    'a.graphql:1:76 Unknown type "Vmm". Did you mean "Vm"?',
  ],
  [
    "a detail of a type that nothing brings",
    'type A @detail(name: "d", path: "/d", apiVersion: "1") { id: ID }',
    'a.graphql:1:8 "@detail" asks for more about assets that "@source" brings, which this type lacks.',
    'a.graphql:1:33 The path of "@detail" must begin with "{id}".',
  ],
  [
    "a field that is read although nothing reads it",
    'type A { id: ID, x: Int @from(path: "x") @uncollected(reason: "No.") }',
    'a.graphql:1:25 "x" cannot be both "@from" and "@uncollected".',
  ],
  [
    "a derivation that rests on nothing known",
    'type A @source(loader: RESOURCE_GRAPH, type: "x") { id: ID, p: [P!]! @derived(by: GROUP_OPENINGS, from: ["B"]) }\ntype P { id: ID }',
    'a.graphql:1:70 Unknown type "B" in "from". Did you mean "A" or "P"?',
  ],
  [
    "a derivation of things of several types",
    'type A @source(loader: RESOURCE_GRAPH, type: "x") { id: ID, p: [P!]! @derived(by: GROUP_OPENINGS, from: ["A"]) }\ninterface P { id: ID }',
    'a.graphql:1:70 "@derived" leads to parts of one type. Expected "Type" or "[Type!]!".',
  ],
  [
    "a derived value that is read as well",
    'type A { id: ID, x: Int @from(path: "x") @derived(by: GATEWAY_FIREWALL_MODE, from: ["A"]) }',
    'a.graphql:1:25 "x" cannot be both "@from" and "@derived".',
  ],
];

test.each(cases)("%s is reported where it stands", (_title, sdl, ...expected) => {
  expect(mistakesOf(sdl)).toEqual(expected);
});

test("mistakes of several files come together, in the order of their places", () => {
  expect(
    mistakesOf("type A { id: Idd }\ntype Shared { id: ID }", "type Shared { id: ID, NOT: Int }"),
  ).toEqual([
    'a.graphql:1:14 Unknown type "Idd". Did you mean "ID" or "Int"?',
    'b.graphql:1:6 There is already a type "Shared".',
  ]);
});

test.each([
  ["type A {\n  id(a: Int }", ' The "(" in line 2, column 5 is open.'],
  ["type A {\n  id: ID\n\n", ' The "{" in line 1, column 8 is open.'],
  ["type A {\n  id: }", ""],
  ["type A {\n  id & }", ""],
])("of %j the bracket is named that is open: %j", (text, told) => {
  const [mistake] = mistakesOf(text, "type B { id: ID }");
  expect(/(?: The .* is open\.)?$/.exec(mistake!)![0]).toBe(told);
});

test("a syntax error in each of two files is reported, and nothing that follows from them", () => {
  expect(mistakesOf("type A {", "type B { a: A }\n}")).toEqual([
    'a.graphql:1:9 Syntax Error: Expected Name, found <EOF>. The "{" in line 1, column 8 is open.',
    'b.graphql:2:1 Syntax Error: Unexpected "}".',
  ]);
});

test("a mistake in a field that many types inherit is reported once", () => {
  expect(
    mistakesOf(
      "interface Asset { id: ID, size: Integer }\ntype A implements Asset { name: String }\ntype B implements Asset { name: String }",
    ),
  ).toHaveLength(1);
});
