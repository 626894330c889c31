import { auditServer } from "graphql-http";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { RunningServer } from "../../src/server/server.ts";
import { accounts } from "../graphql/estate.ts";
import { startSite } from "./site.ts";

let site: RunningServer;
beforeAll(async () => {
  site = await startSite({ inventory: accounts(1) });
});
afterAll(() => site.stop());

test("every audit of GraphQL over HTTP passes against the server as it is configured", async () => {
  const results = await auditServer({ url: `${site.url}graphql` });
  const failed = results.filter(({ status }) => status !== "ok");
  expect(
    failed.map((result) => `${result.name}: ${"reason" in result ? result.reason : ""}`),
  ).toEqual([]);
  expect(results).toHaveLength(61);
});
