import { describe, expect, test } from "vitest";
import { openBehind, planHidden } from "../../../src/engine/plan/hidden.ts";
import { type Blob, bytesOf, numbersOf } from "../../../src/inventory/tables.ts";
import type { AssetRecord, Collection } from "../../../src/types.ts";
import { readModel } from "../../../src/model/read.ts";
import { tablesOf } from "../ask.ts";
import { countAmiss, planOver, shapeOf } from "../planned.ts";
import { toys } from "../random-estate.ts";

const connectors = ["/a", "/b", "/c"];

/** Two boxes and a ball in each connector; of the types in `denied` nothing was read in those connectors. */
function estateOf(
  denied: Readonly<Record<string, readonly string[]>> = {},
  own: (id: string) => Partial<AssetRecord> = () => ({}),
  unreadOwners: readonly string[] | undefined = undefined,
  all: readonly string[] = connectors,
) {
  const record = (type: string, id: string, connector: string): AssetRecord => ({
    ...{ type, id, connector, fields: {}, links: {} },
    ...own(id),
  });
  const records = all.flatMap((connector) => [
    record("Account", connector, connector),
    record("Ball", `${connector}/ball`, connector),
    ...[0, 1].map((i) => record("Box", `${connector}/box/${i}`, connector)),
  ]);
  const collections = [...toys.types.values()]
    .filter(({ kind }) => kind === "asset")
    .flatMap(({ name }) =>
      all.map((connector): Collection => {
        const pair = { type: name, connector, readAt: "2026-01-01T00:00:00Z", assets: 0 };
        if (!denied[name]?.includes(connector)) return { ...pair, status: "complete" };
        return { ...pair, status: "denied", ...(unreadOwners ? { unreadOwners } : {}) };
      }),
    );
  const tables = tablesOf({ model: toys, records, collections });
  const planned = planOver(toys, tables);
  return {
    tables,
    /** What is hidden behind a relation, where these types of its far side matter: how it is asked for, and whose. */
    hidden(type: string, relation: string, ...mattering: readonly string[]) {
      const table = planned.table(type);
      const matters = (far: string) => mattering.includes(far) || mattering.includes("*");
      const { cache, nodes } = planned;
      const declared = toys.types.get(type)!.relations.get(relation)!;
      const bits = planHidden(toys, tables, cache, nodes, table, declared, matters);
      const worked = planned.work(bits, table);
      expect(countAmiss(worked)).toEqual({ late: 0, idle: 0 });
      const ids = records.filter((one) => one.type === type).map(({ id }) => id).sort(); // prettier-ignore
      return { shape: shapeOf(bits), of: worked.rows.map((row) => ids[row]) };
    },
  };
}

const none = { shape: "none", of: [] };

describe("nothing is hidden", () => {
  test("where all was read", () => {
    const { hidden } = estateOf();
    for (const type of ["Account", "Box", "Ball"])
      for (const name of toys.types.get(type)!.relations.keys())
        expect(hidden(type, name, "*")).toEqual(none);
  });

  test("of types that do not matter, whatever of them was not read", () => {
    const { hidden } = estateOf({ Box: ["/a"], Sticker: ["/a"] }, (id) =>
      id.includes("/box/")
        ? {
            links: { contents: ["/gone"], finds: ["/gone"], home: ["/gone"] },
            missing: ["friends", "next"],
          }
        : {},
    );
    for (const name of toys.types.get("Box")!.relations.keys())
      expect(hidden("Box", name)).toEqual(none);
    expect(hidden("Account", "things", "Ball")).toEqual(none);
  });
});

