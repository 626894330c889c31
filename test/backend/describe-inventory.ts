import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readWhere } from "../../src/dialect/filter.ts";
import { typesRead } from "../../src/dialect/types-read.ts";
import type {
  AssetRecord,
  Collection,
  Filter,
  Inventory,
  Query,
  Related,
  Rows,
  Sort,
} from "../../src/types.ts";
import { type Case, cases, expectedIds, readDataset } from "../conformance/dataset.ts";
import { estates, filters, toys } from "../engine/random-estate.ts";
import { order } from "../reference/compare.ts";
import {
  type Estate,
  evaluate,
  hiddenBehind,
  relatedTo,
  rowsOf,
  truthFor,
} from "../reference/evaluate.ts";
import { isTrue } from "./evidence.ts";

/** Opens an inventory over an estate that may then be forgotten; the suite closes it. */
export type OpenInventory = (estate: Estate) => Inventory | Promise<Inventory>;

const typeNames = [...toys.types.keys(), "Thing", "Mark", "Asset", "Find"];

const questions = fc
  .constantFrom(...typeNames)
  .chain((type) => filters(type).map((where) => ({ type, where })));

/** Questions about rows of one concrete type. */
const concrete = fc
  .constantFrom(...toys.types.keys())
  .chain((type) => filters(type).map((where) => ({ type, where })));

/**
 * What every inventory must do, whatever holds its assets: run it with a function that opens one over an estate, and the backend's test
 * is done. It goes by answers alone: by ids and values, never by the numbers of rows.
 */
