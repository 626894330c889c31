import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, describe, expect, test } from "vitest";
import { renderControl } from "../../../src/report/pages/control.ts";
import { html, type Markup } from "../../../src/report/pages/html.ts";
import { renderPage } from "../../../src/report/pages/layout.ts";
import { serverLinks as links } from "../../../src/report/pages/links.ts";
import { renderOverview } from "../../../src/report/pages/overview.ts";
import { tallyBar } from "../../../src/report/pages/parts.ts";
import { startBrowser } from "../../server/browser.ts";
import { makeRun } from "./run.ts";

const browser = await startBrowser();
afterAll(() => browser?.close());

const group = "/subscriptions/203d1146-4812-561f-a1be-5434e89d8e4d/resourcegroups/rg-web-sandbox";
const made = makeRun({ controls: 4, offenders: 6 });
const [first, ...others] = made.verdicts;
const now = "2026-11-20T12:00:00Z";
/** Ids and conditions as long as those of real estates. */
const run = {
  ...made,
  verdicts: [
    {
      ...first!,
      offenders: first!.offenders.map((offender, i) => ({
        ...offender,
        asset: {
          ...offender.asset,
          id: `${group}/providers/microsoft.network/networksecuritygroups/nsg-web-sandbox-${i}`,
        },
        because: [
          {
            path: `networkInterfaces[vm-erp-0${i}-nic].securityGroups[nsg-erp].rules[any-any].direction`,
            condition: '= "Inbound"',
          },
        ],
      })),
    },
    ...others,
  ],
};
const since = new Map(
  run.verdicts[0]!.offenders.map(({ asset }) => [asset.id, "2026-11-01T08:00:00Z"]),
);
const control = renderControl({
  check: run.checks[0]!,
  verdict: run.verdicts[0]!,
  links,
  now,
  since,
});

async function show(body: Markup, options: BrowserContextOptions): Promise<Page> {
  const context = await (browser as Browser).newContext({ ...options, bypassCSP: true });
  const page = await context.newPage();
  await page.setContent(renderPage({ links, snapshot: run.snapshot, now }, "Page", body));
  return page;
}

/** The paper between the margins that a browser leaves on A4. */
const paper = 718;

/** Width of the text of "Why", and of the whole page. */
function widths(page: Page): Promise<{ why: number; page: number }> {
  return page.evaluate(`(() => {
    const cell = document.querySelector('[data-label="Why"]');
    const { paddingLeft, paddingRight } = getComputedStyle(cell);
    const why = cell.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight);
    return { why, page: document.documentElement.scrollWidth };
  })()`);
}

describe.skipIf(!browser)("why an asset is at fault", () => {
  test.each([
    ["390 pixels", 390, 280, "screen"],
    ["740 pixels", 740, 450, "screen"],
    ["1,280 pixels", 1280, 430, "screen"],
    ["1,920 pixels", 1920, 650, "screen"],
    ["A4", paper, 430, "print"],
  ] as const)("has room on %s", async (_title, width, least, media) => {
    const page = await show(control, { viewport: { width, height: 900 } });
    await page.emulateMedia({ media });
    const found = await widths(page);
    expect(found.why).toBeGreaterThan(least);
    expect(found.page).toBe(width);
    await page.context().close();
  });
});

describe.skipIf(!browser)("on paper", () => {
  test("folded sections are there", async () => {
    const page = await show(control, { viewport: { width: paper, height: 900 } });
    const folded = page.getByText("Because of word.");
    expect(await folded.isVisible()).toBe(false);
    await page.emulateMedia({ media: "print" });
    expect((await folded.boundingBox())?.height).toBeGreaterThan(10);
    await page.context().close();
  });
});

describe.skipIf(!browser)("the overview", () => {
  test.each([320, 390, 740, 1280, 1920])(
    "is no wider than a window of %d pixels",
    async (width) => {
      const page = await show(renderOverview({ run, links, now }), {
        viewport: { width, height: 900 },
      });
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
      await page.context().close();
    },
  );
});

const visions = ["none", "deuteranopia", "protanopia", "tritanopia", "achromatopsia"] as const;
const tally = { fail: 10, undecided: 10, pass: 10, notApplicable: 10 };

describe.skipIf(!browser).each(["light", "dark"] as const)("bars on a %s page", (colorScheme) => {
  test.each(visions)(
    "have segments of which neighbours differ in lightness: %s",
    async (vision) => {
      const bar = html`<div class="card"><div class="tally">${tallyBar(tally)}</div></div>`;
      const page = await show(bar, { colorScheme, viewport: { width: 600, height: 300 } });
      const session = await page.context().newCDPSession(page);
      await session.send("Emulation.setEmulatedVisionDeficiency", { type: vision });
      const box = (await page.locator(".bar").boundingBox())!;
      const middle = box.y + box.height / 2;
      const x = (share: number) => box.x + box.width * share;
      const [fail, undecided, pass, ground] = await lightness(page, [
        [x(1 / 8), middle],
        [x(3 / 8), middle],
        [x(5 / 8), middle],
        [x(1 / 2), box.y - 4],
      ]);
      const gap = await lightness(page, [[x(1 / 4), middle]]);
      expect(contrast(fail!, undecided!)).toBeGreaterThan(1.5);
      expect(contrast(undecided!, pass!)).toBeGreaterThan(1.5);
      for (const one of [fail!, undecided!, pass!])
        expect(contrast(one, ground!)).toBeGreaterThan(2.2);
      expect(contrast(gap[0]!, ground!)).toBeLessThan(1.4);
      await page.context().close();
    },
  );
});

/** Relative luminance (WCAG 2) of the pixels at these places, as they are on the screen. */
async function lightness(
  page: Page,
  places: readonly (readonly [number, number])[],
): Promise<number[]> {
  const picture = (await page.screenshot()).toString("base64");
  const beside = await page.context().newPage();
  const pixels: readonly (readonly number[])[] = await beside.evaluate(`(async () => {
    const image = new Image();
    image.src = "data:image/png;base64,${picture}";
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height).getContext("2d");
    canvas.drawImage(image, 0, 0);
    return ${JSON.stringify(places)}.map(([x, y]) => [...canvas.getImageData(x, y, 1, 1).data]);
  })()`);
  await beside.close();
  const linear = (part: number) =>
    part <= 10 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4;
  return pixels.map(
    ([red, green, blue]) =>
      0.2126 * linear(red!) + 0.7152 * linear(green!) + 0.0722 * linear(blue!),
  );
}

function contrast(one: number, other: number): number {
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
}
