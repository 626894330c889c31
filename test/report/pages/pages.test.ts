import { judgementsByStatus } from "../../../src/report/judgements.ts";
import { describe, expect, test } from "vitest";
import { renderHtml } from "../../../src/report/formats/html.ts";
import { SCRIPT } from "../../../src/report/pages/copy-script.ts";
import { renderControl } from "../../../src/report/pages/control.ts";
import { serverLinks as links } from "../../../src/report/pages/links.ts";
import { atOnce } from "../../../src/slices.ts";
import { renderOverview } from "../../../src/report/pages/overview.ts";
import { describeAge } from "../../../src/report/pages/parts.ts";
import {
  summariseConnectors,
  tallyByFramework,
  tallyBySeverity,
} from "../../../src/report/pages/summary.ts";
import { makeRun } from "./run.ts";

const large = makeRun({ controls: 500, offenders: 50_000 });

describe("500 controls and 50,000 offenders", () => {
  test("are an overview of services, and in another order pages of a hundred controls", () => {
    const services = renderOverview({ run: large, links }).text;
    expect(services.match(/<details class="service">/g)).toHaveLength(1);
    expect(services.match(/<li>\s*<span class="badge/g)).toHaveLength(500);
    const sorted = renderOverview({ run: large, links, query: { sort: "severity" } }).text;
    expect(sorted.match(/<li>\s*<span class="badge/g)).toHaveLength(100);
    expect(sorted).toContain("Page 1 of 5");
    expect(sorted).toContain('href="/?sort=severity&amp;page=2"');
    for (const text of [services, sorted]) expect(text.length).toBeLessThan(300_000);
  });

  test("are a control of a hundred offenders, with the last on its last page", () => {
    const [check, verdict] = [large.checks[0]!, large.verdicts[0]!];
    const first = renderControl({ check, verdict, links }).text;
    const last = renderControl({ check, verdict, links, page: 500 }).text;
    expect(first).toContain("50,000 assets at fault");
    expect(first).toContain("Page 1 of 500");
    expect(first).toContain("az fix <mark>/subscriptions/0/disks/0</mark>");
    expect(last).toContain("/subscriptions/9/disks/49999");
    expect(last.length).toBeLessThan(150_000);
  });

  test("are one file that counts the offenders it does not name", () => {
    const text = renderHtml(large);
    expect(text).toContain("and 49,500 more");
    expect(text.match(/<section\s+class="page"/g)).toHaveLength(500);
    expect(text.length).toBeLessThan(5_000_000);
  });
});

test("counts over cut lists are told as such", () => {
  const run = makeRun({ controls: 4, offenders: 3 });
  const cut = {
    ...run,
    verdicts: run.verdicts.map((verdict) => ({
      ...verdict,
      offenders: verdict.offenders.slice(0, 2),
    })),
  };
  const told = "Counted over the first assets of each control";
  expect(renderOverview({ run, links }).text).not.toContain(told);
  expect(renderOverview({ run: cut, links }).text).toContain(told);
});

test("the overview is narrowed by verdict, severity, framework and words, all at once", () => {
  const shown = (query: object) =>
    [...renderOverview({ run: large, links, query }).text.matchAll(/title="(made[^"]+)"/g)].map(
      (match) => match[1],
    );
  expect(shown({ text: "check-0012 word", status: "fail" })).toEqual(["made/up/check-0012"]);
  expect(shown({ severity: "LOW", framework: "framework-3", status: "pass" })).toEqual(
    large.checks.filter((_, i) => i % 5 === 3 && i % 7 === 3 && i % 4 === 2).map(({ id }) => id),
  );
  expect(shown({ text: "nothing like it" })).toEqual([]);
});

test("controls stand by service, the gravest first, with what passes folded", () => {
  const run = makeRun({ controls: 8, offenders: 3 });
  const inServices = {
    ...run,
    checks: run.checks.map((check, i) => ({ ...check, id: idOf(i) })),
    verdicts: run.verdicts.map((verdict, i) => ({ ...verdict, check: idOf(i) })),
  };
  const { text } = renderOverview({ run: inServices, links });
  const groups = text.split('<details class="service" open>').slice(1);
  expect(groups.map((group) => wordsOf(group.split("</summary>")[0]!))).toEqual([
    "cloud/even 2 failing 2 passing",
    "cloud/odd 2 undecided 2 not applicable",
  ]);
  const [shown, folded] = groups[0]!.split('<details class="calm">');
  expect(shown!.match(/title="[^"]+"/g)).toEqual(['title="cloud/even/0"', 'title="cloud/even/4"']);
  expect(folded!.match(/title="[^"]+"/g)).toEqual(['title="cloud/even/6"', 'title="cloud/even/2"']);
  expect(renderOverview({ run: inServices, links, query: { status: "pass" } }).text).not.toContain(
    'class="calm"',
  );
});

test.each([
  ["severity", ["0", "5", "1", "2", "3", "4"]],
  ["title", ["0", "1", "2", "3", "4", "5"]],
  ["fault", ["0", "4", "5", "1", "2", "3"]],
  ["verdict", ["0", "4", "5", "1", "2", "3"]],
])("controls can be sorted by %s", (sort, order) => {
  const run = makeRun({ controls: 6, offenders: 3 });
  const { text } = renderOverview({ run, links, query: { sort } });
  expect([...text.matchAll(/title="made\/up\/check-000(\d)"/g)].map(([, i]) => i)).toEqual(order);
});

function idOf(i: number): string {
  return `cloud/${i % 2 ? "odd" : "even"}/${i}`;
}

function wordsOf(markup: string): string {
  return markup
    .replace(/<[^>]+>|\s+/g, " ")
    .replace(/ +/g, " ")
    .trim();
}

test("what others named is text everywhere, in the pages and in the file", () => {
  const evil = `<script>alert("x")</script><img src=x onerror='alert(1)'>`;
  const run = makeRun({ controls: 4, offenders: 3, word: evil });
  const pages = [
    renderHtml(run),
    renderOverview({ run, links, query: { text: evil } }).text,
    ...run.checks.map(
      (check, i) => renderControl({ check, verdict: run.verdicts[i]!, links }).text,
    ),
  ];
  for (const text of pages) {
    expect(text.replace(`<script>${SCRIPT}</script>`, "")).not.toMatch(/<script|<img/i);
    expect(text).toContain("&lt;script&gt;");
  }
});

test("each severity and framework in one file leads to its controls", () => {
  const text = renderHtml(large);
  const anchors = [...text.matchAll(/href="#(list-[^"]*)"/g)].map(([, anchor]) => anchor!);
  expect(anchors.length).toBeGreaterThan(1);
  for (const anchor of anchors) {
    const [, list] = text.split(`id="${anchor}"`);
    expect(list!.split("</section>")[0]).toContain('href="#control-');
  }
});

test("the report in one file is the same for the same run, and loads nothing", () => {
  const run = makeRun({ controls: 8, offenders: 5 });
  const text = renderHtml(run);
  expect(renderHtml(structuredClone(run))).toBe(text);
  expect(text).not.toMatch(/\b(?:src|href)="(?!#|data:)/);
  expect(text).toContain("Content-Security-Policy");
});

test("tallies add up by severity, framework and connector", () => {
  const judged = judgementsByStatus(large);
  expect(judged[0]?.verdict.status).toBe("fail");
  expect(judged[0]?.check.severity).toBe("CRITICAL");
  const sum = tallyBySeverity(judged).reduce((total, { tally }) => total + tally.fail, 0);
  expect(sum).toBe(125);
  expect(tallyByFramework(judged).map(({ name }) => name)).toHaveLength(7);
  expect(atOnce(summariseConnectors(judged))[0]).toEqual({
    id: "/subscriptions/0",
    name: "word 0",
    failing: 125,
    undecided: 0,
  });
});

test.each([
  [30_000, "just now"],
  [60_000, "1 minute ago"],
  [7_300_000, "2 hours ago"],
  [86_400_000 * 3.5, "3 days ago"],
])("an age of %d ms is told as %s", (milliseconds, words) => {
  expect(describeAge(milliseconds)).toBe(words);
});