describe("a relation that leads on may lead to more", () => {
  const own = (id: string): Partial<AssetRecord> => {
    if (id === "/a/box/1") return { links: { contents: ["/a/ball", "/gone", "/gone too"] } };
    if (id === "/c/box/1") return { links: { contents: ["/gone"] } };
    return id === "/b/box/0" ? { missing: ["contents"] } : {};
  };
  const { hidden } = estateOf({}, own);

  test("where an id leads nowhere, or its links were not learnt", () => {
    expect(hidden("Box", "contents", "Ball")).toEqual({
      shape: "or(stored(Box.contents), dangling(Box.contents))",
      of: ["/a/box/1", "/b/box/0", "/c/box/1"],
    });
  });

  test("of any type that matters among those that it leads to", () => {
    expect(hidden("Box", "contents", "Box").shape).toBe(hidden("Box", "contents", "Ball").shape);
    expect(hidden("Box", "contents", "Account")).toEqual(none);
  });

  test("and not for a collection of the far side: what an id leads to is there, or it leads nowhere", () => {
    const links = { contents: ["/a/ball"], lids: ["/a/lid"] };
    const { hidden: asked } = estateOf({ Ball: ["/a", "/b"] }, (id) => (id.includes("box") ? { links } : {})); // prettier-ignore
    expect(asked("Box", "contents", "Ball")).toEqual(none);
    // A part comes with its owner: no reader of one lacks the other.
    expect(asked("Box", "lids", "Lid")).toEqual(none);
  });

  test("for one of the two reasons alone", () => {
    const gone = estateOf({}, (id) => ({ links: { home: [id === "/b/ball" ? "/gone" : "/a"] } }));
    expect(gone.hidden("Ball", "home", "Account")).toEqual({
      ...{ shape: "dangling(Ball.home)", of: ["/b/ball"] },
    });
    const unlearnt = estateOf({}, (id) => ({ missing: id === "/b/ball" ? ["home"] : [] }));
    expect(unlearnt.hidden("Ball", "home", "Account")).toEqual({
      ...{ shape: "stored(Ball.home)", of: ["/b/ball"] },
    });
  });

  test("many of them, up to the last row", () => {
    const many = [...new Array(260).keys()].map((i) => `/${String(i).padStart(3, "0")}`);
    const isGone = (id: string) => Number(id.slice(1, 4)) % 3 === 1;
    const links = (id: string) => ({ links: { home: isGone(id) ? ["/gone"] : [] } });
    const { hidden: asked } = estateOf({}, links, undefined, many);
    expect(asked("Box", "home", "Account").of).toEqual(
      many.filter(isGone).flatMap((id) => [`${id}/box/0`, `${id}/box/1`]),
    );
    expect(asked("Ball", "home", "Account").of).toEqual(many.filter(isGone).map((id) => `${id}/ball`)); // prettier-ignore
  });
});

describe("behind an inverse", () => {
  test("may be what was not read in the same connector", () => {
    const { hidden } = estateOf({ Ball: ["/b", "/c"], Box: ["/a"] });
    expect(hidden("Account", "boxes", "Box")).toEqual({ shape: "codes(Account.(connector) 1-1)", of: ["/a"] }); // prettier-ignore
    expect(hidden("Account", "things", "Ball")).toEqual({ shape: "codes(Account.(connector) 2-3)", of: ["/b", "/c"] }); // prettier-ignore
    expect(hidden("Account", "things", "Box", "Ball").of).toEqual(["/a", "/b", "/c"]);
    expect(hidden("Box", "previous", "Box").of).toEqual(["/a/box/0", "/a/box/1"]);
  });

  test("in no run of connectors that touches another", () => {
    const { hidden } = estateOf({ Ball: ["/a", "/c"] });
    expect(hidden("Account", "things", "Ball")).toEqual({
      ...{ shape: "codes(Account.(connector) 1-1,3-3)", of: ["/a", "/c"] },
    });
  });

  test("in any connector where the schema says so", () => {
    const { hidden } = estateOf({ Box: ["/b"] });
    expect(hidden("Account", "anywhere", "Box")).toEqual({ shape: "all", of: connectors });
    expect(hidden("Account", "anywhere", "Ball")).toEqual(none);
  });

  test("may stand whoever's links were not learnt", () => {
    const { hidden } = estateOf({}, (id) => (id === "/b/box/0" ? { missing: ["next", "home"] } : {})); // prettier-ignore
    expect(hidden("Box", "previous", "Box")).toEqual({
      ...{ shape: "stored(Box.previous Box)", of: ["/b/box/0", "/b/box/1"] },
    });
    expect(hidden("Account", "things", "Box").of).toEqual(["/b"]);
    expect(hidden("Account", "things", "Ball")).toEqual(none);
  });
});

