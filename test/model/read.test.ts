import { buildSchema } from "graphql";
import { describe, expect, test } from "vitest";
import { readModel } from "../../src/model/read.ts";
import type { Model } from "../../src/types.ts";

function model(text: string): Model {
  return readModel([{ file: "schema.graphql", text }]);
}

const estate = `
  interface Asset {
    "The id."
    id: ID! @from(path: ["id"]) @form(as: ID)
    name: String
    connector: Connector @references(path: ["$connector"])
  }
  interface Store implements Asset { size: Int }
  type Connector implements Asset @source(loader: SUBSCRIPTIONS, apiVersion: "1") {
    name: String @from(path: ["displayName"])
  }
  "A bucket."
  type Bucket implements Store @source(loader: RESOURCE_GRAPH, type: "X/buckets", kind: "!old", permission: "X/buckets/read")
    @detail(name: "policy", path: "{id}/policy", apiVersion: "2") {
    public: Boolean @from(path: ["$policy.public"], equals: ["yes"])
    rules: [Rule!]! @embeds(path: ["properties.rules"])
    secret: String @uncollected(reason: "Secrets are not read.")
    owners: [String!] @from(path: "properties.owners") @absent(is: MISSING)
    replicas: [Rule!]! @embeds(path: ["replicas"]) @absent(is: MISSING)
    aliases: [String!] @from(path: ["aliases"]) @coalesce(value: [], source: "S", question: "Q?")
    guests: [Rule!]! @embeds(path: ["guests"]) @absent(is: NONE, source: "S")
    state: String @words(of: [["On", "Enabled"], "Off"])
  }
  type Rule { name: String, peers: [Bucket!]! @references(path: ["peers[].id"], scope: ANYWHERE) }
  extend type Connector { buckets: [Bucket!]! @inverse(of: "connector") }
`;

describe("a type", () => {
  test("has the fields of all its interfaces, read as they say unless it says otherwise", () => {
    const { types } = model(estate);
    const bucket = types.get("Bucket")!;
    expect(bucket.interfaces).toEqual(["Store", "Asset"]);
    expect([...bucket.fields.keys()]).toEqual([
      "id",
      "name",
      "size",
      "public",
      "secret",
      "owners",
      "aliases",
      "state",
    ]);
    expect(bucket.fields.get("id")).toMatchObject({
      description: "The id.",
      required: true,
      reading: { paths: ["id"] },
      spelling: { form: "ID" },
    });
    expect(types.get("Connector")!.fields.get("name")!.reading).toEqual({ paths: ["displayName"] });
    expect(bucket.relations.get("connector")).toMatchObject({
      kind: "references",
      target: "Connector",
      toMany: false,
    });
  });

  test("reads a field that says nothing from the property of its name, in properties first", () => {
    const { types } = model(estate);
    expect(types.get("Bucket")!.fields.get("size")!.reading).toEqual({
      paths: ["properties.size", "size"],
    });
  });

  test("says what the absence of a value means, and where that is written", () => {
    const { fields, relations } = model(estate).types.get("Bucket")!;
    expect(fields.get("owners")!.absence).toEqual({ is: "missing" });
    expect(fields.get("aliases")).toMatchObject({
      coalesce: [],
      absence: { is: "value", source: "S", question: "Q?" },
    });
    expect(relations.get("replicas")!.absence).toEqual({ is: "missing" });
    expect(relations.get("guests")!.absence).toEqual({ is: "none", source: "S" });
    expect(fields.get("size")!.absence).toBeUndefined();
  });

  test("says which spellings of a text are the same", () => {
    const { fields } = model(estate).types.get("Bucket")!;
    expect(fields.get("state")!.spelling).toEqual({ words: [["On", "Enabled"], ["Off"]] });
  });

  test("knows of a field that counts as a value what tells whether the asset can have it", () => {
    const { fields } = model(
      `type A @source(loader: RESOURCE_GRAPH, type: "x") @detail(name: "more", path: "{id}/m", apiVersion: "1") {
         hasMore: Boolean @from(path: ["$more"], convert: THERE)
         on: Boolean @from(path: ["$more.on"]) @coalesce(value: false)
         off: Boolean @from(path: ["$more.off"])
         own: Boolean @from(path: ["own"]) @coalesce(value: false)
       }`,
    ).types.get("A")!;
    const presences = [...fields.values()].map(({ name, presence }) => [name, presence]);
    expect(Object.fromEntries(presences)).toEqual({
      ...{ hasMore: undefined, on: "hasMore", off: undefined, own: undefined },
    });
  });

  test("keeps its interface's spelling of a field that it reads anew", () => {
    const { types } = model(
      `interface I { id: ID, state: String @words(of: ["On", "Off"]) }
       type A implements I { state: String @from(path: ["x"]) }`,
    );
    expect(types.get("A")!.fields.get("state")!.spelling).toEqual({ words: [["On"], ["Off"]] });
  });

  test("says where it comes from", () => {
    expect(model(estate).types.get("Bucket")!.source).toEqual({
      loader: "RESOURCE_GRAPH",
      resourceType: "X/buckets",
      kind: "!old",
      permission: "X/buckets/read",
      details: [{ name: "policy", path: "{id}/policy", apiVersion: "2" }],
    });
  });

  test("is a part when it is embedded and nothing brings it, else an asset", () => {
    const { types } = model(estate);
    expect(types.get("Rule")).toMatchObject({ kind: "part", owners: ["Bucket"] });
    expect(types.get("Bucket")!.kind).toBe("asset");
    expect(model("type Lonely { id: ID }").types.get("Lonely")!.kind).toBe("asset");
  });

  test("that is a part within parts belongs to every asset type whose answer holds it", () => {
    const { types } = model(
      `type A @source(loader: RESOURCE_GRAPH, type: "x") { id: ID, b: B @embeds(path: "b") }
       type D { id: ID, c: C @embeds(path: "c"), other: A @uncollected(reason: "No.") }
       type B { cs: [C!]! @embeds(path: "cs") }
       type C { c: C @embeds(path: "c") }`,
    );
    expect(types.get("B")!.owners).toEqual(["A"]);
    expect(types.get("C")!.owners).toEqual(["A", "D"]);
  });

  test("takes fields from extensions in any file", () => {
    expect(model(estate).types.get("Connector")!.relations.get("buckets")).toMatchObject({
      kind: "inverse",
      inverse: "connector",
      toMany: true,
      required: true,
      scope: "CONNECTOR",
    });
  });

  test("may have fields that nothing reads yet", () => {
    const secret = model(estate).types.get("Bucket")!.fields.get("secret")!;
    expect(secret.uncollected).toBe("Secrets are not read.");
    expect(secret.reading).toBeUndefined();
  });
});

