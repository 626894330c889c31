import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readWhere } from "../../src/dialect/filter.ts";
import type { Filter, Query } from "../../src/types.ts";
import { type Case, cases, expectedIds, readDataset } from "../conformance/dataset.ts";
import { evaluate } from "../reference/evaluate.ts";
import { answer, inventoryOf } from "./ask.ts";
import { estates, filters, toys } from "./random-estate.ts";

const typeNames = [...toys.types.keys(), "Thing", "Asset"];

const questions: fc.Arbitrary<Query> = fc
  .constantFrom(...typeNames)
  .chain((type) => filters(type).map((where) => ({ type, where })));

describe("select answers as the reference does", () => {
  test.each([
    ["where everything was collected", true],
    ["where data is missing", false],
  ])("%s", async (_title, complete) => {
    await fc.assert(
      fc.asyncProperty(
        estates(complete),
        fc.array(questions, { minLength: 1, maxLength: 8 }),
        async (estate, queries) => {
          const expected = queries.map(({ type, where }) =>
            evaluate(estate, type, where as Filter),
          );
          expect(await answer(inventoryOf(estate), queries)).toEqual(expected);
        },
      ),
      { numRuns: 300 },
    );
  });
});

const estate = readDataset();
const inventory = inventoryOf(estate);

/** Filters by links' own fields, by aggregates and along links in both directions are not offered. */
function isOffered({ area, where }: Case): boolean {
  if (area === "connection") return !/"edge"|Aggregate"/.test(JSON.stringify(where));
  return !["aggregate", "undirected", "options"].includes(area);
}

describe("select answers every case of the dialect", () => {
  test.each(cases.filter(isOffered).map((one) => [one.name, one] as const))(
    "%s",
    async (_name, one) => {
      const { filter } = readWhere(estate.model, one.type, one.where);
      expect(await answer(inventory, [{ type: one.type, where: filter }])).toEqual([
        { matched: expectedIds(one), undecided: [] },
      ]);
    },
  );
});
