import fc from "fast-check";
import { expect, test } from "vitest";
import { createKernels } from "../../src/engine/kernels/simd.ts";
import { createMemory } from "../../src/engine/kernels/memory.ts";
import type { Changes } from "../../src/engine/live/apply-changes.ts";
import { createLiveInventory } from "../../src/engine/live/inventory.ts";
import { createOverlay } from "../../src/engine/live/overlay.ts";
import { createStore } from "../../src/engine/columns/store.ts";
import { InputError } from "../../src/errors.ts";
import type { Blob, CodedColumn, Table } from "../../src/inventory/tables.ts";
import { membersOf } from "../../src/model/concrete.ts";
import type {
  AssetRecord,
  Collection,
  Filter,
  Inventory,
  JsonMember,
  Query,
} from "../../src/types.ts";
import type { Estate } from "../reference/evaluate.ts";
import { inventoryOf, tablesOf } from "./ask.ts";
import { estates, filters, toys } from "./random-estate.ts";

const typeNames = [...toys.types.keys(), "Thing", "Asset"];
const questions: fc.Arbitrary<Query> = fc
  .constantFrom(...typeNames)
  .chain((type) => filters(type).map((where) => ({ type, where })));

/** Everything anybody can see of some questions: which assets, in which order, why, and what they are. */
async function see(inventory: Inventory, queries: readonly Query[]): Promise<unknown> {
  const selections = await inventory.select(queries);
  const seen = queries.map(async ({ where }, i) => {
    const selection = selections[i]!;
    const runs = (["matched", "undecided"] as const).map((which) =>
      Promise.all(
        selection.rows(which).map(async (rows) => {
          const fields = [...toys.types.get(rows.type)!.fields.keys()];
          const json: string[] = [];
          const related = [...toys.types.get(rows.type)!.relations.values()];
          const members: JsonMember[] = [
            ...fields.map((field) => ({ key: field, field })),
            ...related.map(({ name, target }) => {
              const ids = membersOf(toys, target).map((type) => [
                type,
                [{ key: "id", field: "id" }],
              ]);
              return { key: name, relation: name, members: Object.fromEntries(ids) };
            }),
            { key: "_missing", missing: [...fields, ...related.map(({ name }) => name)] },
          ];
          for await (const piece of inventory.writeJson(rows, members, "\n"))
            json.push(Buffer.from(piece).toString());
          return {
            type: rows.type,
            values: await inventory.read(rows, fields),
            // Where one piece ends and the next begins is nobody's concern.
            json: json.join(""),
            connectors: await inventory.connectorsOf(rows),
            missing: await Promise.all(related.map(({ name }) => inventory.missing(rows, name))),
            counts: await Promise.all(
              related.map(({ name }) => inventory.countRelated(rows, name)),
            ),
            why:
              which === "matched"
                ? await inventory.explain(rows, where)
                : await inventory.explainMissing(rows, where),
          };
        }),
      ),
    );
    const { examined, matched, undecided } = selection;
    return { examined, matched, undecided, rows: await Promise.all(runs) };
  });
  return Promise.all(seen);
}

/** What a re-collection found, and what it did no more. */
function changesOf(
  records: readonly AssetRecord[],
  removed: readonly AssetRecord[] = [],
  collections: readonly Collection[] = [],
): Changes {
  return { found: tablesOf({ model: toys, records, collections }), removed };
}

interface Step {
  readonly to: Estate;
  readonly records: readonly AssetRecord[];
  readonly removed: readonly AssetRecord[];
}

/** From one estate to the next: what came, changed or stayed, some of the latter unsaid, and what went. Accounts stay. */
function stepBetween(from: Estate, to: Estate): Step {
  const before = new Set(from.records.map((record) => JSON.stringify(record)));
  const said = to.records.filter((record, i) => i % 3 === 0 || !before.has(JSON.stringify(record)));
  const kept = new Set(to.records.map(({ type, id }) => `${type} ${id}`));
  const removed = from.records.filter(({ type, id }) => !kept.has(`${type} ${id}`));
  return { to, records: said, removed };
}

async function expectFollowed(some: readonly Estate[], queries: readonly Query[]): Promise<void> {
  const [first, ...others] = some;
  const { collections } = first!;
  const live = createLiveInventory(toys, tablesOf(first!));
  expect(await see(live, queries)).toEqual(await see(inventoryOf(first!), queries));
  let before = first!;
  for (const estate of others) {
    const next: Estate = { model: toys, records: estate.records, collections };
    const { records, removed } = stepBetween(before, next);
    expect(live.update(changesOf(records, removed))).toBe(true);
    expect(await see(live, queries)).toEqual(await see(inventoryOf(next), queries));
    before = next;
  }
}

