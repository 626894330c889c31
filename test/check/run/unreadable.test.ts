import { describe, expect, test } from "vitest";
import {
  createGapFiller,
  createCollectionNamer,
  readCollections,
  type Gap,
} from "../../../src/check/run/unreadable.ts";
import type { Collection, CollectionScope, Inventory } from "../../../src/types.ts";
import { at, estate, noting, one, two } from "./estate.ts";

const three = "/subscriptions/3";
const inventory = estate([], {
  [`Disk ${one}`]: "denied",
  [`Disk ${two}`]: "failed",
  [`Share ${two}`]: "throttled",
});

/** `Disk 1` for the collection of disks in the first connector. */
async function fill(gaps: readonly Gap[], most?: number) {
  const found = await createGapFiller(inventory, most)(gaps);
  return found.map(({ type, connector }) => `${type} ${connector.at(-1)}`);
}

describe("gaps are filled with the incomplete collections of their types", () => {
  test.each<[title: string, gaps: readonly Gap[], most: number | undefined, found: string]>([
    ["none", [], undefined, ""],
    ["wherever", [{ types: ["Disk"] }], undefined, "Disk 1, Disk 2"],
    [
      "of several types, by type",
      [{ types: ["Share", "Disk"] }],
      undefined,
      "Disk 1, Disk 2, Share 2",
    ],
    ["of a type that is complete", [{ types: ["Bucket"] }], undefined, ""],
    ["in one connector", [{ types: ["Disk", "Share"], connectors: [one] }], undefined, "Disk 1"],
    ["in no connector", [{ types: ["Disk"], connectors: [] }], undefined, ""],
    [
      "each once where several gaps name it",
      [
        { types: ["Disk"], connectors: [two] },
        { types: ["Disk"], connectors: [two, one] },
      ],
      undefined,
      "Disk 1, Disk 2",
    ],
    [
      "wherever, whatever else names the type",
      [{ types: ["Disk"], connectors: [two] }, { types: ["Disk"] }],
      undefined,
      "Disk 1, Disk 2",
    ],
    ["as many as are asked for", [{ types: ["Disk", "Share"] }], 2, "Disk 1, Disk 2"],
    ["of one type no more either", [{ types: ["Disk"] }], 1, "Disk 1"],
    ["in connectors no more either", [{ types: ["Disk"], connectors: [two, one] }], 1, "Disk 1"],
  ])("%s", async (_title, gaps, most, found) => {
    expect((await fill(gaps, most)).join(", ")).toBe(found);
  });

  test("more of them than are read at once", async () => {
    const connectors = [...Array.from({ length: 1500 }, (_, i) => `/subscriptions/x${i}`), two];
    expect(await fill([{ types: ["Disk"], connectors }])).toEqual(["Disk 2"]);
  });
});

test("collections have the names of their connectors, and none where there is no such connector", async () => {
  const collection = { type: "Disk", status: "denied", readAt: at, assets: 0 } as const;
  const name = createCollectionNamer(inventory);
  const connectors = [three, two, one, two];
  for (const _again of [1, 2]) {
    const named = await name(connectors.map((connector) => ({ ...collection, connector })));
    expect(named.map(({ connector, connectorName }) => [connector, connectorName])).toEqual([
      [three, null],
      [two, "2"],
      [one, "1"],
      [two, "2"],
    ]);
  }
});

describe("collections are read piece by piece", () => {
  const all = [...new Array(2300).keys()].map((i): Collection => ({
    ...{ type: "Disk", connector: `/subscriptions/${String(i).padStart(4, "0")}` },
    ...{ status: "denied", readAt: at, assets: 0 },
  }));

  /** What is asked of an inventory of these collections, and the sizes of the pieces. */
  async function read(there: readonly Collection[], scope: CollectionScope, most: number) {
    const asked: string[] = [];
    const collections = async ({ types, connectors, offset = 0, limit = Infinity, ...rest }: CollectionScope) => {
      expect(types).toEqual(["Disk"]);
      asked.push(connectors ? `${connectors.length}` : `${offset} ${limit}`);
      expect(rest).toEqual(scope.incomplete ? { incomplete: true } : {});
      return there.filter(({ connector }) => !connectors || connectors.includes(connector)).slice(offset, offset + limit);
    };
    const pieces: (readonly Collection[])[] = [];
    for await (const piece of readCollections({ collections } as unknown as Inventory, "Disk", scope, most)) pieces.push(piece);
    return { asked, sizes: pieces.map(({ length }) => length), found: pieces.flat() };
  } // prettier-ignore

  test.each<[title: string, there: number, most: number, asked: readonly string[], sizes: readonly number[]]>([
    ["all of them", 2300, Infinity, ["0 1000", "1000 1000", "2000 1000"], [1000, 1000, 300]],
    ["until there are no more", 1000, Infinity, ["0 1000", "1000 1000"], [1000]],
    ["as many as are wanted", 2300, 1500, ["0 1000", "1000 500"], [1000, 500]],
    ["of few no more than are wanted", 2300, 3, ["0 3"], [3]],
    ["none where none is wanted", 2300, 0, [], []],
    ["none where there are none", 0, Infinity, ["0 1000"], []],
  ])("%s", async (_title, there, most, asked, sizes) => {
    const read_ = await read(all.slice(0, there), { incomplete: true }, most);
    expect(read_).toMatchObject({ asked, sizes });
    expect(read_.found).toEqual(all.slice(0, Math.min(there, most)));
  }); // prettier-ignore

  test.each<[title: string, connectors: number, most: number, asked: readonly string[], sizes: readonly number[]]>([
    ["of as many connectors as fit", 1000, Infinity, ["1000"], [1000]],
    ["of more", 1500, Infinity, ["1000", "500"], [1000, 500]],
    ["of as many as are wanted", 1500, 1200, ["1000", "200"], [1000, 200]],
    ["of none", 0, Infinity, ["0"], []],
  ])("%s", async (_title, count, most, asked, sizes) => {
    const connectors = all.slice(0, count).map(({ connector }) => connector);
    const read_ = await read(all, { connectors: connectors.toReversed() }, most);
    expect(read_).toMatchObject({ asked, sizes });
    expect(read_.found).toEqual(all.slice(0, Math.min(count, most)));
  }); // prettier-ignore
});

test("what is incomplete of a type is looked up once, and shared", async () => {
  let looks = 0;
  const counted = { ...inventory, collections: noting(inventory.collections, () => looks++) }; // prettier-ignore
  const fillAll = createGapFiller(counted);
  const first = await fillAll([{ types: ["Disk"] }]);
  expect(await fillAll([{ types: ["Disk"] }, { types: ["Disk"], connectors: [one] }])).toBe(first);
  expect(looks).toBe(1);
});

test("a connector's name is looked up once", async () => {
  const looked: string[] = [];
  const counted = { ...inventory, find: noting(inventory.find, (_type, ids) => looked.push(...ids)) }; // prettier-ignore
  const name = createCollectionNamer(counted);
  const of = (connector: string) => ({ type: "Disk", connector, status: "denied", readAt: at, assets: 0 }) as const; // prettier-ignore
  await name([of(one), of(one)]);
  await name([of(two), of(one)]);
  expect(looked).toEqual([one, two]);
});