export function describeInventory(name: string, open: OpenInventory): void {
  /** Does something with an estate's inventory, and closes it. */
  async function within<T>(estate: Estate, work: (inventory: Inventory) => Promise<T>): Promise<T> {
    const inventory = await open(estate);
    try {
      return await work(inventory);
    } finally {
      inventory.close();
    }
  }

  /** Holds something for random estates and what is asked of them. */
  async function always<T>(
    complete: boolean,
    asked: fc.Arbitrary<T>,
    holds: (inventory: Inventory, asked: T, estate: Estate) => Promise<void>,
    numRuns = 60,
  ): Promise<void> {
    const property = fc.asyncProperty(estates(complete), asked, (estate, what) =>
      within(estate, (inventory) => holds(inventory, what, estate)),
    );
    await fc.assert(property, { numRuns });
  }

  describe(`${name}: select`, () => {
    test.each([
      ["everything was collected", true],
      ["data is missing", false],
    ])("finds the rows that the reference finds, where %s", async (_title, complete) => {
      const some = fc.array(questions, { minLength: 1, maxLength: 6 });
      await always(
        complete,
        some,
        async (inventory, queries, estate) => {
          const selections = await inventory.select(queries);
          for (const [i, { type, where }] of queries.entries()) {
            const { examined, matched, undecided } = selections[i]!;
            const expected = evaluate(estate, type, where);
            const ids = await bothIds(inventory, selections[i]!);
            expect({ matched: ids.matched.sort(), undecided: ids.undecided.sort() }).toEqual(
              expected,
            );
            expect({ examined, matched, undecided }).toEqual({
              examined: rowsOf(estate, type).length,
              matched: expected.matched.length,
              undecided: expected.undecided.length,
            });
          }
        },
        200,
      );
    });

    const dataset = readDataset();
    test("answers every case of the dialect", async () => {
      await within(dataset, async (inventory) => {
        const offered = cases.filter(isOffered);
        const queries = offered.map(({ type, where }) => {
          const { filter, mistakes } = readWhere(dataset.model, type, where);
          expect(mistakes).toEqual([]);
          return { type, where: filter };
        });
        const selections = await inventory.select(queries);
        for (const [i, one] of offered.entries()) {
          const found = await bothIds(inventory, selections[i]!);
          expect([one.name, found.matched.sort(), found.undecided]).toEqual([
            one.name,
            [...expectedIds(one)].sort(),
            [],
          ]);
        }
      });
    });

    test("gives rows type by type in the order of ids, in pages as a whole", async () => {
      const pages = fc.record({ offset: fc.nat(12), limit: fc.nat(12) });
      const asked = fc.tuple(questions, pages);
      await always(false, asked, async (inventory, [query, page], estate) => {
        const [selection] = await inventory.select([query]);
        const { offset, limit } = page;
        for (const which of ["matched", "undecided"] as const) {
          const expected = recordsOf(estate, query, which).map(keyOf);
          expect(await keys(inventory, await selection!.rows(which))).toEqual(expected);
          const part = await selection!.rows(which, page);
          expect(await keys(inventory, part)).toEqual(expected.slice(offset, offset + limit));
        }
      });
    });

    test("sorts: null last where it rises and first where it falls, and what is equal by type and id", async () => {
      const field = (type: string) => {
        const { fields } = toys.types.get(type) ?? toys.abstractTypes.get(type)!;
        return fc.constantFrom(
          ...[...fields.values()].filter(({ list }) => !list).map((one) => one.name),
        );
      };
      const asked = fc.constantFrom("Box", "Ball", "Thing", "Asset").chain((type) =>
        fc.record({
          type: fc.constant(type),
          sort: fc.array(
            fc.record({
              field: field(type),
              direction: fc.constantFrom<Sort["direction"]>("ASC", "DESC"),
            }),
            { minLength: 1, maxLength: 2 },
          ),
          offset: fc.nat(8),
          limit: fc.nat(8),
        }),
      );
      await always(false, asked, async (inventory, { type, sort, offset, limit }, estate) => {
        const [selection] = await inventory.select([{ type, sort }]);
        const expected = recordsOf(estate, { type }, "matched")
          .toSorted(bySort(estate, sort))
          .map(keyOf);
        const page = await selection!.rows("matched", { offset, limit });
        expect(await keys(inventory, page)).toEqual(expected.slice(offset, offset + limit));
        expect(await keys(inventory, await selection!.rows("matched"))).toEqual(expected);
      });
    });

    test("tells which of some rows are among those that it found", async () => {
      await always(false, concrete, async (inventory, query) => {
        const [selection, all] = await inventory.select([query, { type: query.type }]);
        const found = await bothIds(inventory, selection!);
        for (const rows of await all!.rows("matched")) {
          const ids = await idsOf(inventory, rows);
          for (const which of ["matched", "undecided"] as const) {
            const places = await selection!.among(which, rows);
            expect(Array.from(places, (i) => ids[i])).toEqual(
              ids.filter((id) => found[which].includes(id)),
            );
          }
        }
      });
    });

    test("knows an undecided row by itself", async () => {
      await always(false, concrete, async (inventory, { type, where }, estate) => {
        const rows = await inventory.undecided(type, where);
        expect(await keys(inventory, [rows])).toEqual(
          recordsOf(estate, { type, where }, "undecided").map(keyOf),
        );
      });
    });
  });

  describe(`${name}: rows`, () => {
    test("have the values of their records, null where there is none or the type lacks the field", async () => {
      await always(
        false,
        fc.constantFrom(...toys.types.keys()),
        async (inventory, type, estate) => {
          const fields = [...toys.types.get(type)!.fields.keys(), "ink", "level"];
          for (const rows of await allRows(inventory, type)) {
            const records = await recordsAt(inventory, rows, estate);
            const columns = await inventory.read(rows, fields);
            for (const [f, field] of fields.entries())
              expect(columns[f]).toEqual(
                records.map(({ id, fields: values, missing }) =>
                  field === "id" ? id : missing?.includes(field) ? null : (values[field] ?? null),
                ),
              );
            expect(await inventory.connectorsOf(rows)).toEqual(
              records.map(({ connector }) => connector),
            );
          }
        },
      );
    });

    test("are found by their ids, and keep their numbers", async () => {
      await always(false, fc.constantFrom(...toys.types.keys()), async (inventory, type) => {
        for (const rows of await allRows(inventory, type)) {
          const ids = await idsOf(inventory, rows);
          expect(new Set(rows.rows).size).toBe(ids.length);
          const asked = [...ids.toReversed(), "/nowhere/at/all", ""];
          expect(await inventory.find(type, asked)).toEqual([
            ...rows.rows.toReversed(),
            undefined,
            undefined,
          ]);
        }
      });
    });

    test("lead by relations where the reference leads, to the first alone where one is promised", async () => {
      const asked = fc.constantFrom(...toys.types.keys()).chain((type) =>
        fc.constantFrom(...toys.types.get(type)!.relations.values()).chain((relation) =>
          fc.record({
            type: fc.constant(type),
            relation: fc.constant(relation),
            where: fc.option(filters(relation.target, 1), { nil: undefined }),
          }),
        ),
      );
      await always(
        false,
        asked,
        async (inventory, { type, relation, where }, estate) => {
          for (const rows of await allRows(inventory, type)) {
            const records = await recordsAt(inventory, rows, estate);
            const leadsToAll = (kept: Filter | undefined) =>
              records.map((record) =>
                relatedTo(estate, record, relation)
                  .filter((target) => !kept || truthFor(estate, target, kept) === "true")
                  .toSorted(byTypeAndId)
                  .map(keyOf),
              );
            const leads = (kept: Filter | undefined) =>
              leadsToAll(kept).map((all) => (relation.toMany ? all : all.slice(0, 1)));
            const found = await inventory.related(rows, relation.name, where);
            expect(await named(inventory, rows, found)).toEqual(leads(where));
            const all = await inventory.allRelated(rows, relation.name);
            expect(await named(inventory, rows, all)).toEqual(leadsToAll(undefined));
            expect(await inventory.countRelated(rows, relation.name)).toBe(
              leads(undefined).flat().length,
            );
          }
        },
        120,
      );
    });

    test("say which of them lack a field's value, or may lead to more than is known", async () => {
      await always(
        false,
        fc.constantFrom(...toys.types.keys()),
        async (inventory, type, estate) => {
          const { fields, relations } = toys.types.get(type)!;
          for (const rows of await allRows(inventory, type)) {
            const records = await recordsAt(inventory, rows, estate);
            for (const name of [...fields.keys(), ...relations.keys()]) {
              const expected = [...records.keys()].filter((i) =>
                isMissing(estate, records[i]!, name),
              );
              expect([name, ...(await inventory.missing(rows, name))]).toEqual([name, ...expected]);
              if (expected.length > 0) expect(await inventory.mayMiss(type, name)).toBe(true);
            }
          }
        },
      );
    });

    test("are written as JSON as they are read, with the names of what they lack", async () => {
      await always(false, fc.constant("Box"), async (inventory, type, estate) => {
        const id = [{ key: "id", field: "id" }];
        const members = [
          { key: "__typename", constant: type },
          { key: "name", field: "name" },
          { key: "labels", field: "labels" },
          { key: "next", relation: "next", members: { Box: id } },
          { key: "in", relation: "contents", members: { Ball: id, Box: id } },
          { key: "lacks", missing: ["name", "next"] },
          { key: "nothing", missing: [] },
        ];
        for (const rows of await allRows(inventory, type)) {
          const records = await recordsAt(inventory, rows, estate);
          const [names, labels] = await inventory.read(rows, ["name", "labels"]);
          const [next, inside] = [
            await follow(inventory, rows, "next"),
            await follow(inventory, rows, "contents"),
          ];
          const asId = (key: string) => ({ id: key.slice(key.indexOf(" ") + 1) });
          expect(await written(inventory.writeJson(rows, members, "\n"))).toEqual(
            records.map((record, i) => ({
              __typename: type,
              name: names![i],
              labels: labels![i],
              next: next[i]!.map(asId)[0] ?? null,
              in: inside[i]!.map(asId),
              lacks: ["name", "next"].filter((one) => isMissing(estate, record, one)),
              nothing: [],
            })),
          );
        }
      });
    });
  });

  describe(`${name}: collections`, () => {
    test("stand by type, then connector, those never attempted among them", async () => {
      await always(false, fc.constant(undefined), async (inventory, _, estate) => {
        const expected = collectionsOf(estate);
        const all = await inventory.collections();
        expect(all.map(shown)).toEqual(expected.map(shown));
        expect(all.every((one) => one.status === "complete" || (one.cause ?? "x") !== "")).toBe(
          true,
        );
        const incomplete = expected.filter(({ status }) => status !== "complete");
        const open = await inventory.collections({ incomplete: true });
        expect(open.map(shown)).toEqual(incomplete.map(shown));
      });
    });

    test("are told of some types and connectors, in parts", async () => {
      const scopes = fc.record(
        {
          types: fc.subarray([...toys.types.keys()]),
          incomplete: fc.constant(true as const),
          connectors: fc.subarray(["/a", "/ab", "/c", "/nowhere"]),
        },
        { requiredKeys: [] },
      );
      const asked = fc.tuple(scopes, fc.nat(3), fc.nat(3));
      await always(false, asked, async (inventory, [scope, offset, limit], estate) => {
        const { types, connectors, incomplete } = scope;
        const expected = collectionsOf(estate).filter(
          ({ type, connector, status }) =>
            (types?.includes(type) ?? true) &&
            (connectors?.includes(connector) ?? true) &&
            !(incomplete && status === "complete"),
        );
        expect((await inventory.collections(scope)).map(shown)).toEqual(expected.map(shown));
        if (connectors) return;
        const part = await inventory.collections({ ...scope, offset, limit });
        const parts = [...Map.groupBy(expected, ({ type }) => type).values()].flatMap((some) =>
          some.slice(offset, offset + limit),
        );
        expect(part.map(shown)).toEqual(parts.map(shown));
      });
    });

    test("are counted by what became of them", async () => {
      await always(false, fc.subarray([...toys.types.keys()]), async (inventory, types, estate) => {
        const all = collectionsOf(estate);
        const coverage = await inventory.coverage();
        const count = (of: readonly Collection[]) => of.length;
        for (const { type, status, connectors } of coverage)
          expect(connectors).toBeLessThanOrEqual(
            count(all.filter((one) => one.type === type && one.status === status)),
          );
        expect(coverage.reduce((sum, { connectors }) => sum + connectors, 0)).toBe(all.length);
        expect(coverage.map(({ type }) => type)).toEqual(
          coverage.map(({ type }) => type).toSorted(),
        );
        expect(await inventory.countIncomplete(types)).toBe(
          count(all.filter(({ type, status }) => status !== "complete" && types.includes(type))),
        );
      });
    });

    test("that were attempted are what a question about a row rests on", async () => {
      await always(false, concrete, async (inventory, query, estate) => {
        for (const rows of await allRows(inventory, query.type)) {
          const sources = await inventory.sources(rows, query);
          const connectors = await inventory.connectorsOf(rows);
          const types = typesRead(toys, query);
          expect(sources).toEqual(
            connectors.map((connector) =>
              collectionsOf(estate).flatMap(({ type, status, readAt, ...one }) =>
                one.connector === connector && types.includes(type) && status !== "notCollected"
                  ? [{ type, readAt }]
                  : [],
              ),
            ),
          );
        }
      });
    });
  });

  describe(`${name}: evidence`, () => {
    test("is there for every row that was found, and each piece of it is true", async () => {
      await always(
        false,
        concrete,
        async (inventory, { type, where }, estate) => {
          const [selection] = await inventory.select([{ type, where }]);
          for (const rows of await selection!.rows("matched")) {
            const records = await recordsAt(inventory, rows, estate);
            for (const [i, evidence] of (await inventory.explain(rows, where)).entries()) {
              expect(evidence.length).toBeGreaterThan(0);
              const untrue = evidence.filter((one) => !isTrue(estate, records[i]!, one, where));
              expect(untrue).toEqual([]);
            }
          }
        },
        300,
      );
    });

    test("of what is missing is there for every undecided row, and names what is not complete", async () => {
      await always(
        false,
        concrete,
        async (inventory, { type, where }, estate) => {
          const incomplete = new Set(
            collectionsOf(estate).flatMap((one) => (one.status === "complete" ? [] : [shown(one)])),
          );
          const known = new Set(estate.records.map(({ id }) => id));
          const [selection] = await inventory.select([{ type, where }]);
          for (const rows of await selection!.rows("undecided"))
            for (const missing of await inventory.explainMissing(rows, where)) {
              expect(missing.length).toBeGreaterThan(0);
              for (const { collection } of missing)
                if (collection) expect(incomplete).toContain(shown(collection));
              // An id that an asset of another type has leads nowhere all the same.
              for (const { id, path } of missing)
                if (id !== undefined && !/contents|finds|home|on$/.test(path))
                  expect(known.has(id) && !id.includes("/")).toBe(false);
            }
        },
        200,
      );
    });

    test("is none where nothing was asked", async () => {
      await always(true, fc.constant("Box"), async (inventory, type) => {
        for (const rows of await allRows(inventory, type)) {
          const nothing = Array.from(rows.rows, () => []);
          expect(await inventory.explain(rows, undefined)).toEqual(nothing);
          expect(await inventory.explainMissing(rows, undefined)).toEqual(nothing);
        }
      });
    });
  });

  test(`${name}: what is asked when its time is up is not answered, and everything else is`, async () => {
    await always(
      true,
      fc.constant({ kind: "null", field: "name" } as const),
      async (inventory, where) => {
        const controller = new AbortController();
        const limited = inventory.until(controller.signal);
        const [selection] = await limited.select([{ type: "Box" }]);
        const rows = { type: "Box", rows: new Uint32Array(0) };
        controller.abort(new Error("no more time"));
        const late = [
          () => limited.select([{ type: "Box", where }]),
          () => selection!.rows("matched"),
          () => limited.read(rows, ["id"]),
          () => limited.related(rows, "contents"),
          () => limited.find("Box", ["/a"]),
          () => limited.collections(),
          () => limited.coverage(),
        ];
        for (const ask of late) await expect(ask()).rejects.toThrow("no more time");
        expect((await inventory.select([{ type: "Box", where }]))[0]!.examined).toBe(
          selection!.examined,
        );
      },
      5,
    );
  });
}

