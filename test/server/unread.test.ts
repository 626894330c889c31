import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RunningServer } from "../../src/server/server.ts";
import { openSample, post, startSite } from "./site.ts";

let site: RunningServer;
beforeAll(async () => {
  const { inventory } = await openSample();
  site = await startSite({ inventory });
});
afterAll(() => site.stop());

describe("what was not read is not shown as none", () => {
  test("on the page of a connector", async () => {
    const answer = await post(
      site,
      '{ connectors(where: { name_IN: ["acquired-parcelo", "web-sandbox"] }) { id name } }',
    );
    const { data } = (await answer.json()) as {
      data: { connectors: { id: string; name: string }[] };
    };
    const pages = new Map<string, string>();
    for (const { id, name } of data.connectors) {
      const page = await fetch(`${site.url}connector?id=${encodeURIComponent(id)}`);
      pages.set(name, (await page.text()).replaceAll(/<[^>]*>|\s+/g, " ").replaceAll(/ +/g, " "));
    }
    expect(pages.get("acquired-parcelo")).toContain(" securityContacts not read denied ");
    expect(pages.get("web-sandbox")).toMatch(/ securityContacts 1 /);
    expect(pages.get("web-sandbox")).toMatch(/ bastionHosts none /);
    for (const page of pages.values())
      expect(page).toMatch(/ blockSubscriptionsIntoTenant not read nothing reads it yet \(/);
  });

  test("in an answer, nor are rows for which a condition cannot be told", async () => {
    const query =
      '{ connectors(where: { securityContacts_SOME: { email: "" } }) { securityContacts { email } } }';
    const { extensions } = (await (await post(site, query)).json()) as { extensions: unknown };
    expect(extensions).toEqual({ undecided: [{ path: ["connectors"], count: 5 }] });
  });
});
