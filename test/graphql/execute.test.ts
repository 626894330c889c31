import fc from "fast-check";
import { expect, test } from "vitest";
import { createInventoryOver } from "../../src/backend/inventory.ts";
import { createInventory } from "../../src/engine/inventory.ts";
import { createExecutableSchema } from "../../src/graphql/schema.ts";
import { createBuilder } from "../../src/inventory/build.ts";
import type { Inventory } from "../../src/types.ts";
import { info } from "../engine/info.ts";
import { estates, toys } from "../engine/random-estate.ts";
import { createReferenceBackend } from "../reference/backend.ts";
import type { Estate } from "../reference/evaluate.ts";
import { type Answer, ask, askResolvers } from "./answer.ts";
import { documents } from "./random-documents.ts";

function load({ model, records, collections }: Estate): Inventory {
  const builder = createBuilder(model);
  for (const record of records) builder.add(record);
  for (const collection of collections) builder.addCollection(collection);
  return createInventory(model, builder.build(info));
}

function apart({ extensions: { warnings = [], ...missing } = {}, ...answer }: Answer) {
  return { told: JSON.stringify([answer, missing]), warnings };
}

const empty = createInventory(toys, createBuilder(toys).build(info));

test("both executors answer every document over every estate as graphql-js does, and tell the same to be missing", async () => {
  const document = documents(createExecutableSchema(empty));
  const property = fc.asyncProperty(estates(false), document, async (estate, query) => {
    const inventory = load(estate);
    const levels = await ask(inventory, query, { executor: "levels" });
    const resolvers = await ask(inventory, query, { executor: "resolvers" });
    // What is read ahead is warned of also where no row leads to it.
    const { told, warnings } = apart(resolvers);
    expect(told).toBe(apart(levels).told);
    expect(apart(levels).warnings).toEqual(expect.arrayContaining([...warnings]));
    // A stock server has no room for what is missing, and puts errors first.
    const { data, errors } = await askResolvers(inventory, query);
    const stock = { data, ...(errors ? { errors } : {}) };
    const { extensions: _missing, ...own } = levels;
    expect(JSON.stringify(stock)).toBe(JSON.stringify(own));
  });
  await fc.assert(property, { numRuns: 100 });
});

test("an answer is the same whatever holds the assets", async () => {
  const document = documents(createExecutableSchema(empty));
  const property = fc.asyncProperty(estates(false), document, async (estate, query) => {
    const other = createInventoryOver(createReferenceBackend(estate));
    expect(await ask(other, query)).toEqual(await ask(load(estate), query));
  });
  await fc.assert(property, { numRuns: 40 });
});

test("where a relation to one finds two, the first is shown, by all ways of writing it", async () => {
  const box = (id: string) => ({ type: "Box", id, connector: "/a", fields: {}, links: {} });
  const sticker = { type: "Sticker", id: "/a/s", connector: "/a", fields: {} };
  const inventory = load({
    model: toys,
    records: [
      { type: "Account", id: "/a", connector: "/a", fields: {}, links: {} },
      // Two assets of different types have one id.
      { ...box("/a/thing"), fields: { name: "a box" } },
      { ...box("/a/thing"), type: "Ball", fields: { name: "a ball" } },
      { ...sticker, links: { on: ["/a/thing"] } },
    ],
    collections: [],
  });
  const query = "{ stickers { on { id name __typename } } }";
  const first = { id: "/a/thing", name: "a ball", __typename: "Ball" };
  const expected = { stickers: [{ on: first }] };
  expect((await ask(inventory, query)).data).toEqual(expected);
  expect((await ask(inventory, "{ s: stickers(limit: 1) { on(where: {}) { id } } }")).data).toEqual(
    {
      s: [{ on: { id: "/a/thing" } }],
    },
  );
  expect((await askResolvers(inventory, query)).data).toEqual(expected);
  const connection = "{ stickersConnection { edges { node { on { id name __typename } } } } }";
  expect((await ask(inventory, connection)).data).toEqual({
    stickersConnection: { edges: [{ node: { on: first } }] },
  });
  // Conditions look at both, and a condition on the field itself chooses among them.
  const where = '{ name: "a box" }';
  const chosen = `{ stickers(where: { on: ${where} }) { on(where: ${where}) { __typename } } }`;
  expect((await ask(inventory, chosen)).data).toEqual({
    stickers: [{ on: { __typename: "Box" } }],
  });
});
