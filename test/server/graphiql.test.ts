import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RunningServer } from "../../src/server/server.ts";
import { examplesOf } from "../../src/server/examples.ts";
import { startBrowser } from "./browser.ts";
import { openSample, post, startSite } from "./site.ts";

const browser = await startBrowser();
let site: RunningServer;
let sample: Awaited<ReturnType<typeof openSample>>;
beforeAll(async () => {
  sample = await openSample();
  site = await startSite({ ...sample, graphiql: true });
});
afterAll(async () => {
  await browser?.close();
  await site.stop();
});

test("every example is answered, and reasons come with what was found", async () => {
  for (const { title, document } of examplesOf(sample.checks)) {
    const answer = (await (await post(site, document)).json()) as { errors?: unknown };
    expect(answer.errors, title).toBeUndefined();
    if (document.includes("because")) {
      expect(document).toMatch(/because \{ path condition found \}/);
      expect(JSON.stringify(answer), title).toMatch(/"condition":"[^}]*"found":"/);
    }
  }
});

describe.skipIf(!browser)("the bar above GraphiQL", () => {
  test.each([480, 1280])(
    "leads to the pages, and its menu stays on a screen of %i pixels",
    async (width) => {
      const viewport = { width, height: 900 };
      const page = await (await (browser as Browser).newContext({ viewport })).newPage();
      await page.goto(`${site.url}graphiql`);
      await page.getByText("Examples").click();
      const menu = (await page.locator(".assay ul").boundingBox())!;
      expect(menu.x).toBeGreaterThanOrEqual(0);
      expect(menu.x + menu.width).toBeLessThanOrEqual(width);
      expect(menu.width).toBeGreaterThan(400);
      const pages = page.getByRole("navigation", { name: "Pages of Assay" });
      await pages.getByRole("link", { name: "Connectors" }).click();
      expect(await page.getByRole("heading", { level: 1 }).innerText()).toBe("20 connectors");
      await page.goBack();
      await pages.getByRole("link", { name: "Overview" }).click();
      expect(new URL(page.url()).pathname).toBe("/");
      await page.context().close();
    },
  );
});
