import { expect, test } from "vitest";
import { type OutcomeRule, outcomeOf, strictestRule } from "../src/outcome.ts";
import type { Run, Severity, VerdictStatus } from "../src/types.ts";

/** `LOW fail` for each check; only what decides over the outcome. */
function runOf(...checks: readonly string[]): Run {
  const all = checks.map((text, i) => {
    const [severity, status] = text.split(" ") as [Severity, VerdictStatus];
    return { id: `check-${i}`, severity, status };
  });
  return {
    checks: all.map(({ id, severity }) => ({ id, severity })),
    verdicts: all.map(({ id, status }) => ({ check: id, status })),
  } as unknown as Run;
}

const high: OutcomeRule = { failOn: "HIGH", undecided: "fail" };
const openPasses: OutcomeRule = { failOn: "INFO", undecided: "pass" };
const none: OutcomeRule = { failOn: "NONE", undecided: "fail" };

test.each<readonly [string, readonly string[], OutcomeRule, string]>([
  ["all passed", ["HIGH pass"], strictestRule, "passed"],
  ["one failed and one undecided", ["LOW fail", "HIGH undecided"], strictestRule, "failed"],
  ["one undecided", ["INFO undecided", "HIGH pass"], strictestRule, "undecided"],
  ["failed below the threshold", ["MEDIUM fail", "HIGH pass"], high, "passed"],
  ["undecided below the threshold", ["LOW undecided", "HIGH pass"], high, "passed"],
  ["undecided at the threshold", ["HIGH undecided", "LOW fail"], high, "undecided"],
  ["undecided above the threshold", ["CRITICAL undecided"], high, "undecided"],
  ["undecided, let pass", ["CRITICAL undecided", "HIGH pass"], openPasses, "passed"],
  ["failed where undecided passes", ["INFO fail", "HIGH undecided"], openPasses, "failed"],
  ["whatever failed, with none", ["CRITICAL fail", "CRITICAL undecided"], none, "passed"],
  ["nothing to examine beside a pass", ["HIGH notApplicable", "LOW pass"], strictestRule, "passed"],
  [
    "nothing to examine beside what is let pass",
    ["HIGH notApplicable", "LOW undecided"],
    high,
    "passed",
  ],
  ["nothing to examine at all", ["LOW notApplicable"], openPasses, "undecided"],
  ["nothing to examine at all, with none", ["LOW notApplicable"], none, "undecided"],
  ["no check", [], strictestRule, "undecided"],
])("a run comes to what decides: %s", (_title, checks, rule, status) => {
  expect(outcomeOf(runOf(...checks), rule).status).toBe(status);
});

test("what decides and what is let pass are counted apart", () => {
  const run = runOf("HIGH fail", "LOW fail", "CRITICAL undecided", "INFO undecided", "LOW pass");
  expect(outcomeOf(run, { failOn: "HIGH", undecided: "pass" })).toEqual({
    status: "failed",
    counted: { failed: 1, undecided: 0 },
    letPass: { failed: 1, undecided: 2 },
  });
});
