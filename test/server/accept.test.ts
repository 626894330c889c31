import { afterAll, beforeAll, expect, test } from "vitest";
import type { RunningServer } from "../../src/server/server.ts";
import { accounts } from "../graphql/estate.ts";
import { post, startSite } from "./site.ts";

let site: RunningServer;
beforeAll(async () => {
  site = await startSite({ inventory: accounts(1) });
});
afterAll(() => site.stop());

const json = "application/json; charset=utf-8";
const response = "application/graphql-response+json; charset=utf-8";

test.each([
  ["*/*", json],
  ["application/*", json],
  ["APPLICATION/JSON", json],
  ["application/json; charset=utf-8", json],
  ["application/graphql-response+json", response],
  ["application/graphql-response+json; charset=utf-8", response],
  ["multipart/mixed, application/json", json],
  ["text/event-stream, */*;q=0.1", json],
  [
    "multipart/mixed;deferSpec=20220824,application/graphql-response+json,application/json;q=0.9",
    response,
  ],
])("for %s answers and errors are what their header says", async (accept, type) => {
  const good = await post(site, "{ connectorsAggregate { count } }", {}, { accept });
  expect([good.status, good.headers.get("content-type")]).toEqual([200, type]);
  expect(await good.json()).toEqual({ data: { connectorsAggregate: { count: 1 } } });
  const bad = await post(site, "{ nope }", {}, { accept });
  expect([bad.status, bad.headers.get("content-type")]).toEqual([type === json ? 200 : 400, type]);
  expect(await bad.json()).toMatchObject({
    errors: [{ message: expect.stringMatching(/"nope"/) }],
  });
});

test.each([
  "multipart/mixed",
  'multipart/mixed; boundary="-"',
  "text/event-stream",
  "application/xml",
  "text/html",
  "application/json;q=0",
  "application/graphql-response+json;q=0.0, text/event-stream",
])("for %s there is none, and no query is answered", async (accept) => {
  for (const query of ["{ connectorsAggregate { count } }", "{ nope }"]) {
    const refused = await post(site, query, {}, { accept });
    expect([refused.status, refused.headers.get("content-type")]).toEqual([
      406,
      "text/plain; charset=utf-8",
    ]);
    expect(await refused.text()).toContain("application/json");
  }
});
