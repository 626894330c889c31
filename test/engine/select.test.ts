import fc from "fast-check";
import { expect, test } from "vitest";
import { readWhere } from "../../src/dialect/filter.ts";
import { readModel } from "../../src/model/read.ts";
import type { Filter, Query } from "../../src/types.ts";
import { type Estate, evaluate } from "../reference/evaluate.ts";
import { answer, inventoryOf } from "./ask.ts";
import { estates, filters, toys } from "./random-estate.ts";

const typeNames = [...toys.types.keys(), "Thing", "Asset"];

const questions: fc.Arbitrary<Query> = fc
  .constantFrom(...typeNames)
  .chain((type) => filters(type).map((where) => ({ type, where })));

test("the same filters are answered alike again, in their suite and in another that begins as it does", async () => {
  await fc.assert(
    fc.asyncProperty(
      estates(false),
      fc.array(questions, { minLength: 1, maxLength: 8 }),
      questions,
      async (estate, queries, other) => {
        const inventory = inventoryOf(estate);
        const first = await answer(inventory, queries);
        expect(await answer(inventory, queries)).toEqual(first);
        const otherwise = [...queries.slice(0, -1), other];
        const fresh = await answer(inventoryOf(estate), otherwise);
        expect(await answer(inventory, otherwise)).toEqual(fresh);
        const [{ where }] = queries as [Query];
        const elsewhere = typeNames.map((type) => ({ type, where }));
        const there = await answer(inventoryOf(estate), elsewhere);
        expect(await answer(inventory, elsewhere)).toEqual(there);
        expect(await answer(inventory, queries)).toEqual(first);
      },
    ),
    { numRuns: 100 },
  );
});

/** Enough boxes for columns that keep every row's text, for dictionaries that are searched, and for codes of two bytes. */
const many: Estate = {
  model: toys,
  records: Array.from({ length: 1600 }, (_, i) => ({
    type: "Box",
    id: `/a/box/${i}`,
    connector: "/a",
    fields: {
      name: i % 50 === 0 ? null : `${["box", "crate", "é", ""][i % 4]}-${i * 7919}`,
      region: i % 3 === 0 ? null : `${["b", "eu", "us-"][i % 3]}${i % 700}`,
      size: i % 9 === 0 ? null : i % 300,
    },
    links: {},
  })),
  collections: [],
};
const parts = ["", "b", "box", "e-7", "é", "é-1", "9", "-", "us-1", "eu600", "crate-1", "box-0"];

function leafOn(field: string): fc.Arbitrary<Filter> {
  const wanted = fc.constantFrom(...parts);
  const operator = fc.constantFrom(
    ...["EQ", "CONTAINS", "STARTS_WITH", "ENDS_WITH", "LT", "LTE", "GT", "GTE"],
  );
  const some = fc.array(fc.option(fc.constantFrom(...parts, "box-0", "eu601"), { freq: 9 }), {
    maxLength: 12,
  });
  const compare = { kind: "compare", field } as const;
  return fc.oneof(
    fc.record({ operator, wanted, ignoreCase: fc.boolean() }).map((own): Filter => ({
      ...compare,
      operator: own.operator,
      value: own.wanted,
      ...(own.ignoreCase ? { ignoreCase: true } : {}),
    })),
    some.map((value): Filter => ({ ...compare, operator: "IN", value })),
    fc.constant<Filter>({ ...compare, operator: "MATCHES", value: ".*-7.*" }),
    fc.constant<Filter>({ kind: "null", field }),
  );
}

test("a type of a union may have another scalar under a name than the rest", async () => {
  const text = `
    type Account { id: ID! things: [Box!]! @inverse(of: "home") }
    type Box { id: ID! home: Account @references(path: ["x"]) mark: BigInt }
    type Ball { id: ID! mark: DateTime }
    union Thing = Box | Ball
  `;
  const record = (type: string, id: string, mark: string) => ({
    ...{ type, id, connector: "/a", fields: { mark }, links: {} },
  });
  const own = readModel([{ file: "union.graphql", text }]);
  const records = [
    ...["7", "10", "300"].map((mark) => record("Box", `/box/${mark}`, mark)),
    ...["2024-03-01T12:30:00Z", "2025-03-01T12:30:00Z"].map((at) => record("Ball", at, at)),
  ];
  const ask = (where: unknown) => ({ type: "Thing", where: readWhere(own, "Thing", where).filter });
  const answers = await answer(inventoryOf({ model: own, records, collections: [] }), [
    ask({ Box: { mark_GT: "9" } }),
    ask({ Ball: { mark_LTE: "2024-03-01T12:30:00Z" }, Box: { mark_LT: 9 } }),
  ]);
  expect(answers.map(({ matched }) => matched)).toEqual([
    ["/box/10", "/box/300"],
    ["/box/7", "2024-03-01T12:30:00Z"],
  ]);
});

test("columns of many distinct texts answer as the reference does", async () => {
  const inventory = inventoryOf(many);
  const field = fc.constantFrom("id", "name", "region");
  await fc.assert(
    fc.asyncProperty(field.chain(leafOn), fc.boolean(), async (leaf, negated) => {
      const where: Filter = negated ? { kind: "not", of: leaf } : leaf;
      const expected = evaluate(many, "Box", where);
      expect(await answer(inventory, [{ type: "Box", where }])).toEqual([expected]);
      // What was planned for a filter is kept with it.
      expect(await answer(inventory, [{ type: "Box", where }])).toEqual([expected]);
    }),
    { numRuns: 150 },
  );
});
