import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RunningServer } from "../../src/server/server.ts";
import { callAssay } from "../cli/fake-io.ts";
import { startBrowser } from "./browser.ts";
import { openSample, startSite } from "./site.ts";

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

async function tried(query: string, more = ""): Promise<string> {
  const answer = await fetch(`${site.url}check?${new URLSearchParams({ query })}${more}`);
  expect(answer.status).toBe(200);
  return answer.text();
}

describe("a query run as a check", () => {
  test("comes to what the control of the same document comes to, with the same reasons", async () => {
    const id = "azure/network/security-groups-close-rdp";
    const { document } = sample.checks.find((check) => check.id === id)!;
    const own = await tried(document);
    const page = await (await fetch(`${site.url}controls/${id}`)).text();
    const reasons = (text: string) =>
      [...text.matchAll(/<td data-label="Why">(.*?)<\/ul>/gs)].map(([, found]) => found);
    expect(reasons(own).length).toBeGreaterThan(0);
    expect(reasons(own)).toEqual(reasons(page));
    expect(/Examined: [^<]+/.exec(own)?.[0]).toBe(/Examined: [^<]+/.exec(page)?.[0]);
  });

  test("knows @expect, which running a query as such does not", async () => {
    const [few, many] = [4, 400].map((most) => `{ vms @expect(lte: ${most}) { id } }`);
    expect(await tried(few!)).toContain('class="badge fail"');
    expect(await tried(many!)).toContain('class="badge pass"');
  });

  test("names all that is wrong, with place, code and what was meant", async () => {
    const page = await tried("{ virtualMachines { id } }\nquery Second { vms { nam } }");
    expect(page).toContain("This is no check yet");
    expect(page).toContain("query:2:1");
    expect(page).toMatch(/\[second-query\]/);
    expect(page).not.toContain('class="badge');
  });

  test("stays within the scope that the page has", async () => {
    const query = "{ vms { id } }";
    const [whole, narrowed] = [await tried(query), await tried(query, "&in=subscription:web-prod")];
    const count = (page: string) => Number(/Examined: ([\d,]+)/.exec(page)![1]);
    expect(count(narrowed)).toBeLessThan(count(whole));
    expect(narrowed).toContain('name="in" value="subscription:web-prod"');
  });

  test("shows further offenders on further pages of its own", async () => {
    const first = await tried("{ pricings { id } }");
    const [, next] = /href="(\/check\?[^"]*page=2[^"]*)"/.exec(first)!;
    const second = await (await fetch(new URL(next!.replaceAll("&amp;", "&"), site.url))).text();
    const idsOf = (page: string) => [...page.matchAll(/href="\/asset\?[^"]+"/g)].map(([id]) => id);
    expect(idsOf(second).length).toBeGreaterThan(0);
    expect(idsOf(first).filter((id) => idsOf(second).includes(id))).toEqual([]);
  });

  const id = "azure/network/security-groups-close-rdp";
  const hrefIn = (page: string, pattern: RegExp) =>
    new URL(pattern.exec(page)![1]!.replaceAll("&amp;", "&"), site.url);

  test("says condition by condition how it came out for an asset at fault", async () => {
    const { document } = sample.checks.find((check) => check.id === id)!;
    const link = hrefIn(await tried(document), /href="(\/check\?[^"]*asset=[^"]*)#explained"/);
    const page = await (await fetch(link)).text();
    expect(page).toContain("condition by condition</h2>");
    expect(page.split("condition by condition</h2>")[1]).toMatch(
      /Every condition.*opensToInternetOn/s,
    );
  });

  test("is saved as a check, guidance and cases that hold", async () => {
    const { document } = sample.checks.find((check) => check.id === id)!;
    const page = await tried(document);
    const folder = mkdtempSync(join(tmpdir(), "assay-saved-"));
    try {
      for (const ending of [".graphql", ".md", ".cases.graphql"]) {
        const name = `security-groups-close-rdp${ending}`;
        const pattern = new RegExp(`href="(/save/${name.replaceAll(".", "\\.")}\\?[^"]*)"`);
        const answer = await fetch(hrefIn(page, pattern));
        expect(answer.headers.get("content-disposition")).toBe(`attachment; filename="${name}"`);
        writeFileSync(join(folder, name), await answer.text());
      }
      const cases = readFileSync(join(folder, "security-groups-close-rdp.cases.graphql"), "utf8");
      expect(cases).toMatch(/is: FAIL/);
      const { exitCode, stdout, stderr } = await callAssay(["test", "--checks", folder]);
      expect([exitCode, stdout, stderr]).toEqual([0, expect.stringMatching(/1 check/), ""]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test("is saved under its own names alone", async () => {
    const query = new URLSearchParams({ query: "query Own { vms { id } }" });
    for (const name of ["other.graphql", "own.txt", "..%2Fown.graphql"])
      expect((await fetch(`${site.url}save/${name}?${query}`)).status).toBe(404);
    expect((await fetch(`${site.url}save/own.graphql?query=%7B`)).status).toBe(404);
  });

  test("is a field to write into where nothing is asked yet", async () => {
    const page = await (await fetch(`${site.url}check`)).text();
    expect(page).toContain("<textarea");
    expect(page).not.toContain("This is no check yet");
  });
});

describe.skipIf(!browser)("in a browser", () => {
  async function open(path: string): Promise<Page> {
    const context = await (browser as Browser).newContext({
      viewport: { width: 1280, height: 900 },
    });
    const page = await context.newPage();
    await page.goto(site.url + path);
    return page;
  }

  test("what stands in GraphiQL's editor is run as a check at once, edited or not, in whichever tab", async () => {
    const page = await open("graphiql");
    await page.waitForSelector(".graphiql-query-editor .view-lines");
    await page.getByRole("button", { name: "Run as check" }).click();
    await page.waitForURL(/\/check\?/);
    const title = await page.getByRole("heading", { level: 1 }).innerText();
    expect(sample.checks.map((check) => check.title)).toContain(title);
    await page.goBack();
    await page.locator(".graphiql-query-editor .view-lines").click();
    await page.keyboard.press("Control+A");
    await page.keyboard.insertText('{ vms(where: { name_STARTS_WITH: "vm-erp" }) { id } }');
    await page.getByRole("button", { name: "Run as check" }).click();
    await page.waitForURL(/vm-erp/);
    expect(await page.locator("textarea").inputValue()).toContain("vm-erp");
    await page.getByRole("link", { name: "Open in GraphiQL" }).click();
    await page.waitForSelector(".graphiql-query-editor .view-lines");
    expect(await page.locator(".graphiql-query-editor").innerText()).toContain("vm-erp");
    await page.context().close();
  });

  test("a query longer than an address may be is told to be saved", async () => {
    const page = await open("graphiql");
    await page.waitForSelector(".graphiql-query-editor .view-lines");
    await page.locator(".graphiql-query-editor .view-lines").click();
    await page.keyboard.press("Control+A");
    await page.keyboard.insertText(`# ${"long ".repeat(2000)}\n{ vms { id } }`);
    await page.getByRole("button", { name: "Run as check" }).click();
    expect(await page.getByRole("status").first().innerText()).toMatch(/assay run FILE/);
    expect(new URL(page.url()).pathname).toBe("/graphiql");
    await page.context().close();
  });

  test("the page works without scripts", async () => {
    const context = await (browser as Browser).newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(`${site.url}check`);
    await page.locator("textarea").fill("{ vms { id } }");
    await page.getByRole("button", { name: "Run as check" }).click();
    expect(await page.locator(".badge").first().innerText()).toMatch(/fail/i);
    await context.close();
  });
});
