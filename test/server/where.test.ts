import { afterAll, beforeAll, expect, test } from "vitest";
import type { RunningServer } from "../../src/server/server.ts";
import { openSample, post, startSite } from "./site.ts";

let site: RunningServer;

beforeAll(async () => {
  site = await startSite(await openSample());
});
afterAll(() => site.stop());

test.each<[string, string, object]>([
  ["in a literal", '{ connectors(where: { nme: "x" }) { id } }', {}],
  [
    "where no row leads",
    '{ connectors(where: { name: "nobody" }) { securityContacts(where: { nme: 1 }) { id } } }',
    {},
  ],
  ["in a skipped field", "{ connectors(where: { nme: 1 }) @skip(if: true) { id } }", {}],
  [
    "in a variable",
    "query ($w: ConnectorWhere) { connectors(where: $w) { id } }",
    { w: { nme: 1 } },
  ],
  [
    "in too many patterns of a variable",
    "query ($w: ConnectorWhere) { connectors(where: $w) { id } }",
    { w: { OR: Array.from({ length: 21 }, () => ({ name_MATCHES: "a" })) } },
  ],
])("a mistake %s makes a request error", async (_title, query, variables) => {
  const response = await post(site, query, variables, {
    accept: "application/graphql-response+json",
  });
  const body = (await response.json()) as { errors: readonly { locations?: unknown }[] };
  expect(response.status).toBe(400);
  expect(Object.keys(body)).toEqual(["errors"]);
  const plain = await post(site, query, variables);
  expect(plain.status).toBe(200);
  expect(await plain.json()).toEqual(body);
});