/** Filters by links' own fields, by aggregates and along links in both directions are not offered. */
function isOffered({ area, where }: Case): boolean {
  if (area === "connection") return !/"edge"|Aggregate"/.test(JSON.stringify(where));
  return !["aggregate", "undirected", "options"].includes(area);
}

async function idsOf(inventory: Inventory, rows: Rows): Promise<string[]> {
  const [ids] = await inventory.read(rows, ["id"]);
  return ids!.map(String);
}

async function bothIds(
  inventory: Inventory,
  selection: Awaited<ReturnType<Inventory["select"]>>[number],
) {
  const ids = async (which: "matched" | "undecided") => {
    const runs = await selection.rows(which);
    return (await Promise.all(runs.map((rows) => idsOf(inventory, rows)))).flat();
  };
  return { matched: await ids("matched"), undecided: await ids("undecided") };
}

/** Rows as `Box /a/box/0`. */
async function keys(inventory: Inventory, runs: readonly Rows[]): Promise<readonly string[]> {
  const lists = await Promise.all(
    runs.map(async (rows) => (await idsOf(inventory, rows)).map((id) => `${rows.type} ${id}`)),
  );
  return lists.flat();
}

function keyOf({ type, id }: AssetRecord): string {
  return `${type} ${id}`;
}

