import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createInventoryOver } from "../../src/backend/inventory.ts";
import { createTruths } from "../../src/backend/truths.ts";
import { openTables } from "../../src/engine/inventory.ts";
import { makeEstate } from "../../src/estate/make-estate.ts";
import { findChanges } from "../../src/explain/changes.ts";
import { cutEstate } from "../../src/explain/cut.ts";
import { applyEdits, type Edit } from "../../src/explain/edits.ts";
import type { AssetRecord, Filter, Inventory, Truth } from "../../src/types.ts";
import { tablesOf } from "../engine/ask.ts";
import { estates, filters, toys } from "../engine/random-estate.ts";
import { type Estate, rowsOf, truthFor } from "../reference/evaluate.ts";

const typed = fc
  .constantFrom(...toys.types.keys())
  .chain((type) => filters(type).map((where) => ({ type, where })));

function statusOf(estate: Estate, record: AssetRecord, where: Filter) {
  const truth = truthFor(estate, record, where) as Truth;
  return truth === "true" ? "FAIL" : truth === "missing" ? "UNDECIDED" : "PASS";
}

describe("the neighbourhood of a row, cut out", () => {
  test.each([
    ["everything was collected", true],
    ["data is missing", false],
  ])("comes to what it does in the whole, where %s", async (_title, complete) => {
    let undecided = 0;
    let all = 0;
    const property = fc.asyncProperty(estates(complete), typed, async (estate, { type, where }) => {
      const inventory = createInventoryOver(openTables(toys, tablesOf(estate)));
      for (const record of rowsOf(estate, type)) {
        const [row] = await inventory.find(type, [record.id]);
        const cut = await cutEstate(inventory, [
          { rows: { type, rows: Uint32Array.of(row!) }, where },
        ]);
        const small = makeEstate(toys, [cut!]);
        const [own] = await small.find(type, [record.id]);
        const truths = createTruths(small.select, new Map());
        const rows = { type, rows: Uint32Array.of(own!) };
        await truths.bring(rows, new Map([[where, new Set(["true", "missing"] as const)]]));
        const at = { type, row: own! };
        const found = truths.is("true", at, where)
          ? "FAIL"
          : truths.is("missing", at, where)
            ? "UNDECIDED"
            : "PASS";
        all++;
        // Of what may be hidden it is not kept which types it could be of.
        if (!complete && found === "UNDECIDED") undecided++;
        else expect(found).toBe(statusOf(estate, record, where));
      }
    });
    await fc.assert(property, { numRuns: 150 });
    expect(undecided).toBeLessThan(all / 2);
  });
});

describe("a change that is offered", () => {
  test.each([
    ["everything was collected", true],
    ["data is missing", false],
  ])("turns the row, and no part of it could be left out, where %s", async (_title, complete) => {
    let offered = 0;
    const property = fc.asyncProperty(estates(complete), typed, async (random, { type, where }) => {
      const estate = withOwnIds(random);
      const inventory = createInventoryOver(openTables(toys, tablesOf(estate)));
      for (const record of rowsOf(estate, type).slice(0, 2)) {
        const status = statusOf(estate, record, where);
        if (status === "UNDECIDED") continue;
        const wanted = status === "FAIL" ? "PASS" : "FAIL";
        for (const edits of await changesOf(inventory, record, where, wanted)) {
          offered++;
          expect(afterwards(estate, edits, record, where)).toBe(wanted);
          for (const edit of edits) {
            const fewer = edits.filter((one) => one !== edit);
            expect(afterwards(estate, fewer, record, where)).not.toBe(wanted);
          }
        }
      }
    });
    await fc.assert(property, { numRuns: 150 });
    expect(offered).toBeGreaterThan(50);
  });
});

/** Without assets whose id one of another type has as well. */
function withOwnIds(estate: Estate): Estate {
  const seen = new Set<string>();
  const records = estate.records.filter(({ id }) => !seen.has(id) && seen.add(id));
  return { model: toys, collections: estate.collections, records };
}

async function changesOf(
  inventory: Inventory,
  { type, id }: AssetRecord,
  where: Filter,
  wanted: "PASS" | "FAIL",
): Promise<readonly (readonly Edit[])[]> {
  const [row] = await inventory.find(type, [id]);
  const found = await findChanges(inventory, { row: { type, row: row! }, id, where }, wanted);
  return found.map(({ edits }) => edits);
}

/** What the whole estate says of a record with the edits made in it, by the reference. */
function afterwards(
  estate: Estate,
  edits: readonly Edit[],
  { type, id }: AssetRecord,
  where: Filter,
) {
  const { records } = applyEdits(toys, { records: estate.records, unread: [] }, edits);
  const changed = { model: toys, collections: estate.collections, records };
  return statusOf(
    changed,
    records.find((one) => one.type === type && one.id === id)!,
    where,
  );
}

test("very many that have to change alike are one change", async () => {
  const account = { type: "Account", id: "/a", connector: "/a", fields: {}, links: {} };
  const boxes = Array.from({ length: 60 }, (_, i): AssetRecord => ({
    ...{ type: "Box", id: `/a/${i}`, connector: "/a", fields: { size: 3, isOpen: true } },
    links: { connector: ["/a"] },
  }));
  const inventory = makeEstate(toys, [{ records: [account, ...boxes], unread: [] }]);
  const where: Filter = {
    ...{ kind: "quantify", relation: "boxes", quantifier: "SOME" },
    where: { kind: "compare", field: "isOpen", operator: "EQ", value: true },
  };
  const found = await changesOf(inventory, account, where, "PASS");
  expect(found).toMatchObject([[{ does: "set", field: "isOpen", values: [false] }]]);
  expect((found[0]![0] as Extract<Edit, { does: "set" }>).also).toHaveLength(59);
});
