import { describe, expect, test } from "vitest";
import { renderExpectation } from "../../../src/check/document/expectation.ts";
import { foldStatus, judgeRule, type RuleCounts } from "../../../src/check/run/verdict.ts";
import type { Expectation, VerdictStatus } from "../../../src/types.ts";

const place = { file: "check.graphql", line: 1, column: 1 };

function answer(expectation: Expectation, counts: Partial<RuleCounts>): RuleCounts {
  const query = { type: "Connector" };
  const rule = { name: "connectors", query, expectation, place, places: new Map() };
  return { question: { rule }, examined: 9, found: 0, undecided: 0, open: false, ...counts };
}

const nothing: Expectation = { operator: "eq", value: [] };
const something: Expectation = { operator: "neq", value: [] };
const atMostTwo: Expectation = { operator: "lte", value: 2 };
const exactlyTwo: Expectation = { operator: "eq", value: 2 };

type Case = readonly [
  title: string,
  expectation: Expectation,
  counts: Partial<RuleCounts>,
  status: VerdictStatus,
];

describe("a rule", () => {
  test.each<Case>([
    ["passes when nothing comes back", nothing, {}, "pass"],
    [
      "fails with one offender, whatever is undecided or hidden",
      nothing,
      { found: 1, undecided: 3, open: true },
      "fail",
    ],
    ["is undecided with one undecided asset", nothing, { undecided: 1 }, "undecided"],
    ["is undecided when whole assets may be hidden", nothing, { open: true }, "undecided"],
    ["is not applicable over no asset", nothing, { examined: 0 }, "notApplicable"],
    [
      "is undecided, not inapplicable, when all assets may be hidden",
      nothing,
      { examined: 0, open: true },
      "undecided",
    ],
    [
      "that expects something passes with one, whatever is open",
      something,
      { found: 1, undecided: 1, open: true },
      "pass",
    ],
    ["that expects something fails when nothing comes back", something, {}, "fail"],
    [
      "that expects something is undecided when one may match",
      something,
      { undecided: 1 },
      "undecided",
    ],
    ["that expects something fails over no asset", something, { examined: 0 }, "fail"],
    [
      "that allows two passes when even the undecided are no more",
      atMostTwo,
      { found: 1, undecided: 1 },
      "pass",
    ],
    [
      "that allows two is undecided when there may be a third",
      atMostTwo,
      { found: 2, undecided: 1 },
      "undecided",
    ],
    [
      "that allows two is undecided when assets may be hidden",
      atMostTwo,
      { open: true },
      "undecided",
    ],
    ["that allows two fails with three", atMostTwo, { found: 3, undecided: 1 }, "fail"],
    ["that wants exactly two passes with two", exactlyTwo, { found: 2 }, "pass"],
    [
      "that wants exactly two fails when not even the undecided are enough",
      exactlyTwo,
      { found: 0, undecided: 1 },
      "fail",
    ],
    [
      "that wants exactly two fails with more already",
      exactlyTwo,
      { found: 3, undecided: 1 },
      "fail",
    ],
    [
      "that wants exactly two is undecided in between",
      exactlyTwo,
      { found: 1, undecided: 1 },
      "undecided",
    ],
  ])("%s", (_title, expectation, counts, status) => {
    expect(judgeRule(answer(expectation, counts)).status).toBe(status);
  });

  test.each<readonly [Expectation, number, boolean]>([
    [nothing, 1, true],
    [something, 0, false],
    [exactlyTwo, 3, true],
    [exactlyTwo, 1, false],
    [{ operator: "gte", value: 2 }, 1, false],
    [{ operator: "neq", value: 2 }, 2, true],
    [{ operator: "eq", value: true }, 0, false],
    [{ operator: "eq", value: false }, 1, true],
  ])("%j that found %d blames what was found: %s", (expectation, found, blames) => {
    const judged = judgeRule(answer(expectation, { found }));
    expect([judged.status, judged.tooMany]).toEqual(["fail", blames]);
  });
});

test.each<readonly [Expectation, string]>([
  [nothing, "nothing"],
  [{ operator: "eq", value: false }, "nothing"],
  [{ operator: "eq", value: 0 }, "nothing"],
  [something, "at least 1 asset"],
  [{ operator: "eq", value: true }, "at least 1 asset"],
  [{ operator: "neq", value: true }, "nothing"],
  [exactlyTwo, "exactly 2 assets"],
  [{ operator: "neq", value: 2 }, "any number of assets but 2"],
  [{ operator: "lt", value: 1 }, "fewer than 1 asset"],
  [atMostTwo, "at most 2 assets"],
  [{ operator: "gt", value: 2 }, "more than 2 assets"],
  [{ operator: "gte", value: 2 }, "at least 2 assets"],
])("%j reads as %s", (expectation, words) => {
  expect(renderExpectation(expectation)).toBe(words);
});

test.each<readonly [readonly VerdictStatus[], VerdictStatus]>([
  [["pass", "undecided", "fail"], "fail"],
  [["pass", "undecided", "notApplicable"], "undecided"],
  [["notApplicable", "pass"], "pass"],
  [["notApplicable", "notApplicable"], "notApplicable"],
])("a check whose rules are %j is %s", (statuses, status) => {
  expect(foldStatus(statuses)).toBe(status);
});
