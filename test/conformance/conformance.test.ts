import { describe, expect, test } from "vitest";
import { readWhere } from "../../src/dialect/filter.ts";
import { evaluate } from "../reference/evaluate.ts";
import { type Case, cases, expectedIds, readDataset } from "./dataset.ts";

const estate = readDataset();

/** Filters by links' own fields, by aggregates and along links in both directions are not offered. */
function isOffered({ area, where }: Case): boolean {
  if (area === "connection") return !/"edge"|Aggregate"/.test(JSON.stringify(where));
  return area !== "aggregate" && area !== "undirected";
}

const offered = cases.filter(isOffered);

function spellings(one: Case): readonly (readonly [string, unknown])[] {
  return [
    [`${one.name}, with suffixes`, one.where],
    ...("whereV7" in one ? [[`${one.name}, nested`, one.whereV7] as const] : []),
  ];
}

describe("the reference evaluator answers every case as expected", () => {
  test.each(
    offered
      .filter(({ area }) => area !== "options")
      .flatMap((one) => spellings(one).map(([title, where]) => [title, one, where] as const)),
  )("%s", (_title, one, where) => {
    const { filter, mistakes } = readWhere(estate.model, one.type, where);
    expect(mistakes).toEqual([]);
    expect(evaluate(estate, one.type, filter)).toEqual({
      matched: expectedIds(one),
      undecided: [],
    });
  });
});
