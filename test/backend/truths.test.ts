import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createInventoryOver } from "../../src/backend/inventory.ts";
import { type Asked, createTruths } from "../../src/backend/truths.ts";
import { openTables } from "../../src/engine/inventory.ts";
import type { Backend, Filter } from "../../src/types.ts";
import { tablesOf } from "../engine/ask.ts";
import { estates, filters, toys } from "../engine/random-estate.ts";
import { createReferenceBackend } from "../reference/backend.ts";
import { type Estate, rowsOf, truthFor } from "../reference/evaluate.ts";

const backends: readonly (readonly [name: string, open: (estate: Estate) => Backend])[] = [
  ["the engine", (estate) => openTables(toys, tablesOf(estate))],
  ["the reference evaluator", createReferenceBackend],
];

const known = ["true", "false", "missing"] as const;

/** A filter, and its parts that are about the same rows. */
function partsOf(filter: Filter): readonly Filter[] {
  if (filter.kind === "and" || filter.kind === "or") return [filter, ...filter.of.flatMap(partsOf)];
  return filter.kind === "not" ? [filter, ...partsOf(filter.of)] : [filter];
}

describe.each(backends)("over %s", (_name, open) => {
  test.each([
    ["everything was collected", true],
    ["data is missing", false],
  ])("each part comes to what it does by the reference, where %s", async (_title, complete) => {
    const property = fc.asyncProperty(
      estates(complete),
      fc
        .constantFrom(...toys.types.keys())
        .chain((type) => filters(type).map((where) => ({ type, where }))),
      async (estate, { type, where }) => {
        const { select, read } = createInventoryOver(open(estate));
        const [selection] = await select([{ type }]);
        const parts = partsOf(where);
        const truths = createTruths(select, new Map());
        const asked: Asked = new Map(parts.map((part) => [part, new Set(known)]));
        for (const rows of await selection!.rows("matched")) {
          await truths.bring(rows, asked);
          const [ids] = await read(rows, ["id"]);
          for (const part of parts) {
            const found = Array.from(
              rows.rows,
              (row) => known.find((one) => truths.is(one, { type, row }, part)) ?? "unknown",
            );
            const expected = new Map(
              rowsOf(estate, type).map((record) => [record.id, truthFor(estate, record, part)]),
            );
            expect(found).toEqual(ids!.map((id) => expected.get(String(id))));
          }
        }
      },
    );
    await fc.assert(property, { numRuns: 300 });
  });
});

test("rows that are asked about later are looked up in what was answered before", async () => {
  const estate: Estate = { model: toys, records: [box("a"), box("b")], collections: [] };
  const backend = openTables(toys, tablesOf(estate));
  let asked = 0;
  const inventory = createInventoryOver({
    ...backend,
    select(queries) {
      asked += queries.length;
      return backend.select(queries);
    },
  });
  const where: Filter = {
    kind: "or",
    of: [
      { kind: "null", field: "name" },
      { kind: "compare", field: "name", operator: "EQ", value: "a" },
    ],
  };
  for (const row of [0, 1, 0])
    await inventory.explain({ type: "Box", rows: Uint32Array.of(row) }, where);
  expect(asked).toBe(2);
});

function box(name: string) {
  return { type: "Box", id: `/a/${name}`, connector: "/a", fields: { name }, links: {} };
}
