import { describe, expect, test } from "vitest";
import { renderText } from "../../../src/report/terminal/text.ts";
import type { ReportOptions } from "../../../src/report/reporters.ts";
import { severities, type Run } from "../../../src/types.ts";
import { check, everyKind, verdict } from "../run.ts";

function textOf(run: Run, options: Partial<ReportOptions> = {}): string {
  return [...renderText(run, { width: 80, colour: false, limit: 2, ...options })].join("");
}

/** More checks than a screen has lines, most of them failed. */
function manyFailures(count: number): Run {
  const ids = Array.from({ length: count }, (_, i) => `azure/service-${i % 11}/control-${i}`);
  return {
    ...everyKind,
    checks: ids.map((id, i) => check(id, { severity: severities[i % 5]! })),
    verdicts: ids.map((id, i) =>
      verdict(id, i % 3 === 0 ? {} : { status: "fail", offenderCount: i + 1 }),
    ),
  };
}

test.each([80, 120])("a run of every kind fits a screen of %d columns", async (width) => {
  const text = textOf(everyKind, { width });
  await expect(text).toMatchFileSnapshot(`golden/brief.${width}.txt`);
});

describe("a long run", () => {
  const run = manyFailures(380);

  test("is told service by service, the one with the gravest first", () => {
    const lines = textOf(run).split("\n");
    expect(lines.length).toBeLessThan(120);
    const services = lines.filter((line) => line.startsWith("azure/service-"));
    expect(services).toHaveLength(11);
    for (const line of services) expect(line).toMatch(/ · \d+ failed: \d+ critical, /);
    expect(lines.filter((line) => line.startsWith("  and "))).toHaveLength(11);
  });

  test("has a line for each failure with --all", () => {
    const text = textOf(run, { all: true });
    const failed = run.verdicts.filter(({ status }) => status === "fail");
    for (const one of failed) expect(text).toContain(one.check);
  });

  test("ends with what it came to", () => {
    expect(textOf(run).trimEnd().split("\n").at(-1)).toMatch(/^380 checks: 253 failed, 127 passed/);
  });
});

test("one check is told in full, and nothing twice", () => {
  const run = {
    ...everyKind,
    checks: everyKind.checks.slice(0, 1),
    verdicts: everyKind.verdicts.slice(0, 1),
  };
  const text = textOf(run);
  expect(text.split(everyKind.checks[0]!.title)).toHaveLength(2);
  expect(text).not.toContain("--details");
});

test("what is new since an earlier snapshot stands at its check", () => {
  const offenders = new Map(everyKind.checks.map(({ id }) => [id, new Set(["a"])]));
  const text = textOf(everyKind, { news: { since: "2026-11-19 08:00 UTC", offenders } });
  expect(text).toMatch(/ · \d+ offenders?, 1 new/);
  expect(text).toMatch(/\n +\S+ · 1 new\n/);
  expect(text).toContain("new since 2026-11-19 08:00 UTC");
});

test("commands are shown as the program was called", () => {
  expect(textOf(everyKind, { command: "assay" })).not.toContain("npx assay");
  expect(textOf(everyKind)).toContain("npx assay checks");
});

test("nothing of a file is left out", () => {
  expect(textOf(everyKind, { isFile: true })).toBe(textOf(everyKind, { details: true }));
});
