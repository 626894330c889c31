import { expect, test } from "vitest";
import type { AssetRecord, Filter } from "../../src/types.ts";
import { inventoryOf } from "../engine/ask.ts";
import { toys } from "../engine/random-estate.ts";

/** More than a call takes arguments. */
const COUNT = 150_000;

const where: Filter = {
  kind: "quantify",
  relation: "boxes",
  quantifier: "NONE",
  where: {
    kind: "and",
    of: [
      { kind: "compare", field: "name", operator: "CONTAINS", value: "no such" },
      { kind: "null", field: "level" },
    ],
  },
};

test("an asset that leads to very many is told of, and others are served in between", async () => {
  const account = { type: "Account", id: "/a", connector: "/a", fields: { name: "a" }, links: {} };
  const boxes = Array.from({ length: COUNT }, (_, i): AssetRecord => ({
    ...{ type: "Box", id: `/a/${i}`, connector: "/a", fields: { name: `b${i}` } },
    links: { connector: ["/a"] },
  }));
  const inventory = inventoryOf({ model: toys, records: [account, ...boxes], collections: [] });
  const rows = { type: "Account", rows: Uint32Array.of(0) };
  let turns = 0;
  const count = () => {
    turns++;
    timer = setImmediate(count);
  };
  let timer = setImmediate(count);
  const [evidence] = await inventory.explain(rows, where);
  clearImmediate(timer);
  expect(evidence![0]).toEqual({ path: "boxes", condition: `none of ${COUNT} matches` });
  expect(turns).toBeGreaterThan(10);
});
