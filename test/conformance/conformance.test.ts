import { graphql } from "graphql";
import { describe, expect, test } from "vitest";
import { readWhere } from "../../src/dialect/filter.ts";
import { createInventory } from "../../src/engine/inventory.ts";
import { createExecutableSchema } from "../../src/graphql/schema.ts";
import { createBuilder } from "../../src/inventory/build.ts";
import { evaluate } from "../reference/evaluate.ts";
import { type Case, cases, expectedIds, readDataset } from "./dataset.ts";

const estate = readDataset();
const { model } = estate;

/** Filters by links' own fields, by aggregates and along links in both directions are not offered. */
function isOffered({ area, where }: Case): boolean {
  if (area === "connection") return !/"edge"|Aggregate"/.test(JSON.stringify(where));
  return area !== "aggregate" && area !== "undirected";
}

interface Spelling {
  readonly title: string;
  readonly one: Case;
  readonly where: unknown;
  /** Arguments of the root field beside `where`. */
  readonly args: Readonly<Record<string, unknown>>;
}

const spellings = cases.filter(isOffered).flatMap((one): Spelling[] => {
  const { name, where, whereV7, options, argsV7 } = one;
  const suffixes = { title: name, one, where, args: options ? { options } : {} };
  if (!("whereV7" in one)) return [suffixes];
  return [suffixes, { title: `${name}, nested`, one, where: whereV7, args: argsV7 ?? {} }];
});

test("no case is lost", () => {
  const areas = Map.groupBy(cases.filter(isOffered), ({ area }) => area);
  expect(Object.fromEntries([...areas].map(([area, { length }]) => [area, length]))).toEqual({
    core: 113,
    interface: 9,
    options: 8,
    union: 4,
    connection: 4,
  });
});

describe("the reference evaluator answers every filter as expected", () => {
  test.each(spellings.filter(({ one }) => one.area !== "options"))("$title", ({ one, where }) => {
    const { filter, mistakes } = readWhere(model, one.type, where);
    expect(mistakes).toEqual([]);
    expect(evaluate(estate, one.type, filter)).toEqual({
      matched: expectedIds(one),
      undecided: [],
    });
  });
});

describe("the schema over an inventory answers every case as expected", () => {
  const builder = createBuilder(model);
  for (const record of estate.records) builder.add(record);
  for (const collection of estate.collections) builder.addCollection(collection);
  const info = {
    id: "dataset",
    takenAt: "2026-11-20T00:00:00Z",
    origin: "test",
    assayVersion: "0",
    schemaFingerprint: model.fingerprint,
    formatVersion: 1,
  };
  const schema = createExecutableSchema(createInventory(model, builder.build(info)));

  async function ask({ one, where, args }: Spelling) {
    const { plural } = model.types.get(one.type)!;
    const given = Object.entries({ where, ...args });
    const typeOf: Readonly<Record<string, string>> = {
      where: `${one.type}Where`,
      options: `${one.type}Options`,
      sort: `[${one.type}Sort!]`,
      limit: "Int",
      offset: "Int",
    };
    const declared = given.map(([name]) => `$${name}: ${typeOf[name]}`).join();
    const passed = given.map(([name]) => `${name}: $${name}`).join();
    const source = `query (${declared}) { found: ${plural}(${passed}) { id } }`;
    const { data, errors } = await graphql({
      schema,
      source,
      variableValues: Object.fromEntries(given),
    });
    const found = data?.found as readonly { readonly id: string }[] | null | undefined;
    return { ids: found?.map(({ id }) => id), errors: errors?.map(({ message }) => message) };
  }

  /** One case asks for something that GraphQL cannot hold, the order of keys, and recommends nothing but to refuse it. */
  const isRefused = ({ one }: Spelling) => one.quirk !== undefined && !one.recommendedIds;

  test.each(spellings.filter((spelling) => !isRefused(spelling)))("$title", async (spelling) => {
    expect(await ask(spelling)).toEqual({ ids: expectedIds(spelling.one), errors: undefined });
  });

  test.each(spellings.filter(isRefused))("$title: is refused", async (spelling) => {
    const { ids, errors } = await ask(spelling);
    expect(ids).toBeUndefined();
    expect(errors).toEqual([expect.stringContaining("sort")]);
  });
});
