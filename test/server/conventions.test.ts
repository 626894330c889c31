import { buildSchema, isInterfaceType, isObjectType } from "graphql";
import { afterAll, beforeAll, expect, test } from "vitest";
import { renderOutline } from "../../src/dialect/sdl.ts";
import { loadModel } from "../../src/model/load.ts";
import { authenticateByToken } from "../../src/server/authenticate.ts";
import type { RunningServer } from "../../src/server/server.ts";
import { openSample, startSite } from "./site.ts";

const token = "a-long-token-of-our-own";
let site: RunningServer;
let guarded: RunningServer;
beforeAll(async () => {
  const { inventory, checks } = await openSample();
  site = await startSite({ inventory, checks });
  guarded = await startSite({ inventory, authenticator: authenticateByToken(token) });
});
afterAll(async () => {
  await site.stop();
  await guarded.stop();
});

interface Told {
  readonly errors: readonly { readonly message: string; readonly extensions: object }[];
}

const json = { "content-type": "application/json" };
const hashOnly = { extensions: { persistedQuery: { version: 1, sha256Hash: "0".repeat(64) } } };

test.each([
  ["POST", ""],
  ["POST for the answer's own type", "application/graphql-response+json,application/json;q=0.9"],
  ["GET", ""],
])(
  "a hash without a query is refused in the words that clients go on by: %s",
  async (how, accept) => {
    const extensions = encodeURIComponent(JSON.stringify(hashOnly.extensions));
    const headers = { ...json, ...(accept ? { accept } : {}) };
    const response = how.startsWith("POST")
      ? await fetch(`${site.url}graphql`, {
          method: "POST",
          headers,
          body: JSON.stringify(hashOnly),
        })
      : await fetch(`${site.url}graphql?operationName=A&variables=%7B%7D&extensions=${extensions}`);
    expect(response.status).toBe(200);
    expect(((await response.json()) as Told).errors).toEqual([
      {
        message: "PersistedQueryNotSupported",
        extensions: { code: "PERSISTED_QUERY_NOT_SUPPORTED" },
      },
    ]);
  },
);

test("a query that comes with its hash is answered", async () => {
  const body = JSON.stringify({ query: "{ __typename }", ...hashOnly });
  const response = await fetch(`${site.url}graphql`, { method: "POST", headers: json, body });
  expect(await response.json()).toEqual({ data: { __typename: "Query" } });
});

test.each([
  ["no token", {}, 401, "UNAUTHENTICATED"],
  ["a wrong token", { authorization: "Bearer a-long-token-of-others" }, 401, "UNAUTHENTICATED"],
  ["a foreign page", { origin: "https://evil.example" }, 403, "FORBIDDEN"],
  ["a form's type", { "content-type": "text/plain" }, 403, "FORBIDDEN"],
  ["a packed body", { "content-encoding": "gzip" }, 415, "BAD_REQUEST"],
])("programs are told in GraphQL's own form: %s", async (_title, headers, status, code) => {
  for (const accept of ["*/*", "application/json", "application/graphql-response+json"]) {
    const own: Record<string, string> = status === 401 ? {} : { authorization: `Bearer ${token}` };
    const response = await fetch(`${guarded.url}graphql`, {
      method: "POST",
      headers: { ...json, accept, ...own, ...headers },
      body: '{"query":"{ __typename }"}',
    });
    expect(response.status).toBe(status);
    expect(response.headers.get("content-type")).toContain(accept === "*/*" ? "json" : accept);
    expect(((await response.json()) as Told).errors).toMatchObject([{ extensions: { code } }]);
    if (status === 401)
      expect(response.headers.get("www-authenticate")).toBe(
        'Basic realm="Assay", charset="UTF-8", Bearer realm="Assay"',
      );
  }
});

test.each([
  ["graphql/x", json, 404],
  ["graphql", { "content-type": "application/xml" }, 415],
])("so is what is no request for GraphQL at all: %s with %o", async (path, headers, status) => {
  const response = await fetch(site.url + path, { method: "POST", headers, body: "{}" });
  expect(response.status).toBe(status);
  expect(((await response.json()) as Told).errors).toHaveLength(1);
});

test("who opens the endpoint in a browser is told in words, as on every page", async () => {
  for (const path of ["", "graphql", "graphiql"]) {
    const response = await fetch(guarded.url + path, {
      headers: { accept: "text/html,*/*;q=0.8" },
    });
    expect([response.status, response.headers.get("content-type")]).toEqual([
      401,
      "text/plain; charset=utf-8",
    ]);
  }
});

test("moments have one form: UTC, with the digits of a second that are known and no zeros behind them", async () => {
  const query =
    '{ snapshot { takenAt } snapshots { takenAt } coverage(limit: 3, status: [COMPLETE]) { readAt } node(id: "20261120T080000Z") { ... on Snapshot { takenAt } } assets(limit: 400) { readAt } }';
  const body = JSON.stringify({ query });
  const response = await fetch(`${site.url}graphql`, { method: "POST", headers: json, body });
  const moments = [...(await response.text()).matchAll(/"(?:takenAt|readAt)":"([^"]*)"/g)];
  expect(moments.length).toBeGreaterThan(100);
  for (const [, moment] of moments)
    expect(moment).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d*[1-9])?Z$/);
});

test("types called …Connection and …Edge are those of pages, and nothing else", () => {
  const types = Object.values(buildSchema(renderOutline(loadModel("schema"))).getTypeMap());
  for (const type of types) {
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    const fields = Object.keys(type.getFields());
    const isOf = (name: string) => fields.includes(name);
    if (type.name.endsWith("Connection"))
      expect([type.name, isOf("edges") && isOf("pageInfo")]).toEqual([type.name, true]);
    if (type.name.endsWith("Edge"))
      expect([type.name, isOf("node") && isOf("cursor")]).toEqual([type.name, true]);
  }
});

test("what a generated client sends for all that is not set is refused before anything is read, with the remedy", async () => {
  const query =
    "query ($where: StorageAccountWhere) { storageAccountsAggregate(where: $where) { count } }";
  const ask = async (where: object) => {
    const body = JSON.stringify({ query, variables: { where } });
    const response = await fetch(`${site.url}graphql`, { method: "POST", headers: json, body });
    return (await response.json()) as Told & { readonly data?: unknown };
  };
  const all = { name: null, name_NOT: null, name_IN: null, name_EXISTS: null };
  const { errors, data } = await ask({ ...all, name_CONTAINS: "a", AND: null, OR: null });
  expect(data).toBeUndefined();
  expect(errors[0]?.message).toContain('"omitempty" in Go');
  expect(await ask({ name: null })).toEqual({ data: { storageAccountsAggregate: { count: 0 } } });
});