describe("what is read for each asset of others", () => {
  const denied = { Sticker: ["/a", "/b"] };

  test("is hidden from those alone for which it was not read, where that is told", () => {
    const { hidden } = estateOf(denied, undefined, ["/a/box/1"]);
    const expected = { shape: "stored(Box.stickers Sticker)", of: ["/a/box/1"] };
    expect(hidden("Box", "stickers", "Sticker")).toEqual(expected);
    expect(hidden("Box", "marks", "Sticker").of).toEqual(["/a/box/1"]);
    expect(hidden("Box", "marks", "Stamp")).toEqual(none);
  });

  test("is hidden from all in the connector, where it is not", () => {
    const { hidden } = estateOf(denied);
    expect(hidden("Box", "stickers", "Sticker")).toEqual({
      shape: "codes(Box.(connector) 1-2)",
      of: ["/a/box/0", "/a/box/1", "/b/box/0", "/b/box/1"],
    });
  });

  test("is not hidden from those that it is not read for", () => {
    const { hidden } = estateOf({ ...denied, Stamp: ["/c"] });
    expect(hidden("Ball", "stickers", "Sticker")).toEqual(none);
    expect(hidden("Ball", "marks", "Sticker")).toEqual(none);
    expect(hidden("Ball", "marks", "Stamp").of).toEqual(["/c/ball"]);
  });

  test("stands behind an inverse as the connectors where it is not known whose it is", () => {
    const marks = toys.types.get("Box")!.relations.get("marks")!;
    const open = ({ tables }: ReturnType<typeof estateOf>, near = "Box") =>
      openBehind(toys, tables, near, marks).map(({ type, brings, open }) => [type, brings, [...numbersOf(open)]]); // prettier-ignore
    expect(open(estateOf({ Stamp: ["/c"], Sticker: ["/a", "/b"] }))).toEqual([
      ["Stamp", ["Stamp"], [3]],
      ["Sticker", ["Sticker"], [1, 2]],
    ]);
    expect(open(estateOf({ Sticker: ["/a"] }), "Ball")).toEqual([]);
    expect(open(estateOf())).toEqual([]);
    const told = estateOf({ Sticker: ["/a"] }, undefined, ["/a/box/0"]);
    expect(open(told)).toEqual([["Sticker", ["Sticker"], []]]);
  });
});

describe("a collection may bring several types, and parts of what it brings", () => {
  const model = readModel([
    {
      file: "estate.graphql",
      text: `
        interface Shop { id: ID! parts: [Part!]! @inverse(of: "on") wares: [Ware!]! @inverse(of: "on", scope: ANYWHERE) }
        type Store implements Shop { id: ID! }
        type Stall implements Shop { id: ID! }
        type Ware @source(loader: RESOURCE_LIST, path: "{id}/wares", apiVersion: "1", of: ["Store"]) {
          id: ID!
          on: Shop @references(path: ["$parent.id"])
          screws: [Screw!]! @embeds(path: ["screws"])
          nuts: [Nut!]! @embeds(path: ["nuts"])
        }
        type Screw { on: Shop @references(path: ["for"]) }
        type Nut { on: Shop @references(path: ["for"]) }
        union Part = Screw | Nut
      `,
    },
  ]);
  const of = (type: string, relation: string) => model.types.get(type)!.relations.get(relation)!;
  const tablesWith = (ware: Partial<Collection>) => {
    const pair = { connector: "/a", readAt: "2026-01-01T00:00:00Z", assets: 0 } as const;
    const records = ["Store", "Stall"].map((type) => ({ type, id: `/a/${type}`, connector: "/a", fields: {}, links: {} })); // prettier-ignore
    const collections: Collection[] = [
      ...["Store", "Stall"].map((type) => ({ ...pair, type, status: "complete" as const })),
      { ...pair, type: "Ware", status: "denied", ...ware },
    ];
    return tablesOf({ model, records, collections });
  };
  const shape = (tables: ReturnType<typeof tablesWith>, type: string, relation: string, ...some: string[]) => {
    const { cache, nodes, table } = planOver(model, tables);
    const matters = (far: string) => some.includes(far);
    return shapeOf(planHidden(model, tables, cache, nodes, table(type), of(type, relation), matters));
  }; // prettier-ignore

  test("a part may lead to what its owner is not read for", () => {
    const tables = tablesWith({});
    const all = ["Nut", "Screw"];
    expect(openBehind(model, tables, "Stall", of("Stall", "parts"))).toMatchObject([
      { type: "Ware", brings: all },
    ]);
    expect(shape(tables, "Stall", "parts", ...all)).toBe("codes(Stall.(connector) 1-1)");
  });

  test("it is enough that one of the types matters that it brings", () => {
    expect(shape(tablesWith({}), "Stall", "parts", "Nut")).toBe("codes(Stall.(connector) 1-1)");
    expect(shape(tablesWith({}), "Stall", "parts", "Ware")).toBe("none");
  });

  test("where it is told whose was not read, nothing else is open, near or anywhere", () => {
    expect(shape(tablesWith({ unreadOwners: [] }), "Store", "wares", "Ware")).toBe("none");
    expect(shape(tablesWith({}), "Store", "wares", "Ware")).toBe("all");
    expect(shape(tablesWith({}), "Stall", "wares", "Ware")).toBe("none");
  });
});

