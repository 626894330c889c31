import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runChecks } from "../run-checks.ts";
import { renderHtml } from "../../src/report/formats/html.ts";
import type { RunningServer } from "../../src/server/server.ts";
import { startBrowser } from "./browser.ts";
import { openSample, startSite } from "./site.ts";

const rdp = "azure/network/security-groups-close-rdp";
const group =
  "/subscriptions/2a243e91-950d-5b53-baa2-2e13969a3340/resourcegroups/rg-erp/providers/microsoft.network/networksecuritygroups/nsg-erp";
const machine =
  "/subscriptions/2a243e91-950d-5b53-baa2-2e13969a3340/resourcegroups/rg-erp/providers/microsoft.compute/virtualmachines/vm-erp-01";

/** Other work may take the machine meanwhile. */
const PATIENT = { timeout: 20_000 };

const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const browser = await startBrowser();

let site: RunningServer;
beforeAll(async () => {
  const { inventory, checks } = await openSample();
  const firstExample = "azure/defender/security-contacts-have-additional-email";
  site = await startSite({ inventory, checks, graphiql: true, firstExample });
});
afterAll(async () => {
  await browser?.close();
  await site.stop();
});

/** A window of its own, from which nothing but the server can be reached. What goes wrong in it is noted. */
async function open(colorScheme: "light" | "dark") {
  const context = await (browser as Browser).newContext({ colorScheme });
  const problems: string[] = [];
  await context.route("**/*", (route) => {
    const url = route.request().url();
    if (url.startsWith(site.url) || /^(data|blob):/.test(url)) return route.continue();
    problems.push(`asked for ${url}`);
    return route.abort();
  });
  const page = await context.newPage();
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") problems.push(message.text());
  });
  return { context, page, problems };
}

/** What axe-core finds wrong with the page. */
async function violations(page: Page): Promise<string[]> {
  // Pages run no script; the examination runs beside them.
  await page.addScriptTag({ path: axe });
  const { violations: found } = await page.evaluate(() =>
    (
      globalThis as unknown as {
        axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
      }
    ).axe.run(),
  );
  return found.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
}

describe.skipIf(!browser).each(["light", "dark"] as const)(
  "in a browser that prefers %s",
  (scheme) => {
    test("a failing control is followed from the overview to its remediation and back-out", async () => {
      const { context, page, problems } = await open(scheme);
      await page.goto(site.url);
      await page.getByLabel("Words").fill("additional email addresses");
      await page.getByRole("button", { name: "Show" }).click();
      await page.getByRole("link", { name: "Azure connectors without security contact" }).click();
      const main = page.getByRole("main");
      await expect.poll(() => main.innerText(), PATIENT).toContain("7 assets at fault");
      const text = await main.innerText();
      expect(text).toContain("securityContacts none");
      expect(text).toMatch(/2026-11-20 08:00 UTC\s+\(4 hours ago\)/);
      await page.getByRole("link", { name: "fill in for billing-test" }).click();
      expect(await main.innerText()).toContain("Commands are filled in for billing-test.");
      const subscription = "f189c962-db32-5f3e-aa3f-1dad25ac2541";
      const backOut = page.locator("details", { hasText: "Back-out plan" });
      expect(await backOut.innerText()).toContain(
        `az rest --method delete --url "/subscriptions/${subscription}/providers/Microsoft.Security/securityContacts/default`,
      );
      await context.grantPermissions(["clipboard-read", "clipboard-write"]);
      await backOut.getByRole("button", { name: "Copy" }).first().click();
      await backOut.getByRole("button", { name: "Copied" }).waitFor();
      const copied = await page.evaluate("navigator.clipboard.readText()");
      expect(copied).toBe((await backOut.locator("pre").first().innerText()).trimEnd());
      await page.getByRole("link", { name: "billing-test" }).first().click();
      expect(await main.innerText()).toContain("How completely it was read");
      const folded = page.locator("details", { hasText: "read completely" });
      expect(await folded.getByRole("row").first().isVisible()).toBe(false);
      await page.goto(`${site.url}connectors`);
      const row = page.getByRole("row", { name: "legacy-erp" });
      expect(await row.innerText()).toMatch(/\d+ asset types/);
      expect(await page.getByRole("row", { name: "web-prod" }).innerText()).toMatch(/\b0\s*$/);
      expect(problems).toEqual([]);
      await context.close();
    });

    test.each([
      ["the overview", ""],
      ["the overview, narrowed to nothing", "?text=zzz"],
      ["the overview of some assets only", "?in=subscription:web-prod"],
      ["a search that finds assets", "?text=web"],
      ["an asset", `asset?type=VM&id=${machine}`],
      ["why an asset fails a control", `explain?check=${rdp}&type=SecurityGroup&id=${group}`],
      ["a failing control", "controls/azure/defender/security-contacts-have-additional-email"],
      ["an undecided control", "controls/azure/defender/key-vaults-plan-is-standard"],
      ["the connectors", "connectors"],
      ["a connector", "connector?id=/subscriptions/1a68f422-2dd6-5ca4-aeae-9e98cc597263"],
      ["a page that is not there", "nothing"],
    ])("axe-core finds nothing wrong with %s", async (_title, path) => {
      const bypassing = await (browser as Browser).newContext({
        colorScheme: scheme,
        bypassCSP: true,
      });
      const examined = await bypassing.newPage();
      await examined.goto(site.url + path);
      expect(await violations(examined)).toEqual([]);
      await bypassing.close();
    });
  },
);

