import { afterAll, beforeAll, expect, test } from "vitest";
import type { RunningServer } from "../../src/server/server.ts";
import { accounts } from "../graphql/estate.ts";
import { post, startSite } from "./site.ts";

/** 50,000 disks, and half as many machines. */
const ACCOUNTS = 12_500;

let site: RunningServer;
beforeAll(async () => {
  site = await startSite({ inventory: accounts(ACCOUNTS), limits: { timeMs: 60_000 } });
});
afterAll(() => site.stop());

const aliases = (count: number, of: (i: number) => string) =>
  `{ ${Array.from({ length: count }, (_, i) => `a${i}: ${of(i)}`).join(" ")} }`;

/** Queries of which each is a second's work, as many rows as there are. */
const hostile: readonly (readonly [string, string])[] = [
  [
    "different sorts",
    aliases(
      16,
      (i) =>
        `disks(where: { id_STARTS_WITH: "/0${i % 10}" }, sort: [{ name: ${i > 9 ? "ASC" : "DESC"} }, { size: ASC }, { id: DESC }], offset: 3000, limit: 1) { id }`,
    ),
  ],
  [
    "patterns, each held against every value",
    aliases(12, (i) => `disksAggregate(where: { name_MATCHES: "(.*a|.*b){9}.*${i}x" }) { count }`),
  ],
  ["rows with all that they lead to", "{ connectors { machines { disks { id name } } } }"],
  [
    "all collections of a type",
    aliases(6, () => 'coverage(type: "Disk") { connector status readAt }'),
  ],
];

test.each(hostile)(
  "others are answered again and again while a query has much to do: %s",
  async (_title, query) => {
    let isRunning = true;
    const answer = post(site, query).then(async (response) => {
      const text = await response.text();
      isRunning = false;
      return text;
    });
    let [probes, queries] = [0, 0];
    while (isRunning) {
      expect((await fetch(`${site.url}health`)).status).toBe(200);
      probes++;
      const small = await post(site, '{ connectors(where: { id: "/000001" }) { id } }');
      expect(await small.json()).toEqual({ data: { connectors: [{ id: "/000001" }] } });
      queries++;
    }
    expect(JSON.parse(await answer).errors).toBeUndefined();
    expect(Math.min(probes, queries)).toBeGreaterThan(1);
  },
);

test("who leaves ends the query: its place is free again", async () => {
  const controller = new AbortController();
  const gone = fetch(`${site.url}graphql`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query: hostile[1]![1] }),
    signal: controller.signal,
  });
  const running = async () => (await fetch(`${site.url}metrics`)).text();
  await expect.poll(running, { timeout: 20_000 }).toContain("assay_queries_running 1");
  controller.abort();
  await expect(gone).rejects.toThrow();
  await expect.poll(running, { timeout: 20_000 }).toContain("assay_queries_running 0");
});
