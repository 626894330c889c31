import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RunningServer } from "../../src/server/server.ts";
import { openSample, startSite } from "./site.ts";

let site: RunningServer;
beforeAll(async () => {
  const { inventory, checks } = await openSample();
  site = await startSite({ inventory, checks });
});
afterAll(() => site.stop());

const get = async (path: string) => await fetch(`${site.url}${path}`);
const read = async (path: string) => (await get(path)).text();

/** Controls that the overview lists, by id. */
function listed(page: string): readonly string[] {
  return [...page.matchAll(/class="title"[^>]*title="([^"]+)"/g)].map(([, id]) => id!).sort();
}

describe("a view can be saved", () => {
  test.each([
    "",
    "?status=fail",
    "?severity=HIGH&framework=cis-azure-3.0.0",
    "?text=security+contact",
    "?status=undecided&sort=title",
    "?text=nothing-is-called-so",
  ])("with the controls and the counts that it shows: %j", async (query) => {
    const page = await read(query);
    const shown = listed(page);
    const links = [...page.matchAll(/href="\/(report\.\w+[^"]*)" download/g)].map(([, href]) =>
      href!.replaceAll("&amp;", "&"),
    );
    expect(links).toHaveLength(shown.length === 0 ? 0 : 3);
    const narrowed = query.replace(/&?sort=\w+/, "");
    const csv = await read(`report.csv${narrowed}`);
    const rows = csv.split("\r\n").slice(1, -1);
    expect([...new Set(rows.map((row) => row.split(",")[0]!))].sort()).toEqual(shown);
    const report = JSON.parse(await read(`report.json${narrowed}`)) as {
      checks: readonly { id: string; offenderCount: number }[];
    };
    expect(report.checks.map(({ id }) => id).sort()).toEqual(shown);
    const offenders = report.checks.reduce((sum, { offenderCount }) => sum + offenderCount, 0);
    expect(rows.filter((row) => row.includes(",offends,"))).toHaveLength(offenders);
    const sarif = JSON.parse(await read(`report.sarif${narrowed}`)) as {
      runs: readonly [{ results: readonly { kind?: string }[] }];
    };
    const told = rows.filter((row) => !/,(?:pass|notApplicable),,/.test(row));
    expect(sarif.runs[0].results).toHaveLength(told.length);
  });

  test("as a file with the snapshot's name, and under the rules of every answer", async () => {
    const { headers, status } = await get("report.csv");
    expect(status).toBe(200);
    expect(headers.get("content-type")).toBe("text/csv; charset=utf-8");
    expect(headers.get("content-disposition")).toMatch(/^attachment; filename="assay-\w+\.csv"$/);
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    const head = await fetch(`${site.url}report.csv`, { method: "HEAD" });
    expect(await head.text()).toBe("");
    expect((await get("report.xls")).status).toBe(404);
    expect((await get("report.csv/more")).status).toBe(404);
  });
});

describe("a search", () => {
  test.each([
    ["203d1146", "web-sandbox"],
    ["WEB-SANDBOX", "web-sandbox"],
    ["vm-erp 01", "vm-erp-01"],
  ])("for %j finds assets and connectors by name and id, in any case", async (words, name) => {
    const page = await read(`?text=${encodeURIComponent(words)}`);
    const card = page.slice(page.indexOf('aria-labelledby="named"')).split("</section>")[0];
    expect(card).toContain(`>${name}</a>`);
  });

  test("names the connector first, and says how many more there are", async () => {
    const page = await read("?text=203d1146");
    const card = page.slice(page.indexOf('aria-labelledby="named"'));
    expect(card.indexOf('href="/connector?id=')).toBeLessThan(card.indexOf('href="/asset?'));
    expect(card).toMatch(/and \d+ more/);
  });

  test("that nothing is named by says so, and without words there is none", async () => {
    expect(await read("?text=zzz")).toContain("No asset or connector of that name or id");
    expect(await read("?status=fail")).not.toContain('id="named"');
  });
});