test("interfaces and unions name their concrete types in the order of names", () => {
  const { abstractTypes } = model(
    "interface R { id: ID }\ntype Z implements R { a: Int }\ntype B implements R { a: Int }\nunion U = Z | B",
  );
  expect(abstractTypes.get("R")).toMatchObject({
    kind: "interface",
    members: ["B", "Z"],
    plural: "rs",
  });
  expect(abstractTypes.get("U")).toMatchObject({
    kind: "union",
    members: ["B", "Z"],
    plural: "us",
  });
  expect([...abstractTypes.get("R")!.fields.keys()]).toEqual(["id"]);
});

test("every shape of a field is told apart", () => {
  const { types, enums } = model(
    'enum E { X Y }\ntype A { e: E! @coalesce(value: X), l: [Int!], m: [Float]!, d: Date, t: DateTime, b: BigInt @coalesce(value: "9") }',
  );
  const shapes = [...types.get("A")!.fields.values()].map(
    ({ name, scalar, list, required, elementRequired }) =>
      `${name} ${scalar} ${[list && "list", required && "required", elementRequired && "elementRequired"].filter(Boolean).join(" ")}`,
  );
  expect(shapes).toEqual([
    "e String required",
    "l Int list elementRequired",
    "m Float list required",
    "d Date ",
    "t DateTime ",
    "b BigInt ",
  ]);
  expect(types.get("A")!.fields.get("e")).toMatchObject({
    enumName: "E",
    values: ["X", "Y"],
    coalesce: "X",
  });
  expect([...enums.keys()]).toEqual(["E"]);
});

test.each([
  ["SecurityContact", "securityContacts"],
  ["Policy", "policies"],
  ["S3Bucket", "s3Buckets"],
  ["AWS_Account", "awsAccounts"],
  ["IAMRole", "iamRoles"],
  ["VPC", "vpcs"],
  ["K8sPod", "k8SPods"],
  ["Index", "indices"],
  ["Metadata", "metadata"],
])("the root field of %s is %s", (name, plural) => {
  expect(model(`type ${name} { id: ID }`).types.get(name)!.plural).toBe(plural);
});

test("@plural names the root field", () => {
  const { types } = model('type Tech @plural(value: "techs") { id: ID }');
  expect(types.get("Tech")!.plural).toBe("techs");
});

test("what documents may say is there as SDL that stock tools read", () => {
  const { documentDirectives, enums } = model("type A { id: ID }");
  expect(enums.size).toBe(0);
  const schema = buildSchema(`${documentDirectives}\ntype Query { a: ID }`);
  for (const name of ["check", "expect", "offenders"])
    expect(schema.getDirective(name)).toBeTruthy();
  expect(schema.getType("Severity")).toBeTruthy();
});

describe("the fingerprint", () => {
  const base = 'type A { id: ID, x: Int @from(path: "x") }\ntype B { id: ID }';

  test.each([
    ["a description", `"Words." ${base}`],
    ["the order of definitions", 'type B { id: ID }\ntype A { x: Int @from(path: "x"), id: ID }'],
    ["a plural", base.replace("type A", 'type A @plural(value: "others")')],
    ["a coalesced value", base.replace('"x")', '"x") @coalesce(value: 1)')],
    ["a source", base.replace('"x")', '"x") @absent(is: NONE, source: "S")')],
  ])("stays with %s", (_title, text) => {
    expect(model(text).fingerprint).toBe(model(base).fingerprint);
  });

  test.each([
    ["a field", base.replace("x: Int", "y: Int")],
    ["a scalar", base.replace("x: Int", "x: Float")],
    ["a reading", base.replace('"x")', '"y")')],
    ["absence", base.replace('"x")', '"x") @absent(is: MISSING)')],
    ["a spelling", base.replace("id: ID, x", "id: ID @form(as: ID), x")],
    ["a type", `${base} type C { id: ID }`],
    ["a relation", base.replace("type B { id: ID", 'type B { id: ID, a: A @references(path: "a")')],
  ])("changes with %s", (_title, text) => {
    expect(model(text).fingerprint).not.toBe(model(base).fingerprint);
  });
});

test("the same schema in other files and another order is the same model", () => {
  const [first, second] = ["type A { id: ID }", "type B { id: ID }"];
  const one = readModel([
    { file: "1", text: first! },
    { file: "2", text: second! },
  ]);
  const other = readModel([
    { file: "1", text: second! },
    { file: "2", text: first! },
  ]);
  expect([...one.types.keys()]).toEqual([...other.types.keys()]);
  expect(one.fingerprint).toBe(other.fingerprint);
});