const suites = fc.array(questions, { minLength: 1, maxLength: 5 });

test.each([
  ["where everything was collected", true],
  ["where data is missing", false],
])("after any changes everything is as in a full run, %s", async (_title, complete) => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(estates(complete, complete ? "nothing" : "values"), { minLength: 2, maxLength: 3 }),
      suites,
      expectFollowed,
    ),
    { numRuns: 60 },
  );
});

test("questions asked for the first time after changes are answered from what is now", async () => {
  await fc.assert(
    fc.asyncProperty(
      estates(false, "values"),
      estates(false, "values"),
      suites,
      async (from, to, queries) => {
        const next: Estate = { model: toys, records: to.records, collections: from.collections };
        const live = createLiveInventory(toys, tablesOf(from));
        const { records, removed } = stepBetween(from, next);
        expect(live.update(changesOf(records, removed))).toBe(true);
        expect(await see(live, queries)).toEqual(await see(inventoryOf(next), queries));
      },
    ),
    { numRuns: 40 },
  );
});

test("an update may say of an asset what it was before what it is, and that it went before that it is there", async () => {
  await fc.assert(
    fc.asyncProperty(
      estates(false, "values"),
      estates(false, "values"),
      suites,
      fc.infiniteStream(fc.nat()),
      async (from, to, queries, numbers) => {
        const next: Estate = { model: toys, records: to.records, collections: from.collections };
        const live = createLiveInventory(toys, tablesOf(from));
        await live.select(queries);
        const { records, removed } = stepBetween(from, next);
        const inOrder = shuffle(records, numbers);
        const stale = shuffle(from.records, numbers).filter(({ type, id }) =>
          records.some((record) => record.type === type && record.id === id),
        );
        // What could not be learnt decides whether an update is followed: only the last word does.
        const before = stale.map((record): AssetRecord => {
          const last = records.find(({ type, id }) => record.type === type && record.id === id)!;
          return { ...record, missing: last.missing ?? [], connector: last.connector };
        });
        const again = inOrder.filter((_, i) => i % 3 === 0 && inOrder[i]!.type !== "Account");
        const gone = [...removed, ...again.filter(({ missing }) => !missing?.length)];
        expect(live.update(changesOf([...before, ...inOrder], gone))).toBe(true);
        expect(await see(live, queries)).toEqual(await see(inventoryOf(next), queries));
      },
    ),
    { numRuns: 60 },
  );
});

function shuffle<T>(some: readonly T[], numbers: Iterator<number>): T[] {
  const keyed = some.map((one) => ({ one, key: numbers.next().value as number }));
  return keyed.sort((a, b) => a.key - b.key).map(({ one }) => one);
}

const box: AssetRecord = { type: "Box", id: "/a/b", connector: "/a", fields: {}, links: {} };
const account: AssetRecord = { type: "Account", id: "/a", connector: "/a", fields: {}, links: {} };
const complete = {
  type: "Box",
  connector: "/a",
  status: "complete",
  readAt: "2026-01-01T00:00:00Z",
  assets: 0,
} as const;
const small: Estate = { model: toys, records: [account], collections: [complete] };

test("of a new asset of which an update speaks twice the last word counts", async () => {
  const live = createLiveInventory(toys, tablesOf(small));
  const friend = { ...box, id: "/a/c", links: { friends: [box.id] } };
  const now = { ...friend, fields: { size: 1 }, links: {} };
  expect(live.update(changesOf([friend, box, now]))).toBe(true);
  const where: Filter = { kind: "quantify", relation: "friends", quantifier: "SOME" };
  const queries: Query[] = [{ type: "Box" }, { type: "Box", where }];
  const fresh = inventoryOf({ ...small, records: [account, box, now] });
  expect(await see(live, queries.slice(1))).toEqual(await see(fresh, queries.slice(1)));
  expect((await live.select(queries)).map(({ matched }) => matched)).toEqual([2, 0]);
});

test("a connector that is new, or a collection that ended otherwise, is not followed", async () => {
  const live = createLiveInventory(toys, tablesOf(small));
  const stranger = { ...box, connector: "/b" };
  expect(live.update(changesOf([stranger]))).toBe(false);
  const denied = { ...complete, status: "denied" } as const;
  expect(live.update(changesOf([box], [], [denied]))).toBe(false);
  const [selection] = await live.select([{ type: "Box" }]);
  expect(selection!.matched).toBe(0);
});

