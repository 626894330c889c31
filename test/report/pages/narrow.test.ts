import { createRequire } from "node:module";
import type { Browser, Page } from "playwright-core";
import { afterAll, describe, expect, test } from "vitest";
import { renderHtml } from "../../../src/report/formats/html.ts";
import { renderConnector } from "../../../src/report/pages/connector.ts";
import { renderConnectors } from "../../../src/report/pages/connectors.ts";
import { renderControl } from "../../../src/report/pages/control.ts";
import type { Markup } from "../../../src/report/pages/html.ts";
import { renderPage } from "../../../src/report/pages/layout.ts";
import { anchorOf, serverLinks as links } from "../../../src/report/pages/links.ts";
import { renderOverview } from "../../../src/report/pages/overview.ts";
import type { Collection } from "../../../src/types.ts";
import { startBrowser } from "../../server/browser.ts";
import { makeRun } from "./run.ts";

const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const browser = await startBrowser();
afterAll(() => browser?.close());

const made = makeRun({ controls: 4, offenders: 6 });
const [first, ...others] = made.verdicts;
const run = {
  ...made,
  verdicts: [
    {
      ...first!,
      offenders: first!.offenders.map((offender, i) =>
        i % 2 ? { ...offender, because: [{ path: "contacts", condition: "none" }] } : offender,
      ),
    },
    ...others,
  ],
};
const check = run.checks[0]!;
const now = "2026-11-20T12:00:00Z";
const connector = { id: "/subscriptions/0", name: "word 0", type: "Connector", connector: null };
const collection: Collection = {
  type: "NetworkSecurityGroup",
  connector: connector.id,
  status: "denied",
  assets: 0,
  readAt: "2026-11-20T08:00:00Z",
  cause: "The service answered 403 with AuthorizationFailed.",
  permission: "Microsoft.Network/networkSecurityGroups/read",
};
const pages: readonly (readonly [string, Markup])[] = [
  ["a control", renderControl({ check, verdict: run.verdicts[0]!, links, now })],
  ["the overview", renderOverview({ run, links, now })],
  [
    "the connectors",
    renderConnectors({
      connectors: [{ ...connector, failing: 12, undecided: 3, unread: 7 }],
      count: 1,
      links,
      page: 1,
      pages: 1,
    }),
  ],
  [
    "a connector",
    renderConnector({
      asset: connector,
      fields: [{ name: "name", value: "word 0" }],
      relations: [],
      findings: [],
      links,
      now,
      unread: ["AppRegistration"],
      collections: [collection, { ...collection, status: "complete", assets: 12 }],
      controls: [{ ...check, offenders: 3, undecided: 1 }],
    }),
  ],
];

/** A telephone's window with this page in it. */
async function show(text: string): Promise<Page> {
  const viewport = { width: 480, height: 900 };
  const context = await (browser as Browser).newContext({ viewport, bypassCSP: true });
  const page = await context.newPage();
  await page.setContent(text);
  return page;
}

/** What reaches beyond the place it has, or has next to no room. */
function squeezed(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    interface Box {
      readonly scrollWidth: number;
      readonly clientWidth: number;
      readonly innerText: string;
    }
    const root = (
      globalThis as unknown as { document: { querySelectorAll(of: string): Iterable<Box> } }
    ).document;
    const wide = [...root.querySelectorAll("html, .wide")].filter(
      (box) => box.scrollWidth > box.clientWidth,
    );
    const thin = [...root.querySelectorAll(".wide td[data-label]")].filter(
      (box) => box.innerText !== "" && box.clientWidth > 0 && box.clientWidth < 200,
    );
    return [...wide, ...thin].map((box) => `${box.clientWidth} px: ${box.innerText.slice(0, 80)}`);
  });
}

async function violations(page: Page): Promise<string[]> {
  await page.addScriptTag({ path: axe });
  const { violations: found } = await page.evaluate(() =>
    (
      globalThis as unknown as { axe: { run(): Promise<{ violations: { id: string }[] }> } }
    ).axe.run(),
  );
  return found.map(({ id }) => id);
}

describe.skipIf(!browser)("on a screen of 480 pixels", () => {
  test.each(pages)("%s fits, and axe-core finds nothing wrong", async (title, body) => {
    const page = await show(renderPage({ links, snapshot: run.snapshot, now }, title, body));
    const thin = await squeezed(page);
    // The many collections of a connector run on in lines.
    expect(
      thin.filter((box) => title !== "a connector" || !/^\d+ px: (Assets|\d|2026)/.test(box)),
    ).toEqual([]);
    expect(await violations(page)).toEqual([]);
    await page.context().close();
  });

  test("a control's offenders stand with why, since when and their commands in sight", async () => {
    const [, body] = pages[0]!;
    const page = await show(renderPage({ links, snapshot: run.snapshot, now }, "Control", body));
    const card = page.getByRole("row", { name: "disks/3" });
    for (const label of ["Why", "Known since", "Commands"]) {
      const box = await card.locator(`[data-label="${label}"]`).boundingBox();
      expect(box!.x).toBeGreaterThan(0);
      expect(box!.x + box!.width).toBeLessThan(480);
      expect(box!.width).toBeGreaterThan(300);
    }
    await page.context().close();
  });

  test("a reason's link keeps the control open in the report of one file", async () => {
    const page = await show(renderHtml(run));
    const shown = () => page.locator("section.page").filter({ visible: true });
    await page.getByRole("link", { name: check.title }).click();
    await expect.poll(() => shown().count()).toBe(1);
    await shown().getByRole("link", { name: "3 assets" }).first().click();
    await expect
      .poll(() => page.evaluate("location.hash"))
      .toContain(`${anchorOf(check.id)}-reason-1`);
    expect(await shown().count()).toBe(1);
    expect(await page.locator("#overview").isVisible()).toBe(false);
    await page.context().close();
  });
});