describe("many connectors here and there", () => {
  const many = [...new Array(140).keys()].map((i) => `/${String(i).padStart(3, "0")}`);
  const every = (step: number, most: number) => many.filter((_, i) => i % step === 1).slice(0, most); // prettier-ignore
  const boxesOf = (some: readonly string[]) => some.flatMap((id) => [`${id}/box/0`, `${id}/box/1`]);

  test("are runs of codes up to sixty-four runs", () => {
    const open = every(2, 64);
    const { hidden } = estateOf({ Sticker: open }, undefined, undefined, many);
    const { shape, of } = hidden("Box", "stickers", "Sticker");
    expect(shape).toMatch(/^codes\(Box.\(connector\) 2-2,4-4,.*,128-128\)$/);
    expect(of).toEqual(boxesOf(open));
  });

  test("and a set of connectors from there on", () => {
    const open = every(2, 65);
    const { hidden } = estateOf({ Sticker: open }, undefined, undefined, many);
    const expected = { shape: "open(Box Sticker)", of: boxesOf(open) };
    expect(hidden("Box", "stickers", "Sticker")).toEqual(expected);
  });

  test("are read out of their list once, however many relations ask for them", () => {
    const { tables } = estateOf({ Box: every(2, 20) }, undefined, undefined, many);
    let reads = 0;
    const open = tables.incomplete.get("Box")!;
    const counted: Blob = {
      byteLength: open.byteLength,
      read: (target, offset) => {
        reads++;
        open.read(target, offset);
      },
    };
    const own = { ...tables, incomplete: new Map([["Box", counted]]) };
    const { cache, nodes, table } = planOver(toys, own);
    for (const [type, relation] of [["Account", "boxes"], ["Account", "things"], ["Box", "previous"]] as const) // prettier-ignore
      planHidden(toys, own, cache, nodes, table(type), toys.types.get(type)!.relations.get(relation)!, () => true); // prettier-ignore
    expect(reads).toBe(1);
  });

  test("of which some are told whose they are: another set under another name", () => {
    const open = every(2, 70);
    const { tables, hidden } = estateOf({ Box: open, Sticker: open }, undefined, undefined, many);
    expect(hidden("Account", "boxes", "Box")).toEqual({ shape: "open(Account Box)", of: open });
    const own = { ...tables, unknownOwners: new Map([["Sticker", tables.incomplete.get("Box")!]]) };
    const planned = planOver(toys, own);
    const bits = planHidden(toys, own, planned.cache, planned.nodes, planned.table("Box"), toys.types.get("Box")!.relations.get("stickers")!, () => true); // prettier-ignore
    expect(shapeOf(bits)).toBe("open(Box Sticker of unknown owners)");
    expect(bytesOf(own.unknownOwners.get("Sticker")!)).toHaveLength(4 * open.length);
  });
});
