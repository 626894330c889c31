import { getIntrospectionQuery } from "graphql";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { RunningServer } from "../../src/server/server.ts";
import { openSample, post, startSite } from "./site.ts";

let site: RunningServer;

beforeAll(async () => {
  site = await startSite(await openSample());
});
afterAll(() => site.stop());

const query = getIntrospectionQuery();

async function ask(encoding: string, accept: string): Promise<readonly [string | null, string]> {
  const headers = { "accept-encoding": encoding, accept };
  const response = await post(site, query, {}, headers);
  expect(response.status).toBe(200);
  expect(response.headers.get("vary")).toContain("Accept-Encoding");
  return [response.headers.get("content-encoding"), await response.text()];
}

test.each(["application/json", "application/graphql-response+json"])(
  "the description of the schema is sent packed as %s to whoever accepts it",
  async (accept) => {
    const [none, plain] = await ask("identity", accept);
    expect(none).toBeNull();
    expect(JSON.parse(plain)).toMatchObject({ data: { __schema: {} } });
    expect(await ask("gzip", accept)).toEqual(["gzip", plain]);
    expect(await ask("gzip;q=0.5, br", accept)).toEqual(["br", plain]);
    expect(await ask("gzip;q=0, deflate", accept)).toEqual([null, plain]);
  },
);

test("it is the same whoever asks at once, and by GET", async () => {
  const all = await Promise.all(Array.from({ length: 8 }, () => ask("gzip", "application/json")));
  expect(new Set(all.map(([, text]) => text)).size).toBe(1);
  const address = `${site.url}graphql?query=${encodeURIComponent(query)}`;
  const response = await fetch(address, { headers: { accept: "application/json" } });
  expect(await response.text()).toBe(all[0]![1]);
});

test.each([
  [
    "another operation of the document",
    "query A { __typename } query B { __schema { queryType { name } } }",
    { operationName: "B" },
  ],
  ["variables", "query ($n: String!) { __type(name: $n) { name } }", { variables: { n: "Disk" } }],
])("%s is another answer", async (_title, text, rest) => {
  const response = await fetch(`${site.url}graphql`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query: text, ...rest }),
  });
  expect(JSON.stringify(await response.json())).toMatch(/"(Query|Disk)"/);
});

test("what is wrong with it is told each time", async () => {
  for (let i = 0; i < 2; i++) {
    const response = await post(site, "query ($n: String!) { __type(name: $n) { name } }", {});
    expect(await response.json()).toMatchObject({ errors: [{}] });
  }
});
