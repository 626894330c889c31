import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RunningServer } from "../../src/server/server.ts";
import { callAssay } from "../cli/fake-io.ts";
import { openSample, startSite } from "./site.ts";

let site: RunningServer;
beforeAll(async () => {
  const { inventory, checks } = await openSample();
  site = await startSite({ inventory, checks });
});
afterAll(() => site.stop());

const get = async (path: string) => await fetch(`${site.url}${path}`);
const read = async (path: string) => (await get(path)).text();

const addressOf = (words: readonly string[]) =>
  new URLSearchParams(words.map((word) => ["in", word])).toString();

/** The cells of a table; a comma or a line's end within quotes does not end a cell. */
function cellsOf(csv: string): readonly Readonly<Record<string, string>>[] {
  const [head, ...rows] = csv
    .split(/\r\n(?=(?:[^"]*"[^"]*")*[^"]*$)/)
    .filter(Boolean)
    .map((row) => [...row.matchAll(/(?:^|,)("(?:[^"]|"")*"|[^,]*)/g)].map(([, cell]) => cell!));
  return rows.map((row) => Object.fromEntries(head!.map((name, i) => [name, row[i] ?? ""])));
}

/** How many controls came to each status, as the overview's tiles say. */
function tilesOf(page: string): Readonly<Record<string, number>> {
  const tiles = page.matchAll(/class="(\w+)" href="[^"]*"\s*><strong>(\d+)</g);
  return Object.fromEntries([...tiles].map(([, status, count]) => [status!, Number(count)]));
}

/** The links of a page to other pages, but for GraphiQL, whose queries are asked of all assets. */
function linksOf(page: string): readonly string[] {
  const links = [...page.matchAll(/ href="(\/(?!graphiql)[^"]*)"/g)];
  return links.map(([, href]) => href!.replaceAll("&amp;", "&"));
}

describe.each([
  [["subscription:web-prod"]],
  [["tag:environment=production"]],
  [["tag:environment=production", "service:storage"]],
  [["type:Connector", "type:StorageAccount"]],
])("inside %j", (words) => {
  const inside = addressOf(words);

  test("pages and reports have the figures of the command line", async () => {
    const called = await callAssay([
      ...["run", "--sample", "--output", "csv"],
      ...words.flatMap((word) => ["--in", word]),
    ]);
    const csv = await read(`report.csv?${inside}`);
    expect(csv).toBe(called.stdout);
    const rows = cellsOf(csv);
    const controls = Map.groupBy(rows, ({ check }) => check!);
    const tally: Record<string, number> = { fail: 0, undecided: 0, pass: 0, notApplicable: 0 };
    for (const [first] of controls.values()) tally[first!.status!]!++;
    expect(tilesOf(await read(`?${inside}`))).toEqual(tally);
    const failing = [...controls].filter(([, [first]]) => first!.status === "fail");
    expect(failing.length).toBeGreaterThan(0);
    for (const [id, own] of failing) {
      const page = await read(`controls/${id}?${inside}`);
      const named = (status: string) =>
        own.filter(({ asset_status }) => asset_status === status).length;
      const told = (words: string) =>
        Number(new RegExp(`>\\s*(\\d+) assets? ${words}\\s*<`).exec(page)?.[1] ?? 0);
      expect([id, told("at fault"), told("undecided")]).toEqual([
        ...[id, named("offends"), named("undecided")],
      ]);
    }
  });

  test("a filter of controls holds beside it, in the page and in its reports", async () => {
    const page = await read(`?severity=MEDIUM&${inside}`);
    const listed = [...page.matchAll(/class="title"[^>]*title="([^"]+)"/g)].map(([, id]) => id!);
    const link = linksOf(page).find((href) => href.startsWith("/report.csv"))!;
    expect(new URLSearchParams(link.slice(link.indexOf("?"))).getAll("in")).toEqual(words);
    const own = cellsOf(await read(link.slice(1)));
    expect([...new Set(own.map(({ check }) => check!))].sort()).toEqual(listed.toSorted());
    const all = cellsOf(await read(`report.csv?${inside}`));
    expect(own).toEqual(all.filter(({ severity }) => severity === "MEDIUM"));
  });

  test("all links of a page keep it, but for one that takes it away", async () => {
    for (const path of ["?", "?status=fail&", "connectors?", "?text=web&sort=title&"]) {
      const page = await read(`${path}${inside}`);
      for (const word of words) expect(page).toContain(`<code>${word}</code>`);
      const losing = linksOf(page).filter((href) => !href.includes(inside));
      expect(losing).toEqual([`/${path.slice(0, -1)}`]);
    }
  });
});

test("fields of the form that were left empty narrow nothing", async () => {
  expect(await read("?in=&in=+")).toBe(await read(""));
});

test("a word that stands for nothing is said on a page, with the nearest that does", async () => {
  for (const path of ["?", "report.csv?", "connectors?", "controls/unknown?"]) {
    const answer = await get(`${path}in=subscription:web-prd&in=sevice:storage`);
    expect([path, answer.status]).toEqual([path, 400]);
    const page = await answer.text();
    expect(page).toContain("web-prod");
    expect(page).toContain("service");
  }
});

test("where nothing is inside the page says so, and nothing passes", async () => {
  const page = await read(`?${addressOf(["subscription:web-prod", "type:BastionHost"])}`);
  expect(page).toContain("No asset in the snapshot is in subscription:web-prod, type:BastionHost");
  expect(tilesOf(page)).toMatchObject({ fail: 0, pass: 0 });
  expect(page).not.toContain("Everything that was examined passes");
});

describe("a connector's page", () => {
  test("leads to the overview of it alone", async () => {
    const list = await read("connectors");
    const connectors = linksOf(list).filter((href) => href.startsWith("/connector?"));
    expect(connectors.length).toBeGreaterThan(1);
    for (const href of connectors) {
      const page = await read(href.slice(1));
      const [, to] = /href="([^"]+)">Judge only this subscription</.exec(page)!;
      const narrowed = await get(to!.slice(1));
      expect(narrowed.status).toBe(200);
      const inside = to!.slice(to!.indexOf("in="));
      expect(await read(`connectors?${inside}`)).toContain("<h1>1 connector</h1>");
    }
  });

  test("and an asset's say where what was found about them is left out", async () => {
    const page = await read("?text=vm-erp-01");
    const href = linksOf(page)
      .find((one) => one.startsWith("/asset?type=VM&"))!
      .slice(1);
    expect(await read(`${href}&in=subscription:legacy-erp`)).not.toContain("is not in");
    const outside = await read(`${href}&in=subscription:web-prod`);
    expect(outside).toContain("It is not in subscription:web-prod");
    expect(outside).not.toContain("no control fails");
  });
});
