import { describe, expect, test } from "vitest";
import { createHops } from "../../../src/engine/plan/hops.ts";
import type { Bits } from "../../../src/engine/plan/node.ts";
import { layLinks } from "../../../src/inventory/links.ts";
import { bitSetBytes, type LinkColumns, type Table } from "../../../src/inventory/tables.ts";
import { tablesOf } from "../ask.ts";
import { countAmiss, planOver, shapeOf } from "../planned.ts";
import { toys } from "../random-estate.ts";

type Links = readonly (readonly [source: number, target: number])[];

/** A way that links lie, and a place in it where the rows of one side or the other end. */
interface Laid {
  readonly sources: number;
  readonly targets: number;
  readonly links: Links;
}

const upTo = (count: number) => [...new Array(count).keys()];

const laid: Readonly<Record<string, Laid>> = {
  "one to one": { sources: 70, targets: 66, links: upTo(65).map((i) => [i + 2, 65 - i] as const) },
  "many to one": { sources: 130, targets: 65, links: upTo(120).map((i) => [i, (i * 7) % 64] as const) },
  "runs to one": { sources: 130, targets: 65, links: upTo(130).map((i) => [i, i >> 1] as const) },
  "one to runs": { sources: 65, targets: 130, links: upTo(130).map((i) => [i >> 1, i] as const) },
  "one to many": { sources: 65, targets: 130, links: upTo(120).map((i) => [i % 60, i] as const) },
  "many to many": { sources: 65, targets: 64, links: upTo(200).map((i) => [i % 50, (i * i) % 61] as const) },
  "parallel ones": { sources: 3, targets: 3, links: [[0, 0], [0, 0], [1, 0], [1, 1]] },
  nothing: { sources: 3, targets: 3, links: [] },
}; // prettier-ignore

function columnsOf(target: string, { sources, targets, links }: Laid): LinkColumns {
  const sorted = links.toSorted(([a], [b]) => a - b);
  const [from, to] = [0, 1].map((side) => Uint32Array.from(sorted, (link) => link[side]!));
  return { target, ...layLinks(from!, to!, sources, targets) };
}

/** Hops along links to one type, or to several, from the rows of a box. */
function hopsAlong(...names: readonly string[]) {
  const planned = planOver(toys, tablesOf({ model: toys, records: [], collections: [] }));
  const ways = names.map((name) => laid[name]!);
  const rows = Math.max(...ways.map(({ sources }) => sources));
  const columns = ways.map((way, i) => columnsOf(`Target${i}`, { ...way, sources: rows }));
  const targets = ways.map((way, i): Table => ({
    ...planned.table("Ball"),
    type: `Target${i}`,
    rows: way.targets,
  }));
  const table: Table = {
    ...{ ...planned.table("Box"), rows },
    relations: new Map([["to", { links: columns }]]),
  };
  const find = (type: string) => targets.find((target) => target.type === type)!;
  const hops = createHops(planned.cache, planned.nodes, find);
  const bitsOf = (target: Table, isIn: (row: number) => boolean): Bits =>
    planned.nodes.node(`in(${target.type} ${isIn})`, target, [], (out) => {
      const { u8 } = planned.cache.memory;
      u8.fill(0, out, out + bitSetBytes(target.rows));
      for (const row of upTo(target.rows)) if (isIn(row)) u8[out + (row >> 3)]! |= 1 << (row & 7);
      return [];
    });
  return {
    columns,
    /** The kernels of a hop into some rows of each target; its rows are held to the links themselves. */
    ask(
      hop: "some" | "single" | "twice",
      ...isIn: ("all" | "none" | ((row: number) => boolean))[]
    ) {
      const into = isIn.map((own, i) => (typeof own === "string" ? own : bitsOf(targets[i]!, own)));
      const bits = hops[hop](table, "to", into);
      const found = planned.work(bits, table);
      expect(countAmiss(found)).toEqual({ late: 0, idle: 0 });
      const countOf = (row: number) =>
        ways.flatMap(({ links }, i) => {
          const own = isIn[i]!;
          const holds = (target: number) => (typeof own === "string" ? own === "all" : own(target));
          return links.filter(([from, to]) => from === row && holds(to));
        }).length;
      const isMeant = { some: [1, 1000], single: [1, 1], twice: [2, 1000] }[hop];
      const expected = upTo(rows).filter(
        (row) => isMeant[0]! <= countOf(row) && countOf(row) <= isMeant[1]!,
      );
      expect(found.rows).toEqual(expected);
      return typeof bits === "string" ? bits : found.kernels.join(" ");
    },
    shape: (...bits: Bits[]) => shapeOf(hops.some(table, "to", bits)),
  };
}

const odd = (row: number) => row % 2 === 1;
const third = (row: number) => row % 3 === 0;

