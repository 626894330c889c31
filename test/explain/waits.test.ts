import fc from "fast-check";
import { expect, test } from "vitest";
import { createInventoryOver } from "../../src/backend/inventory.ts";
import { openTables } from "../../src/engine/inventory.ts";
import { findWaits } from "../../src/explain/waits.ts";
import type { AssetRecord, Filter, Truth } from "../../src/types.ts";
import { tablesOf } from "../engine/ask.ts";
import { estates, filters, toys } from "../engine/random-estate.ts";
import { type Estate, rowsOf, truthFor } from "../reference/evaluate.ts";

const typed = fc
  .constantFrom(...toys.types.keys())
  .chain((type) => filters(type).map((where) => ({ type, where })));

function statusOf(estate: Estate, record: AssetRecord, where: Filter) {
  const truth = truthFor(estate, record, where) as Truth;
  return truth === "true" ? "fail" : truth === "missing" ? "undecided" : "pass";
}

test("what a field that is missing would decide it decides by the reference, too", async () => {
  let tried = 0;
  const property = fc.asyncProperty(estates(false), typed, async (random, { type, where }) => {
    const estate = { model: toys, collections: random.collections, records: random.records };
    const inventory = createInventoryOver(openTables(toys, tablesOf(estate)));
    for (const record of rowsOf(estate, type).slice(0, 3)) {
      if (statusOf(estate, record, where) !== "undecided") continue;
      const [row] = await inventory.find(type, [record.id]);
      const asked = { row: { type, row: row! }, id: record.id, where };
      const waits = await findWaits(inventory, asked);
      expect(waits.length).toBeGreaterThan(0);
      for (const { path, outcomes } of waits)
        for (const { is, values = [], status } of outcomes) {
          if (is !== "values" || path.includes(".") || status === "undecided") continue;
          for (const value of values) {
            tried++;
            const known = {
              ...record,
              fields: { ...record.fields, [path]: value },
              missing: record.missing!.filter((name) => name !== path),
            };
            const records = estate.records.map((one) => (one === record ? known : one));
            expect(statusOf({ ...estate, records }, known, where)).toBe(status);
          }
        }
    }
  });
  await fc.assert(property, { numRuns: 300 });
  expect(tried).toBeGreaterThan(20);
});
