import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { atOnce } from "../../src/slices.ts";
import { createRowEvaluator } from "../../src/backend/evaluate-row.ts";
import { gatherFacts } from "../../src/backend/facts.ts";
import { createHiddenRows } from "../../src/backend/hidden-rows.ts";
import { openTables } from "../../src/engine/inventory.ts";
import type { Backend } from "../../src/types.ts";
import { tablesOf } from "../engine/ask.ts";
import { estates, filters, toys } from "../engine/random-estate.ts";
import { createReferenceBackend } from "../reference/backend.ts";
import { type Estate, rowsOf, truthFor } from "../reference/evaluate.ts";

const evaluator = createRowEvaluator(toys, createHiddenRows(toys));

const backends: readonly (readonly [name: string, open: (estate: Estate) => Backend])[] = [
  ["the engine", (estate) => openTables(toys, tablesOf(estate))],
  ["the reference evaluator", createReferenceBackend],
];

describe.each(backends)("over what %s knows", (_name, open) => {
  test.each([
    ["everything was collected", true],
    ["data is missing", false],
  ])("each row comes to what it does by the reference, where %s", async (_title, complete) => {
    const property = fc.asyncProperty(
      estates(complete),
      fc
        .constantFrom(...toys.types.keys())
        .chain((type) => filters(type).map((where) => ({ type, where }))),
      async (estate, { type, where }) => {
        const backend = open(estate);
        const [selection] = await backend.select([{ type }]);
        const truths = new Map(
          rowsOf(estate, type).map((record) => [record.id, truthFor(estate, record, where)]),
        );
        for (const rows of await selection!.rows("matched")) {
          const [ids] = await backend.read(rows, ["id"]);
          const facts = await gatherFacts(backend, rows, where);
          const found = Array.from(rows.rows, (row) =>
            atOnce(evaluator.evaluate(facts, { type, row }, where)),
          );
          expect(found).toEqual(ids!.map((id) => truths.get(String(id))));
        }
      },
    );
    await fc.assert(property, { numRuns: 300 });
  });
});