describe("rows that lead there go along the shortest array that there is", () => {
  test.each<[string, forward: string, backward: string, some: string, all: string, single: string, twice: string]>([
    ["one to one", "one", "one", "span scatter", "range", "span scatter", "none"],
    ["many to one", "one", "many", "span gather", "range", "span gather", "none"],
    ["runs to one", "one", "runs", "span descend", "range", "span descend", "none"],
    ["one to runs", "runs", "one", "span ascend", "span linked", "scatterTwice andNot", "scatterTwice copy"],
    ["one to many", "many", "one", "span scatter", "span linked", "scatterTwice andNot", "scatterTwice copy"],
    ["many to many", "many", "many", "span scatterMany", "span linked", "scatterManyTwice andNot", "scatterManyTwice copy"],
    ["parallel ones", "many", "many", "span scatterMany", "span linked", "scatterManyTwice andNot", "scatterManyTwice copy"],
  ])("%s", (name, forward, backward, some, all, single, twice) => {
    const { columns, ask } = hopsAlong(name);
    expect(columns[0]).toMatchObject({ forward: { kind: forward }, backward: { kind: backward } });
    for (const isIn of [odd, third]) {
      expect(ask("some", isIn)).toBe(some);
      expect(ask("single", isIn)).toBe(single);
      expect(ask("twice", isIn)).toBe(twice);
    }
    expect(ask("some", "all")).toBe(all);
    const isOne = forward === "one";
    expect(ask("single", "all")).toBe(isOne ? all : `span ${single}`);
    expect(ask("twice", "all")).toBe(isOne ? "none" : `span ${twice}`);
  }); // prettier-ignore

  test.each(["some", "single", "twice"] as const)("%s of no row, or along no link, is none", (hop) => {
    expect(hopsAlong("many to many").ask(hop, "none")).toBe("none");
    expect(hopsAlong("nothing").ask(hop, "all")).toBe("none");
    expect(hopsAlong("nothing").ask(hop, odd)).toBe("none");
    expect(hopsAlong("nothing", "nothing").ask(hop, odd, "all")).toBe("none");
  }); // prettier-ignore
});

describe("links to several types count together", () => {
  const names = Object.keys(laid);
  test.each(names.flatMap((first) => names.map((second) => [first, second] as const)))(
    "%s and %s",
    (first, second) => {
      const { ask } = hopsAlong(first, second);
      for (const hop of ["some", "single", "twice"] as const) {
        for (const [a, b] of [
          [odd, third],
          [third, "all"],
          ["all", odd],
          ["none", odd],
          [odd, "none"],
        ] as const)
          // prettier-ignore
          ask(hop, a, b);
        ask(hop, "all", "all");
      }
    },
  );

  test("of which each has its own way, and none where it leads nowhere", () => {
    const { ask } = hopsAlong("many to one", "nothing", "one to many");
    expect(ask("some", odd, odd, odd)).toBe("span gather span scatter or");
    expect(ask("single", odd, odd, odd)).toBe("gather and or or scatterTwice andNot");
    expect(ask("twice", odd, odd, "none")).toBe("gather and or or copy");
  });
});

describe("the same hop is one node", () => {
  test("and another where it goes to other rows, or to all", () => {
    const planned = planOver(toys, tablesOf({ model: toys, records: [], collections: [] }));
    const { shape } = hopsAlong("many to many", "one to one");
    const bits = planned.nodes.node("x", planned.table("Ball"), [], () => []);
    expect(shape(bits, "none")).toBe("some Box.to>Target0(x)");
    expect(shape("none", bits)).toBe("some Box.to>Target1(x)");
    expect(shape("all", bits)).toBe("or(some Box.to>Target1(x), linked(Box.to>Target0))");
  });

  test.each([
    "single",
    "twice",
  ] as const)("%s of other bits is not the same", (hop) => {
    const planned = planOver(toys, tablesOf({ model: toys, records: [], collections: [] }));
    const target: Table = { ...planned.table("Ball"), type: "Target0", rows: 64 };
    const [a, b] = ["a", "b"].map((key) => planned.nodes.node(key, target, [], () => []));
    const links = { links: [columnsOf("Target0", laid["many to many"]!)] };
    const table: Table = { ...planned.table("Box"), rows: 65, relations: new Map([["to", links]]) };
    const hops = createHops(planned.cache, planned.nodes, () => target);
    const ask = (bits: Bits) => hops[hop](table, "to", [bits]);
    expect(ask(a!)).toBe(ask(a!));
    expect(ask(a!)).not.toBe(ask(b!));
    expect(ask(a!)).not.toBe(ask("all"));
    expect((ask(a!) as { key: string }).key).toBe(`${hop}(Box.to Target0 ${(a as { id: number }).id})`);
    expect((ask("all") as { key: string }).key).toBe(`${hop}(Box.to Target0 all)`);
  }); // prettier-ignore
});