async function allRows(inventory: Inventory, type: string): Promise<readonly Rows[]> {
  const [selection] = await inventory.select([{ type }]);
  return selection!.rows("matched");
}

async function recordsAt(
  inventory: Inventory,
  rows: Rows,
  { records }: Estate,
): Promise<readonly AssetRecord[]> {
  const own = new Map(records.flatMap((one) => (one.type === rows.type ? [[one.id, one]] : [])));
  return (await idsOf(inventory, rows)).map((id) => own.get(id)!);
}

/** What a relation leads to from each of some rows. */
async function follow(
  inventory: Inventory,
  rows: Rows,
  relation: string,
  where?: Filter,
): Promise<readonly (readonly string[])[]> {
  return named(inventory, rows, await inventory.related(rows, relation, where));
}

/** Related rows by their types and ids. */
async function named(
  inventory: Inventory,
  rows: Rows,
  { offsets, types, targets, targetTypes }: Related,
): Promise<readonly (readonly string[])[]> {
  const found: string[] = [];
  for (const [t, type] of types.entries()) {
    const places = [...targets.keys()].filter((i) => targetTypes[i] === t);
    const far = { type, rows: Uint32Array.from(places, (i) => targets[i]!) };
    for (const [i, key] of (await keys(inventory, [far])).entries()) found[places[i]!] = key;
  }
  return Array.from(rows.rows, (_, i) => found.slice(offsets[i], offsets[i + 1]));
}

