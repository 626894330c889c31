import { describe, expect, test } from "vitest";
import { renderExpectation } from "../../../src/check/document/expectation.ts";
import {
  foldStatus,
  type Judged,
  judgeInside,
  judgeRule,
  resultOf,
  type RuleCounts,
} from "../../../src/check/run/verdict.ts";
import type { Expectation, Filter, VerdictStatus } from "../../../src/types.ts";

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

test("what passes or is open blames nobody, whatever came back", () => {
  for (const counts of [{ found: 1 }, { found: 2, undecided: 1 }])
    expect(judgeRule(answer(atMostTwo, counts)).tooMany).toBe(false);
  expect(judgeRule(answer(nothing, { undecided: 1 })).tooMany).toBe(false);
});

describe("a rule over all assets, asked of those that are meant alone", () => {
  const inside = (counts: Partial<RuleCounts>, within?: Filter): RuleCounts => {
    const own = answer(atMostTwo, counts);
    const query = { type: "Connector" };
    return { ...own, question: { ...own.question, inside: { query, within } } };
  };
  const over = (expectation: Expectation, counts: Partial<RuleCounts>) =>
    judgeRule(answer(expectation, counts));
  const passing = over(atMostTwo, { found: 1 });
  const waiting = over(atMostTwo, { found: 2, undecided: 1 });
  const tooMany = over(atMostTwo, { found: 3 });
  const tooFew = over(something, {});

  test.each<[title: string, whole: Judged, counts: Partial<RuleCounts>, isMeant: boolean | undefined, status: VerdictStatus]>([
    ["passes with the whole", passing, {}, true, "pass"],
    ["is not applicable where nothing is inside", passing, { examined: 0 }, true, "notApplicable"],
    ["waits with the whole", waiting, {}, true, "undecided"],
    ["waits with the whole also where nothing is inside", waiting, { examined: 0 }, true, "undecided"],
    ["fails where too few are anywhere", tooFew, {}, true, "fail"],
    ["fails where too few are anywhere and it is not meant", tooFew, {}, false, "fail"],
    ["is open where too few are anywhere and nobody knows whether it is meant", tooFew, {}, undefined, "undecided"],
    ["fails where one of too many is inside", tooMany, { found: 1, undecided: 1 }, undefined, "fail"],
    ["is open where one may be inside", tooMany, { undecided: 1 }, true, "undecided"],
    ["is open where one may be hidden inside", tooMany, { open: true }, true, "undecided"],
    ["passes where all of too many are outside", tooMany, {}, true, "pass"],
    ["is not applicable where too many are outside and nothing is inside", tooMany, { examined: 0 }, true, "notApplicable"],
  ])("%s", (_title, whole, counts, isMeant, status) => {
    const judged = judgeInside(whole, inside(counts), isMeant);
    expect(judged).toMatchObject({ status, found: whole.found, undecided: counts.undecided ?? 0 });
    expect(judged.open).toBe(whole.open || (counts.open ?? false));
    expect(judged.question.inside).toBeDefined();
  }); // prettier-ignore

  test("is not applicable where it is about other types, whatever the whole comes to", () => {
    const none: Filter = { kind: "type", names: [] };
    for (const whole of [passing, waiting, tooMany, tooFew])
      expect(judgeInside(whole, inside({}, none), true).status).toBe("notApplicable");
    const some: Filter = { kind: "type", names: ["Connector"] };
    expect(judgeInside(tooFew, inside({}, some), true).status).toBe("fail");
  });
});

test("a judged rule is shown with what it expects, and its connector where it has one", () => {
  const judged = judgeRule(answer(atMostTwo, { found: 3, undecided: 1 }));
  const shown = { rule: "connectors", status: "fail", expected: "at most 2 assets" };
  expect(resultOf(judged)).toEqual({ ...shown, found: 3, undecided: 1 });
  const own = { ...judged, question: { ...judged.question, connector: "/x" } };
  expect(resultOf(own)).toEqual({ ...shown, connector: "/x", found: 3, undecided: 1 });
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