test("links that could not be learnt and now can be are not followed", async () => {
  const unsure = { ...box, missing: ["friends"] };
  const live = createLiveInventory(toys, tablesOf({ ...small, records: [account, unsure] }));
  expect(live.update(changesOf([box]))).toBe(false);
  expect(live.update(changesOf([], [unsure]))).toBe(false);
  expect(live.update(changesOf([{ ...unsure, fields: { size: 1 } }]))).toBe(true);
  const where: Filter = { kind: "quantify", relation: "anywhere", quantifier: "NONE" };
  const [selection] = await live.select([{ type: "Account", where }]);
  expect(selection!.undecided).toBe(1);
});

test("what was not read for an asset alone and now may be is not followed", () => {
  const denied = { ...complete, type: "Sticker", status: "denied", cause: "No." } as const;
  const collections = [complete, { ...denied, unreadOwners: [box.id] }];
  const live = createLiveInventory(
    toys,
    tablesOf({ ...small, records: [account, box], collections }),
  );
  expect(live.update(changesOf([box]))).toBe(false);
  expect(live.update(changesOf([], [], [collections[1]!]))).toBe(false);
  expect(live.update(changesOf([account]))).toBe(true);
});

test("a collection that ended as before is known with its new time", () => {
  const live = createLiveInventory(toys, tablesOf(small));
  const again = { ...complete, readAt: "2026-02-02T00:00:00Z", assets: 1 };
  expect(live.update(changesOf([box], [], [again]))).toBe(true);
  expect(live.collectionsOf(["Box"])).toEqual([again]);
});

test("links that lead nowhere are told in the order of ids, also once their targets went", async () => {
  const ids = ["/a/z", "/a/m", "/a/b"];
  const finder = { ...box, links: { finds: ids } };
  const ball: AssetRecord = { ...box, type: "Ball", id: "/a/m" };
  const denied = { ...complete, type: "Ball", status: "denied", cause: "No." } as const;
  const collections = [complete, denied];
  const estate = { ...small, records: [account, finder, ball], collections };
  const live = createLiveInventory(toys, tablesOf(estate));
  expect(live.update(changesOf([], [ball]))).toBe(true);
  const fresh = inventoryOf({ ...estate, records: [account, finder] });
  const where: Filter = { kind: "quantify", relation: "finds", quantifier: "SOME" };
  for (const inventory of [live, fresh]) {
    const [selection] = await inventory.select([{ type: "Box", where }]);
    const [rows] = selection!.rows("undecided");
    const [why] = await inventory.explainMissing(rows!, where);
    // Either type of what it finds could be there.
    expect([...new Set(why!.map(({ id }) => id))]).toEqual(ids.toSorted());
  }
});

test.each(["update", "select"])(
  "after an %s that failed halfway nothing is answered",
  async (when) => {
    const live = createLiveInventory(toys, tablesOf({ ...small, records: [account, box] }));
    const where: Filter = { kind: "compare", field: "size", operator: "EQ", value: 1 };
    const queries: Query[] = [{ type: "Box", where }];
    await live.select(queries);
    const friend = { ...box, id: "/a/c", fields: { size: 1 }, links: { friends: [account.id] } };
    const { found } = changesOf([friend]);
    const table = found.tables.get("Box")!;
    const damaged = (blob: Blob): Blob => ({
      byteLength: blob.byteLength,
      read() {
        throw new InputError("The file is damaged.");
      },
    });
    // Links are read when the update is taken in, and values when somebody asks.
    const { dangling, ...friends } = table.relations.get("friends")!;
    const lost = { ...friends, dangling: { ...dangling!, rows: damaged(dangling!.rows) } };
    const size = table.columns.get("size") as CodedColumn;
    const codes = { ...size.codes, blob: damaged(size.codes.blob) };
    const broken: Table = {
      ...table,
      relations: new Map([...table.relations, ["friends", when === "update" ? lost : friends]]),
      columns: new Map([...table.columns, ["size", { ...size, codes }]]),
    };
    const tables = new Map([...found.tables, ["Box", broken]]);
    const update = () => live.update({ found: { ...found, tables }, removed: [box] });
    if (when === "update") expect(update).toThrow("damaged");
    else expect(update()).toBe(true);
    for (let times = 0; times < 2; times++)
      await expect(live.select(queries)).rejects.toThrow("damaged");
  },
);