async function written(pieces: AsyncIterable<Uint8Array>): Promise<readonly unknown[]> {
  let text = "";
  for await (const piece of pieces) text += Buffer.from(piece).toString();
  return text
    .split("\n")
    .slice(0, -1)
    .map((line): unknown => JSON.parse(line));
}

/** What a question finds by the reference, in the order in which an inventory gives it. */
function recordsOf(
  estate: Estate,
  { type, where }: Query,
  which: "matched" | "undecided",
): readonly AssetRecord[] {
  const wanted = which === "matched" ? "true" : "missing";
  return rowsOf(estate, type)
    .filter((record) => (where ? truthFor(estate, record, where) : "true") === wanted)
    .toSorted(byTypeAndId);
}

function byTypeAndId(a: AssetRecord, b: AssetRecord): number {
  return a.type === b.type ? byText(a.id, b.id) : a.type < b.type ? -1 : 1;
}

function byText(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

function bySort({ model }: Estate, sort: readonly Sort[]) {
  return (a: AssetRecord, b: AssetRecord): number => {
    for (const { field, direction } of sort) {
      const sorted = ({ id, fields, missing }: AssetRecord) =>
        field === "id" ? id : missing?.includes(field) ? null : (fields[field] ?? null);
      const [left, right] = [sorted(a), sorted(b)];
      const declared = model.types.get(a.type)!.fields.get(field)!;
      const compared =
        left === null || right === null
          ? Number(left === null) - Number(right === null)
          : order(declared, left as string, right as string);
      if (compared !== 0) return direction === "ASC" ? compared : -compared;
    }
    return 0;
  };
}

/** Whether a record lacks a field's value, or a relation of it may lead to more than is known, as far as that can be seen. */
function isMissing(estate: Estate, record: AssetRecord, name: string): boolean {
  if (record.missing?.includes(name)) return true;
  const relation = toys.types.get(record.type)!.relations.get(name);
  if (!relation || !hiddenBehind(estate, record, relation, () => "open").true) return false;
  return relation.toMany || relatedTo(estate, record, relation).length === 0;
}

/** All that there are, and what stands in for those that were never attempted. */
function collectionsOf({ records, collections }: Estate): readonly Collection[] {
  const assets = [...toys.types.values()].filter(({ kind }) => kind === "asset");
  const connectors = new Set([...records, ...collections].map(({ connector }) => connector));
  return assets
    .map(({ name }) => name)
    .sort()
    .flatMap((type) =>
      [...connectors].sort(byText).map((connector): Collection => {
        const found = collections.find((one) => one.type === type && one.connector === connector);
        return found ?? { type, connector, status: "notCollected", readAt: "", assets: 0 };
      }),
    );
}

function shown({ type, connector, status }: Collection): string {
  return `${type} ${connector} ${status}`;
}
