import fc from "fast-check";
import { expect, test } from "vitest";
import type { AssetRecord, Collection, Query } from "../../src/types.ts";
import { type Estate, membersOf } from "../reference/evaluate.ts";
import { answer, inventoryOf } from "./ask.ts";
import { estates, filters, toys } from "./random-estate.ts";

const typeNames = [...toys.types.keys(), "Thing", "Mark", "Asset"];

/** Filters that lead to marks, whose types differ in what they are read for and hold, and others. */
const questions: fc.Arbitrary<Query> = fc
  .constantFrom("Box", "Ball", "Thing", ...typeNames)
  .chain((type) => filters(type).map((where) => ({ type, where })));

/** An estate of which everything is known: links lead to what is there, and out of a connector only by what may. */
function whole({ records: all, collections }: Estate): Estate {
  // An id is one asset's: what has the id of a hidden one would hide it.
  const records = all.filter((own, i) => all.findIndex(({ id }) => id === own.id) === i);
  const typeOf = new Map(records.map(({ id, type }) => [id, type]));
  const isOf = (record: AssetRecord, relation: string, id: string) => {
    const { target } = toys.types.get(record.type)!.relations.get(relation)!;
    return membersOf(toys, target).includes(typeOf.get(id) ?? "");
  };
  const isWithin = ({ connector }: AssetRecord, id: string) =>
    id === connector || id.startsWith(`${connector}/`);
  const kept = records.map((record) => ({
    ...record,
    links: Object.fromEntries(
      Object.entries(record.links).map(([name, ends]) => [
        name,
        ends.filter((id) => isOf(record, name, id) && (name === "friends" || isWithin(record, id))),
      ]),
    ),
  }));
  return { model: toys, records: kept, collections };
}

/** Which collections fail, and what of them is not read: each row by chance. */
interface Faults {
  readonly collections: readonly number[];
  readonly rows: readonly boolean[];
  readonly areOwnersTold: boolean;
}

const faults: fc.Arbitrary<Faults> = fc.record({
  collections: fc.array(fc.nat(30), { minLength: 1, maxLength: 4 }),
  rows: fc.array(fc.boolean(), { minLength: 60, maxLength: 60 }),
  areOwnersTold: fc.boolean(),
});

/** What is left to know of an estate where this befell it. */
function befall({ model, records, collections }: Estate, fault: Faults): Estate {
  const failed = fault.collections.map((i) => collections[i % collections.length]!);
  const isFailed = (type: string, connector: string) =>
    failed.some((one) => one.type === type && one.connector === connector);
  const gone = records.filter(
    ({ type, connector }, i) => isFailed(type, connector) && fault.rows[i % fault.rows.length],
  );
  const parts = new Set(gone.flatMap(({ links }) => links.lids ?? []));
  const held = new Set(
    records.flatMap((one) => (one.links.lids && !gone.includes(one) ? one.links.lids : [])),
  );
  const isLost = (record: AssetRecord) =>
    gone.includes(record) ||
    (record.type === "Lid" && parts.has(record.id) && !held.has(record.id));
  const left = collections.map((one): Collection => {
    if (!isFailed(one.type, one.connector)) return one;
    const lost = gone.filter(
      ({ type, connector }) => type === one.type && connector === one.connector,
    );
    const isForOwners = toys.types.get(one.type)?.source?.of !== undefined && fault.areOwnersTold;
    return {
      ...{ ...one, status: "failed", cause: "It failed." },
      ...(isForOwners ? { unreadOwners: lost.flatMap(({ links }) => links.on ?? []) } : {}),
    };
  });
  return { model, records: records.filter((record) => !isLost(record)), collections: left };
}

test("what is told of an estate that was read in part is so in the whole one, whatever relations may hide", async () => {
  const property = fc.asyncProperty(
    estates(true),
    faults,
    fc.array(questions, { minLength: 1, maxLength: 8 }),
    async (random, fault, queries) => {
      const estate = whole(random);
      const known = befall(estate, fault);
      const truths = await answer(inventoryOf(estate), queries);
      const answers = await answer(inventoryOf(known), queries);
      const ids = new Set(known.records.map(({ id }) => id));
      for (const [i, { matched, undecided }] of answers.entries()) {
        const isTold = (id: string) => ids.has(id) && !undecided.includes(id);
        expect(truths[i]!.undecided).toEqual([]);
        expect(matched).toEqual(truths[i]!.matched.filter(isTold));
      }
    },
  );
  await fc.assert(property, { numRuns: 200 });
});
