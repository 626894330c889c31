import { afterAll, beforeAll, expect, test } from "vitest";
import { createInventoryOver } from "../../src/backend/inventory.ts";
import { runWhole } from "../../src/check/run/run.ts";
import { importFolder } from "../../src/collect/import-folder.ts";
import { openTables } from "../../src/engine/inventory.ts";
import { providers } from "../../src/library/providers.ts";
import { loadModel } from "../../src/model/load.ts";
import { reporters } from "../../src/report/reporters.ts";
import type { RunningServer } from "../../src/server/server.ts";
import type { Check, Inventory } from "../../src/types.ts";
import { renumbered } from "../backend/renumbered.ts";
import { openSample, post, startSite } from "./site.ts";

let checks: readonly Check[] = [];
let inventories: readonly Inventory[] = [];
let sites: readonly RunningServer[] = [];
beforeAll(async () => {
  const sample = await openSample();
  checks = sample.checks;
  const model = loadModel("schema");
  const { tables } = await importFolder("sample", model, {
    ...{ providers, now: "2026-11-20T08:00:00Z", assayVersion: "0.0.0", formatVersion: 1 },
  });
  inventories = [sample.inventory, createInventoryOver(renumbered(openTables(model, tables)))];
  sites = await Promise.all(inventories.map((inventory) => startSite({ inventory, checks })));
});
afterAll(() => Promise.all(sites.map((site) => site.stop())));

const connector = encodeURIComponent("/subscriptions/203d1146-4812-561f-a1be-5434e89d8e4d");

test.each([
  "",
  "connectors",
  `connector?id=${connector}`,
  `asset?type=Connector&id=${connector}`,
  "controls/azure/defender/security-contacts-have-additional-email",
])("the page /%s is the same whatever holds the assets", async (path) => {
  const [own, other] = await Promise.all(
    sites.map(async ({ url }) => {
      const page = await fetch(`${url}${path}`);
      return [page.status, (await page.text()).replaceAll(url, "")];
    }),
  );
  expect(own![0]).toBe(200);
  expect(other).toEqual(own);
});

test("answers with what checks found are the same whatever holds the assets", async () => {
  const query = `{
    connectors(sort: [{ name: DESC }], limit: 5) { name findings { control { id } status because { path } missing { path } } }
    coverage(status: [DENIED, FAILED]) { type status cause }
    vmsConnection(first: 3) { totalCount edges { cursor node { id name } } }
  }`;
  const [own, other] = await Promise.all(
    sites.map(async (site) => (await post(site, query)).json() as Promise<unknown>),
  );
  expect(own).not.toHaveProperty("errors");
  expect(other).toEqual(own);
});

test.each(Object.keys(reporters) as (keyof typeof reporters)[])(
  "a report as %s is the same whatever holds the assets",
  async (name) => {
    const render = await reporters[name].load();
    const [own, other] = await Promise.all(
      inventories.map(async (inventory) => {
        const whole = await runWhole(inventory, checks, { clock: () => 0 });
        const options = { limit: 3, width: 100, colour: false, isFile: true } as const;
        let text = "";
        for await (const piece of render(whole, options)) text += piece;
        return text;
      }),
    );
    expect(other).toEqual(own);
    expect(own!.length).toBeGreaterThan(100);
  },
);