describe.skipIf(!browser)("the report in one file", () => {
  test("leads from the overview to a control and back without a server, and axe-core finds nothing wrong", async () => {
    const folder = mkdtempSync(join(tmpdir(), "assay-report-"));
    const file = join(folder, "report.html");
    const { inventory, checks } = await openSample();
    writeFileSync(file, renderHtml(await runChecks(inventory, checks, { clock: () => 0 })));
    const context = await (browser as Browser).newContext({ bypassCSP: true });
    const page = await context.newPage();
    await page.goto(`file://${file}`);
    expect(await violations(page)).toEqual([]);
    await page.getByRole("link", { name: "Azure connectors without security contact" }).click();
    const control = page.locator("section.page:target");
    expect(await control.innerText()).toContain("7 assets at fault");
    expect(await page.locator("#overview").isVisible()).toBe(false);
    expect(await violations(page)).toEqual([]);
    await control.getByRole("link", { name: "Overview" }).click();
    expect(await page.locator("#overview").isVisible()).toBe(true);
    await context.close();
    rmSync(folder, { recursive: true });
  });
});

describe.skipIf(!browser)("GraphiQL", { timeout: 90_000 }, () => {
  let context: BrowserContext;
  let page: Page;
  let problems: string[];
  beforeAll(async () => {
    ({ context, page, problems } = await open("light"));
  });
  afterAll(() => context?.close());

  /** Types into the query editor as a person does. */
  async function write(query: string): Promise<void> {
    await page.locator(".graphiql-query-editor .view-lines").click();
    await page.keyboard.press("Control+A");
    await page.keyboard.insertText(query);
  }

  const run = () => page.locator(".graphiql-execute-button").click();

  test("offers the specification's check, without a mark on it, and runs it", async () => {
    await page.goto(`${site.url}graphiql`);
    await page.locator(".graphiql-query-editor .view-line").first().waitFor();
    await expect.poll(() => editorText(page), PATIENT).toContain("securityContacts_SOME: null");
    await page.locator(".graphiql-query-editor").getByText("AssetFragment").waitFor();
    await run();
    await expect.poll(() => resultText(page), PATIENT).toContain("web-sandbox");
    expect(await marks(page)).toEqual([]);
  });

  test("marks neither spelling, and does mark a typing error", async () => {
    // On one line: the editor closes brackets by itself where a line ends.
    const nested =
      'a: connectors(where: { securityContacts: { some: { email: { eq: "" } } } }) { id }';
    const suffixed =
      'b: connectors(where: { securityContacts_SOME: { email_CONTAINS: "@" }, NOT: { name: null } }) @expect(eq: []) { ...AssetFragment }';
    await write(`query @check(severity: HIGH, tags: ["x"]) { ${nested} ${suffixed} }`);
    await page.waitForTimeout(2_000);
    expect(await marks(page)).toEqual([]);
    await write(`{ connectors(where: { securityContact_SOME: null }) { id } }`);
    await expect.poll(() => marks(page), PATIENT).not.toEqual([]);
  });

  test("completes the suffix forms of a filter, and runs what was typed", async () => {
    await write("{ connectors(where: { securityContacts_SOME: { email_STA");
    await page.keyboard.press("Control+Space");
    await expect
      .poll(() => page.locator(".suggest-widget").innerText(), PATIENT)
      .toContain("email_STARTS_WITH");
    await page.keyboard.press("Enter");
    // The editor has closed all brackets; the selection goes before the last.
    await page.keyboard.insertText('"soc@"');
    await page.keyboard.press("End");
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.insertText(" { name }");
    await run();
    await expect.poll(() => resultText(page), PATIENT).toContain("shipping-prod");
  });

  test("shows the query of a link, such as a control's own", async () => {
    await page.goto(`${site.url}controls/azure/defender/servers-plan-is-standard`);
    await page.getByRole("link", { name: "Open in GraphiQL" }).click();
    await expect.poll(() => editorText(page), PATIENT).toContain("pricing");
    await run();
    await expect.poll(() => resultText(page), PATIENT).toContain('"data"');
    expect(await marks(page)).toEqual([]);
  });

  test("asked nobody but the server, and broke no rule of its policy", () => {
    expect(problems).toEqual([]);
  });
});

/** The editor draws lines as they are seen, with blanks of its own. */
async function editorText(page: Page): Promise<string> {
  const text = await page.locator(".graphiql-query-editor .view-lines").innerText();
  return text.replaceAll("\u00a0", " ");
}

async function resultText(page: Page): Promise<string> {
  const text = await page.locator(".result-window .view-lines").innerText();
  return text.replaceAll("\u00a0", " ");
}

function marks(page: Page): Promise<string[]> {
  return page
    .locator(".graphiql-query-editor .squiggly-error, .graphiql-query-editor .squiggly-warning")
    .evaluateAll((found) => found.map((mark) => (mark as { className: string }).className));
}
