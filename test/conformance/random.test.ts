import { makeExecutableSchema } from "@graphql-tools/schema";
import fc from "fast-check";
import { getVariableValues, parse, type OperationDefinitionNode } from "graphql";
import { expect, test } from "vitest";
import { readWhere } from "../../src/dialect/filter.ts";
import { renderFilter } from "../../src/dialect/render.ts";
import { createScalars } from "../reference/scalars.ts";
import { renderSdl } from "../reference/sdl.ts";
import { createInventory } from "../../src/engine/inventory.ts";
import { createBuilder } from "../../src/inventory/build.ts";
import type { Filter } from "../../src/types.ts";
import { wheres } from "../dialect/random-where.ts";
import { info } from "../engine/info.ts";
import { estates, toys } from "../engine/random-estate.ts";
import { type Answer, type Estate, evaluate } from "../reference/evaluate.ts";
import { evaluateWhere } from "../reference/where.ts";

const types = ["Box", "Ball", "Account", "Lid", "Thing", "Asset", "Find"];
const asked = fc.oneof(...types.map((type) => wheres(type).map((where) => ({ type, where }))));

function read(type: string, where: unknown): Filter | undefined {
  const { filter, mistakes } = readWhere(toys, type, where);
  expect(mistakes).toEqual([]);
  return filter;
}

const shown = (filter: Filter | undefined) => filter && renderFilter(filter);

test("both spellings of a where are one filter", () => {
  fc.assert(
    fc.property(asked, ({ type, where }) => {
      expect(shown(read(type, where.nested))).toBe(shown(read(type, where.suffixes)));
    }),
    { numRuns: 300 },
  );
});

test("whatever is read is a value of the generated schema's inputs", () => {
  const schema = makeExecutableSchema({
    typeDefs: renderSdl(toys),
    resolvers: createScalars(toys),
  });
  fc.assert(
    fc.property(asked, ({ type, where }) => {
      const [operation] = parse(`query ($w: ${type}Where) { __typename }`).definitions;
      const { variableDefinitions } = operation as OperationDefinitionNode;
      for (const w of [where.suffixes, where.nested]) {
        const { errors } = getVariableValues(schema, variableDefinitions ?? [], { w });
        expect(errors?.map(({ message }) => message)).toBeUndefined();
      }
    }),
    { numRuns: 300 },
  );
});

async function askEngine(
  { model, records, collections }: Estate,
  type: string,
  where: Filter | undefined,
): Promise<Answer> {
  const builder = createBuilder(model);
  for (const record of records) builder.add(record);
  for (const collection of collections) builder.addCollection(collection);
  const inventory = createInventory(model, builder.build(info));
  const [selection] = await inventory.select([{ type, where }]);
  const ids = async (which: "matched" | "undecided") => {
    const runs = await selection!.rows(which);
    const columns = await Promise.all(runs.map((rows) => inventory.read(rows, ["id"])));
    return columns.flatMap(([column]) => column as string[]).sort();
  };
  return { matched: await ids("matched"), undecided: await ids("undecided") };
}

function withoutModel({ records, collections }: Estate): Omit<Estate, "model"> {
  return { records, collections };
}

test.each([
  ["everything was collected", true],
  ["data is missing", false],
])("a where is answered as the dialect's tables have it, where %s", async (_title, complete) => {
  await fc.assert(
    // Without the model, which nobody wants to read in a counterexample.
    fc.asyncProperty(estates(complete).map(withoutModel), asked, async (known, { type, where }) => {
      const estate = { model: toys, ...known };
      const expected = evaluateWhere(estate, type, where.suffixes);
      const filter = read(type, where.suffixes);
      expect(evaluate(estate, type, filter)).toEqual(expected);
      expect(await askEngine(estate, type, filter)).toEqual(expected);
    }),
    { numRuns: 300 },
  );
});
