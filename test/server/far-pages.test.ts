import { afterAll, beforeAll, expect, test } from "vitest";
import type { RunningServer } from "../../src/server/server.ts";
import type { Check } from "../../src/types.ts";
import { inventoryOf } from "../graphql/estate.ts";
import { post, startSite } from "./site.ts";

/** More than are kept of a check. */
const OFFENDERS = 2_345;

const check: Check = {
  id: "named",
  formerly: [],
  title: "Accounts have names",
  overview: "",
  severity: "HIGH",
  frameworks: [],
  tags: [],
  guidance: [],
  rules: [
    {
      name: "connectors",
      query: { type: "Connector", where: { kind: "null", field: "name" } },
      expectation: { operator: "eq", value: [] },
      place: { file: "named.graphql", line: 1, column: 1 },
      places: new Map(),
    },
  ],
  perConnector: false,
  document: "{ connectors(where: { name: null }) { id } }",
  place: { file: "named.graphql", line: 1, column: 1 },
};

const idOf = (i: number) => `/${String(i).padStart(6, "0")}`;

let site: RunningServer;
beforeAll(async () => {
  const ids = Array.from({ length: OFFENDERS + 10 }, (_, i) => idOf(i));
  const inventory = inventoryOf(
    ids.map((id, i) => ({
      type: "Connector",
      id,
      connector: id,
      fields: { name: i < OFFENDERS ? null : id },
    })),
  );
  site = await startSite({ inventory, checks: [check], graphiql: true, limits: { rows: 3_000 } });
});
afterAll(() => site.stop());

async function idsOn(page: string): Promise<readonly string[]> {
  const response = await fetch(`${site.url}${page}`);
  expect(response.status).toBe(200);
  const table = /<tbody id="[^"]*reason-\d+">(.*?)<\/table>/s.exec(await response.text())![1]!;
  return [...table.matchAll(/\/connector\?id=([^"&]*)/g)].map((match) =>
    decodeURIComponent(match[1]!),
  );
}

test("a page far beyond what is kept shows its own assets", async () => {
  const shown = new Set(await idsOn("controls/named?page=15"));
  expect([...shown]).toEqual(Array.from({ length: 100 }, (_, i) => idOf(1400 + i)));
});

test.each([24, 25, 100_000, Number.MAX_SAFE_INTEGER])(
  "page %d of a control, which is the last or beyond it, is the last",
  async (page) => {
    const shown = new Set(await idsOn(`controls/named?page=${page}`));
    expect([...shown]).toEqual(Array.from({ length: 45 }, (_, i) => idOf(2300 + i)));
  },
);

test("offenders are listed from anywhere, and counted before they are described", async () => {
  const list = (args: string) => `{ runCheck(id: "named") { offenders${args} { assetId } } }`;
  const ask = async (args: string) => (await post(site, list(args))).json();
  expect(await ask("(offset: 2340, limit: 9)")).toEqual({
    data: { runCheck: { offenders: [0, 1, 2, 3, 4].map((i) => ({ assetId: idOf(2340 + i) })) } },
  });
  expect(await ask("(offset: 5000)")).toEqual({ data: { runCheck: { offenders: [] } } });
  const twice = `{ a: runCheck(id: "named") { offenders { assetId } } b: runCheck(id: "named") { offenders { assetId } } }`;
  expect(await (await post(site, twice)).json()).toMatchObject({
    data: null,
    errors: [{ extensions: { code: "TOO_MANY_ROWS" } }],
  });
});

test("what fails in a connector, and what was found about an asset, is looked up from there", async () => {
  const page = async (id: string) =>
    (await fetch(`${site.url}connector?id=${encodeURIComponent(id)}`)).text();
  expect(await page(idOf(2000))).toContain("Accounts have names");
  expect(await page(idOf(OFFENDERS + 1))).not.toContain("Accounts have names");
});
