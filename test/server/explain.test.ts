import { afterAll, beforeAll, expect, test } from "vitest";
import type { RunningServer } from "../../src/server/server.ts";
import { openSample, startSite } from "./site.ts";

let site: RunningServer;
beforeAll(async () => {
  site = await startSite(await openSample());
});
afterAll(() => site.stop());

const erp = "/subscriptions/2a243e91-950d-5b53-baa2-2e13969a3340/resourcegroups/rg-erp/providers";
const group = `${erp}/microsoft.network/networksecuritygroups/nsg-erp`;
const rdp = "azure/network/security-groups-close-rdp";

async function get(path: string, parameters: Readonly<Record<string, string>>): Promise<Response> {
  return fetch(`${site.url}${path}?${new URLSearchParams(parameters)}`);
}

test("the page of an asset leads to every condition of what was found, and of what was not", async () => {
  const page = await (await get("asset", { type: "SecurityGroup", id: group })).text();
  const links = [...page.matchAll(/href="(\/explain\?[^"]+)"/g)].map(([, href]) => href!);
  expect(links.some((href) => href.includes(encodeURIComponent(rdp)))).toBe(true);
  for (const href of links) {
    const answer = await fetch(new URL(href.replaceAll("&amp;", "&"), site.url));
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain("Every condition");
  }
});

test("conditions have their truths and what was found, and changes what they turn", async () => {
  const page = await (
    await get("explain", { check: rdp, type: "SecurityGroup", id: group })
  ).text();
  expect(page).toContain('<span role="img" aria-label="true">✓</span>');
  expect(page).toContain("fromPort &lt;= 3389");
  expect(page).toContain("Turns green by any of");
  expect(page).toContain("Also turns green azure/network/security-groups-close-ssh for nsg-erp.");
});

test("of an undecided asset it is said what each thing that is missing would decide", async () => {
  const check = "azure/keyvault/vault-access-is-logged";
  const id = `${erp}/microsoft.keyvault/vaults/kv-erp`;
  const page = await (await get("explain", { check, type: "KMSVault", id })).text();
  expect(page).toContain("nothing more → fails; one that fits → passes");
  expect(page).toContain("Microsoft.Insights/diagnosticSettings/read");
});

test.each([
  ["a check", { check: "azure/none", type: "SecurityGroup", id: group }],
  ["a type", { check: rdp, type: "Nothing", id: group }],
  ["an asset", { check: rdp, type: "SecurityGroup", id: `${group}-2` }],
])("there is nothing where %s is not there", async (_title, parameters) => {
  expect((await get("explain", parameters)).status).toBe(404);
});
