import { describe, expect, test } from "vitest";
import {
  asksForNone,
  compareExpectation,
  foundTooMany,
  renderExpectation,
} from "../../../src/check/document/expectation.ts";
import { mistakesIn, read } from "./read.ts";
import type { Expectation } from "../../../src/types.ts";

describe("an expectation", () => {
  test.each<[written: string, Expectation, words: string]>([
    ["", { operator: "eq", value: [] }, "nothing"],
    ["@expect(eq: [])", { operator: "eq", value: [] }, "nothing"],
    ["@expect(eq: false)", { operator: "eq", value: false }, "nothing"],
    ["@expect(eq: true)", { operator: "eq", value: true }, "at least 1 asset"],
    ["@expect(neq: [])", { operator: "neq", value: [] }, "at least 1 asset"],
    ["@expect(neq: false)", { operator: "neq", value: false }, "at least 1 asset"],
    ["@expect(neq: true)", { operator: "neq", value: true }, "nothing"],
    ["@expect(eq: 2)", { operator: "eq", value: 2 }, "exactly 2 assets"],
    ["@expect(neq: 2)", { operator: "neq", value: 2 }, "any number of assets but 2"],
    ["@expect(lt: 2)", { operator: "lt", value: 2 }, "fewer than 2 assets"],
    ["@expect(lte: 1)", { operator: "lte", value: 1 }, "at most 1 asset"],
    ["@expect(gt: 0)", { operator: "gt", value: 0 }, "more than 0 assets"],
    ["@expect(gte: 1)", { operator: "gte", value: 1 }, "at least 1 asset"],
    [
      "@expect(lte: 2147483646)",
      { operator: "lte", value: 2147483646 },
      "at most 2147483646 assets",
    ],
    [
      "@expect(lt: 2147483647)",
      { operator: "lt", value: 2147483647 },
      "fewer than 2147483647 assets",
    ],
  ])("%s is read and said", (written, expectation, words) => {
    const { rules, mistakes } = read(`{ machines ${written} { id } }`);
    expect(mistakes).toEqual([]);
    expect(rules[0]!.expectation).toEqual(expectation);
    expect(renderExpectation(rules[0]!.expectation)).toBe(words);
  });

  test.each<[written: string, at: string]>([
    ["@expect(eq: [], neq: [])", "neq"],
    ["@expect(eg: [])", "eg"],
    ["@expect(eq: [1])", "[1"],
    ['@expect(eq: "none")', '"none'],
    ["@expect(eq: null)", "null"],
    ["@expect(eq: 1.5)", "1"],
    ["@expect(lt: true)", "true"],
    ["@expect(gte: [])", "["],
    ["@expect(gte: 0)", "gte"],
    ["@expect(lt: 0)", "lt"],
    ["@expect(lte: 2147483647)", "lte"],
    ["@expect(gt: 2147483647)", "gt"],
    ["@expect(eq: 2147483648)", "eq"],
    ["@expect", "@expect"],
  ])("%s is a mistake", (written, at) => {
    expect(mistakesIn(`{ machines ${written} { id } }`)).toEqual([["wrong-expectation", at]]);
  });

  test.each<[Expectation, found: number, tooMany: boolean]>([
    [{ operator: "eq", value: [] }, 1, true],
    [{ operator: "eq", value: 3 }, 4, true],
    [{ operator: "eq", value: 3 }, 2, false],
    [{ operator: "eq", value: true }, 0, false],
    [{ operator: "neq", value: 3 }, 3, true],
    [{ operator: "neq", value: [] }, 0, false],
    [{ operator: "lt", value: 3 }, 3, true],
    [{ operator: "lte", value: 3 }, 4, true],
    [{ operator: "gt", value: 3 }, 3, false],
    [{ operator: "gte", value: 3 }, 2, false],
  ])("%j that fails with %i: whether those are at fault", (expectation, found, tooMany) => {
    expect(foundTooMany(expectation, found)).toBe(tooMany);
  });

  const operators = ["eq", "neq", "lt", "lte", "gt", "gte"] as const;
  const wanted = [[], true, false, 0, 1, 2, 3] as const;
  const holds = (operator: (typeof operators)[number], count: number, than: number): boolean =>
    ({
      ...{ eq: count === than, neq: count !== than, lt: count < than },
      ...{ lte: count <= than, gt: count > than, gte: count >= than },
    })[operator];

  test.each(operators)(
    "%s is met or not where every count agrees that may turn out",
    (operator) => {
      for (const value of wanted) {
        if (typeof value !== "number" && operator !== "eq" && operator !== "neq") continue;
        // No document may ask for fewer than none.
        if (operator === "lt" && value === 0) continue;
        const expectation = { operator, value } as Expectation;
        // A list or "false" speak of none, "true" of something.
        const isMet = (count: number) =>
          value === true
            ? holds(operator, Math.min(count, 1), 1)
            : holds(operator, count, Number(value));
        for (let low = 0; low < 6; low++) {
          for (const high of [low, low + 1, low + 2, Number.POSITIVE_INFINITY]) {
            const counts = [...new Array(Math.min(high, 9) - low + 1).keys()].map((i) => low + i);
            const answers = new Set(counts.map(isMet));
            const expected = answers.size > 1 ? undefined : [...answers][0];
            expect(compareExpectation(expectation, { low, high })).toBe(expected);
          }
          if (isMet(low)) continue;
          const fewer = [...new Array(low).keys()].some(isMet);
          const more = [...new Array(9).keys()].some((i) => isMet(low + 1 + i));
          // Where one more and one less would do, too many is what can be named.
          expect(foundTooMany(expectation, low)).toBe(
            fewer || (operator === "neq" && more && low > 0),
          );
        }
        const none = isMet(0) && ![...new Array(9).keys()].some((i) => isMet(1 + i));
        expect(asksForNone(expectation)).toBe(none);
      }
    },
  );

  test("is that nothing may come back where its mistake leaves it open", () => {
    expect(read("{ machines @expect(eg: 1) { id } }").rules[0]!.expectation).toEqual({
      operator: "eq",
      value: [],
    });
  });
});
