import { readdirSync, readFileSync } from "node:fs";
import { Client, type DocumentInput, fetchExchange } from "@urql/core";
import { cacheExchange } from "@urql/exchange-graphcache";
import {
  buildSchema,
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  getNamedType,
  introspectionFromSchema,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  parse,
  print,
  TypeInfo,
  validate,
  validateSchema,
  visit,
  visitWithTypeInfo,
} from "graphql";
import { afterAll, beforeAll, expect, test } from "vitest";
import { loadFragments } from "../../src/check/document/fragments.ts";
import { renderOutline } from "../../src/dialect/sdl.ts";
import { renderResultsSdl } from "../../src/graphql/results-sdl.ts";
import { examplesOf } from "../../src/server/examples.ts";
import type { RunningServer } from "../../src/server/server.ts";
import type { Check, Inventory } from "../../src/types.ts";
import { openSample, post, startSite } from "./site.ts";

/** What a client of its own would ask: every type with entries of verdicts, under aliases and fragments. */
const OWN = [
  "{ controls(status: [FAIL]) { id verdict { offenders { check because { path condition found } connector { name } asset { name } } } } }",
  `{ a: controls(status: [FAIL]) { verdict { offenders { ...Why } } }
     b: controls(status: [UNDECIDED]) { verdict { undecided { ...Wait } unreadable { type status } } checks { results { status found } } } }
   fragment Why on Offender { name because { found } asset { ... on VM { findings { status because { path } } } } }
   fragment Wait on UndecidedAsset { check missing { path reason collection { connector cause } } asset { ...Named } }
   fragment Named on Asset { name findings { missing { path } } }`,
  "{ assets(limit: 200) { ... on Asset { name } ...Of findings { control { title } } } } fragment Of on Database { type }",
  "{ assetsConnection(first: 60) { edges { cursor node { name connector { name } } } pageInfo { endCursor } } }",
  "{ snapshot { takenAt } snapshots { origin } verdicts { control { title } examined { type count } } }",
];

let inventory: Inventory;
let checks: readonly Check[];
let site: RunningServer;
let schema: GraphQLSchema;
beforeAll(async () => {
  ({ inventory, checks } = await openSample());
  site = await startSite({ inventory, checks });
  const { model } = inventory;
  schema = buildSchema(`${renderOutline(model)}\n${renderResultsSdl(model)}`);
});
afterAll(() => site.stop());

test("an id is of one object, whatever its type; nothing without an identity of its own has one", async () => {
  expect(validateSchema(schema)).toEqual([]);
  const withId = Object.values(schema.getTypeMap()).filter(
    (type) => (isObjectType(type) || isInterfaceType(type)) && type.getFields().id,
  );
  for (const type of withId)
    if (isObjectType(type))
      expect([type.name, type.getInterfaces().map(({ name }) => name)]).toEqual([
        type.name,
        expect.arrayContaining(["Node"]),
      ]);
  const { data } = (await (
    await post(
      site,
      "{ assets { __typename id } controls { __typename id checks { __typename id } } snapshots { __typename id } }",
    )
  ).json()) as {
    data: Record<string, { id: string; checks?: { id: string }[] }[]>;
  };
  const ids = Object.values(data).flatMap((list) =>
    list.flatMap(({ id, checks = [] }) => [id, ...checks.map((check) => check.id)]),
  );
  expect(ids.length).toBeGreaterThan(700);
  expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
});

test("a cache that keeps objects by type and id gives back what was answered", async () => {
  const failed: string[] = [];
  const client = new Client({
    url: `${site.url}graphql`,
    preferGetMethod: false,
    exchanges: [
      cacheExchange({ schema: introspectionFromSchema(schema) as never, logger: () => undefined }),
      fetchExchange,
    ],
  });
  const variables = {
    subscriptionResourceId: "/subscriptions/1f2cb7db-6388-55aa-8d3a-f23571013690",
  };
  const documents = [...documented(), ...OWN].map(withIds);
  expect(documents.length).toBeGreaterThan(65);
  const answers: unknown[] = [];
  for (const document of documents) {
    const { data, errors } = (await (await post(site, print(document), variables)).json()) as {
      data: unknown;
      errors?: unknown;
    };
    expect([print(document), errors]).toEqual([print(document), undefined]);
    answers.push(data);
    const asked = document as unknown as DocumentInput;
    await client.query(asked, variables, { requestPolicy: "network-only" }).toPromise();
  }
  for (const [i, document] of documents.entries()) {
    const asked = document as unknown as DocumentInput;
    const kept = await client.query(asked, variables, { requestPolicy: "cache-only" }).toPromise();
    if (JSON.stringify(sorted(kept.data)) !== JSON.stringify(sorted(answers[i])))
      failed.push(print(document));
  }
  expect(failed).toEqual([]);
});

/** All queries of the docs that the server answers, the examples of GraphiQL, and the stored checks. */
function documented(): readonly string[] {
  const files = ["README.md", ...readdirSync("docs").map((name) => `docs/${name}`)];
  const blocks = files
    .filter((file) => file.endsWith(".md"))
    .flatMap((file) => [...readFileSync(file, "utf8").matchAll(/^```graphql\n(.*?)^```/gms)])
    .map(([, text]) => text!);
  const stored = [...examplesOf(checks), ...checks].map(({ document }) => document);
  return [...new Set([...blocks, ...stored])].filter((text) => {
    try {
      return validate(schema, complete(text)).length === 0;
    } catch (error) {
      if (error instanceof GraphQLError) return false;
      throw error;
    }
  });
}

/** The document with the shared fragments that it uses, as the server reads it. */
function complete(text: string): DocumentNode {
  const { definitions } = parse(text);
  const names = new Set([...text.matchAll(/\.\.\.\s*(\w+)/g)].map(([, name]) => name));
  const own = definitions.flatMap((one) =>
    one.kind === Kind.FRAGMENT_DEFINITION ? [one.name.value] : [],
  );
  const shared = [...loadFragments(["checks"]).fragments.values()].filter(
    ({ name }) => names.has(name.value) && !own.includes(name.value),
  );
  return { kind: Kind.DOCUMENT, definitions: [...definitions, ...shared] };
}

/** The document with `__typename` and, where there is one, `id` in every selection, as clients' libraries add them. */
function withIds(text: string): DocumentNode {
  const info = new TypeInfo(schema);
  const field = (value: string) =>
    ({ kind: Kind.FIELD, name: { kind: Kind.NAME, value } }) as const;
  return visit(
    complete(text),
    visitWithTypeInfo(info, {
      SelectionSet(node, _key, parent) {
        const type = info.getParentType();
        if (!type || !isCompositeType(getNamedType(type))) return undefined;
        const isRoot = parent && "operation" in parent;
        const hasId = "getFields" in type && type.getFields().id !== undefined;
        const added = isRoot ? [] : ["__typename", ...(hasId ? ["id"] : [])];
        return { ...node, selections: [...node.selections, ...added.map(field)] };
      },
    }),
  );
}

/** The same value with its keys in order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, own]) => [key, sorted(own)]));
}
