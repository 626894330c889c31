import fc from "fast-check";
import { expect, test } from "vitest";
import { createInventory } from "../../src/engine/inventory.ts";
import { createSchema } from "../../src/graphql/schema.ts";
import { createBuilder } from "../../src/inventory/build.ts";
import type { Inventory } from "../../src/types.ts";
import { info } from "../engine/info.ts";
import { estates, toys } from "../engine/random-estate.ts";
import type { Estate } from "../reference/evaluate.ts";
import { ask, askResolvers } from "./answer.ts";
import { documents } from "./random-documents.ts";

function load({ model, records, collections }: Estate): Inventory {
  const builder = createBuilder(model);
  for (const record of records) builder.add(record);
  for (const collection of collections) builder.addCollection(collection);
  return createInventory(model, builder.build(info));
}

const empty = createInventory(toys, createBuilder(toys).build(info));

test("the executor answers every document over every estate as graphql-js does", async () => {
  const document = documents(createSchema(empty));
  const property = fc.asyncProperty(estates(false), document, async (estate, query) => {
    const inventory = load(estate);
    const [own, theirs] = [await ask(inventory, query), await askResolvers(inventory, query)];
    expect(JSON.stringify(own)).toBe(JSON.stringify(theirs));
  });
  await fc.assert(property, { numRuns: 100 });
});
