import fc from "fast-check";
import { expect, test } from "vitest";
import { createInventoryOver } from "../../src/backend/inventory.ts";
import { openTables } from "../../src/engine/inventory.ts";
import { findChanges } from "../../src/explain/changes.ts";
import { applyEdits, type Edit } from "../../src/explain/edits.ts";
import { findWhatElse } from "../../src/explain/what-else.ts";
import type { AssetRecord, Check, Filter, Query, Truth } from "../../src/types.ts";
import { tablesOf } from "../engine/ask.ts";
import { estates, filters, toys } from "../engine/random-estate.ts";
import { type Estate, membersOf, rowsOf, truthFor } from "../reference/evaluate.ts";

const typed = fc
  .constantFrom(...toys.types.keys())
  .chain((type) => filters(type).map((where) => ({ type, where })));

/** Questions about assets that lead to those of another question, which ask the same of them. */
function leadingTo({ type, where }: { readonly type: string; readonly where: Filter }) {
  const found = [...toys.types.values()].flatMap(({ name, relations }) =>
    [...relations.values()]
      .filter(({ target }) => membersOf(toys, target).includes(type))
      .map(({ name: relation }) => {
        const some = { kind: "quantify", relation, quantifier: "SOME", where } as const;
        return { type: name, where: some };
      }),
  );
  return [{ type, where: { kind: "not", of: where } as const }, ...found];
}

const nowhere = { file: "", line: 1, column: 1 };

function checkOf(query: Query, i: number): Check {
  const id = `check-${i}`;
  const expectation = { operator: "eq", value: [] } as const;
  return {
    ...{ id, title: id, overview: "", severity: "LOW", frameworks: [], tags: [], guidance: [] },
    rules: [{ name: "rule", query, expectation, place: nowhere, places: new Map() }],
    ...{ perConnector: false, document: "", place: nowhere, formerly: [] },
  };
}

function statusOf(estate: Estate, record: AssetRecord, where: Filter) {
  const truth = truthFor(estate, record, where) as Truth;
  return truth === "true" ? "fail" : truth === "missing" ? "undecided" : "pass";
}

/** Without assets whose id one of another type has as well. */
function withOwnIds(estate: Estate): Estate {
  const seen = new Set<string>();
  const records = estate.records.filter(({ id }) => !seen.has(id) && seen.add(id));
  return { model: toys, collections: estate.collections, records };
}

/** All that edits turn for a filter, by the reference, over everything there is. */
function turnedIn(estate: Estate, edits: readonly Edit[], { type, where }: Query, except: string) {
  const { records } = applyEdits(toys, { records: estate.records, unread: [] }, edits);
  const changed: Estate = { ...estate, records };
  const counts: Record<string, number> = {};
  for (const record of rowsOf(estate, type)) {
    const after = records.find(({ id }) => id === record.id);
    if (record.id === except || !after) continue;
    const [before, now] = [statusOf(estate, record, where!), statusOf(changed, after, where!)];
    if (before !== now) counts[now] = (counts[now] ?? 0) + 1;
  }
  return counts;
}

test.each([
  ["everything was collected", true],
  ["data is missing", false],
])("what a change turns besides is all that it turns, where %s", async (_title, complete) => {
  let turned = 0;
  const suites = typed.chain((own) =>
    fc.tuple(fc.constant(own), fc.constantFrom(...leadingTo(own)), typed),
  );
  const property = fc.asyncProperty(estates(complete), suites, async (random, queries) => {
    const estate = withOwnIds(random);
    const inventory = createInventoryOver(openTables(toys, tablesOf(estate)));
    const checks = queries.map(checkOf);
    const { type, where } = queries[0];
    for (const { id, type: own } of estate.records.filter((one) => one.type === type).slice(0, 2)) {
      const [row] = await inventory.find(own, [id]);
      const asked = { row: { type: own, row: row! }, id, where };
      for (const wanted of ["PASS", "FAIL"] as const)
        for (const { edits } of await findChanges(inventory, asked, wanted)) {
          const except = { check: "check-0", id };
          const { turns, mayTurn } = await findWhatElse(inventory, checks, edits, except);
          for (const [i, query] of queries.entries()) {
            if (mayTurn.includes(`check-${i}`)) continue;
            const told = turns.filter(({ check }) => check === `check-${i}`);
            const expected = turnedIn(estate, edits, query, i === 0 ? id : "");
            expect(Object.fromEntries(told.map(({ to, count }) => [to, count]))).toEqual(expected);
            turned += told.length;
          }
        }
    }
  });
  await fc.assert(property, { numRuns: 100 });
  expect(turned).toBeGreaterThan(10);
});
