import { judgementsByStatus } from "../../../src/report/judgements.ts";
import { describe, expect, test } from "vitest";
import { renderHtml } from "../../../src/report/formats/html.ts";
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
  test("are an overview of a hundred controls with links to the others", () => {
    const { text } = renderOverview({ run: large, links });
    expect(text.match(/class="title"/g)).toHaveLength(100);
    expect(text).toContain("Page 1 of 5");
    expect(text).toContain('href="/?page=2"');
    expect(text.length).toBeLessThan(200_000);
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
    [...renderOverview({ run: large, links, query }).text.matchAll(/class="id">(made[^<]+)</g)].map(
      (match) => match[1],
    );
  expect(shown({ text: "check-0012 word", status: "fail" })).toEqual(["made/up/check-0012"]);
  expect(shown({ severity: "LOW", framework: "framework-3", status: "pass" })).toEqual(
    large.checks.filter((_, i) => i % 5 === 3 && i % 7 === 3 && i % 4 === 2).map(({ id }) => id),
  );
  expect(shown({ text: "nothing like it" })).toEqual([]);
});

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
    expect(text).not.toMatch(/<script|<img/i);
    expect(text).toContain("&lt;script&gt;");
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