test("an asset that came and has no links leads nowhere", () => {
  const moved = { ...box, links: { home: [account.id] } };
  const tables = tablesOf({ ...small, records: [account, moved] });
  const memory = createMemory();
  const store = createStore(memory);
  const overlay = createOverlay(toys, tables, store, createKernels(memory));
  const table = tables.tables.get("Box")!;
  const led: number[] = [];
  const follow = (row: number) => {
    for (const { targets } of overlay.follow(table, "home", Int32Array.of(row)))
      led.push(...targets);
  };
  follow(0);
  // What lies behind the snapshot's rows is anything.
  memory.u8.fill(1, memory.allocate(64));
  const changes = changesOf([{ ...box, id: "/a/c" }]);
  overlay.apply(overlay.locate(changes)!);
  follow(overlay.relinkedRows(table)[0]!);
  expect(led).toEqual([0]);
});

test("a removed asset of a type that is not in the model is refused, and nothing has changed", async () => {
  const live = createLiveInventory(toys, tablesOf({ ...small, records: [account, box] }));
  const crate = { type: "Crate", id: box.id };
  const { found } = changesOf([]);
  expect(() => live.update({ found, removed: [box, crate] })).toThrow('the type "Crate"');
  expect((await live.select([{ type: "Box" }])).map(({ matched }) => matched)).toEqual([1]);
});

test("far more assets than the snapshot has are followed, and as many that move", async () => {
  const other = { ...account, id: "/b", connector: "/b" };
  const first = { ...small, records: [account, other] };
  const live = createLiveInventory(toys, tablesOf(first));
  const where: Filter = { kind: "compare", field: "size", operator: "GT", value: 1 };
  const boxes: Filter = { kind: "quantify", relation: "boxes", quantifier: "ALL", where };
  const queries: Query[] = [
    { type: "Box", where },
    { type: "Account", where: boxes },
  ];
  const at = (connector: string, count: number, sizes: number): AssetRecord[] =>
    Array.from({ length: count }, (_, i) => ({
      ...box,
      id: `/a/${i}`,
      connector,
      fields: { size: i % sizes },
      links: { connector: [connector] },
    }));
  for (const records of [[], at("/a", 10, 4), at("/a", 5000, 4), at("/b", 5000, 3)]) {
    expect(live.update(changesOf(records))).toBe(true);
    const fresh = inventoryOf({ ...first, records: [...first.records, ...records] });
    expect(await see(live, queries)).toEqual(await see(fresh, queries));
  }
});

test("more rows than are decided together follow one that all lead to, and it follows one of them", async () => {
  const boxes = Array.from({ length: 70_000 }, (_, i) => ({
    ...box,
    id: `/a/${i}`,
    fields: { size: 1 },
    links: { connector: ["/a"], home: ["/a"] },
  }));
  const named = (name: string) => ({ ...account, fields: { name } });
  const records = [named("first"), ...boxes];
  const live = createLiveInventory(toys, tablesOf({ ...small, records }));
  const name: Filter = { kind: "compare", field: "name", operator: "EQ", value: "second" };
  const size: Filter = { kind: "compare", field: "size", operator: "GT", value: 1 };
  const home: Filter = { kind: "quantify", relation: "home", quantifier: "SOME", where: name };
  const queries: Query[] = [
    { type: "Box", where: home },
    ...(["SOME", "ALL", "SINGLE"] as const).map((quantifier): Query => ({
      type: "Account",
      where: { kind: "quantify", relation: "boxes", quantifier, where: size },
    })),
  ];
  const counts = async () => (await live.select(queries)).map(({ matched }) => matched);
  const resized = (number: number) => ({ ...boxes[number]!, fields: { size: 2 } });
  expect(await counts()).toEqual([0, 0, 0, 0]);
  expect(live.update(changesOf([named("second")]))).toBe(true);
  expect(await counts()).toEqual([70_000, 0, 0, 0]);
  expect(live.update(changesOf([resized(69_999)]))).toBe(true);
  expect(await counts()).toEqual([70_000, 1, 0, 1]);
  expect(live.update(changesOf([resized(3)]))).toBe(true);
  expect(await counts()).toEqual([70_000, 1, 0, 0]);
  expect(live.update(changesOf([boxes[3]!, boxes[69_999]!, named("third")]))).toBe(true);
  expect(await counts()).toEqual([0, 0, 0, 0]);
});
