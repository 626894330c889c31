import { describe, expect, test } from "vitest";
import { createNodes, type PlanNode } from "../../../src/engine/plan/node.ts";
import type { Table } from "../../../src/inventory/tables.ts";
import { toys } from "../random-estate.ts";
import { tablesOf } from "../ask.ts";
import { planOver, shapeOf } from "../planned.ts";

const record = (i: number) => ({
  ...{ type: "Box", id: `/a/box/${String(i).padStart(4, "0")}`, connector: "/a" },
  ...{ fields: { size: i % 5, weight: i % 2 }, links: {} },
});

/** Bits over so many rows: those of every size, and of every second row. */
function setsOver(rows: number) {
  const records = [...new Array(rows).keys()].map(record);
  const planned = planOver(toys, tablesOf({ model: toys, records, collections: [] }));
  const size = (wanted: number) => planned.truth("Box", { size: wanted }) as PlanNode;
  const box = planned.table("Box");
  const work = (bits: Parameters<typeof planned.work>[0]) => planned.work(bits, box);
  return { ...planned, box, work, a: size(0), b: size(1), c: size(2), odd: oddOf(planned) };
}

const oddOf = ({ truth }: ReturnType<typeof planOver>) => truth("Box", { weight: 1 }) as PlanNode;

const rowsWhere = (rows: number, test: (row: number) => boolean) =>
  [...new Array(rows).keys()].filter(test);

describe("the same question is one node", () => {
  const table = {} as Table;
  const steps = () => [];

  test("that of the first who asked", () => {
    const { node } = createNodes();
    const first = node("size 1", table, [], steps);
    expect(node("size 1", table, [first], () => [])).toBe(first);
    expect(node("size 2", table, [], steps)).not.toBe(first);
  });

  test("numbered in the order in which they were asked", () => {
    const { node } = createNodes();
    expect(["a", "b", "a", "c"].map((key) => node(key, table, [], steps).id)).toEqual([0, 1, 0, 2]);
  });

  test("in whatever order its parts come, and however often", () => {
    const { nodes, box, a, b, c } = setsOver(5);
    expect(nodes.and(box, [c, a, b, a])).toBe(nodes.and(box, [a, b, c]));
    expect(nodes.or(box, [c, a, b, c])).toBe(nodes.or(box, [a, b, c]));
    expect(nodes.not(box, a)).toBe(nodes.not(box, a));
    expect(nodes.and(box, [a, b])).not.toBe(nodes.or(box, [a, b]));
    expect(nodes.and(box, [a, nodes.not(box, b)])).not.toBe(nodes.and(box, [a, b]));
  });
});

test("parts are told apart by whole numbers", () => {
  const { nodes, box } = setsOver(5);
  const many = [...new Array(60).keys()].map((i) => nodes.node(`${i}`, box, [], () => []));
  const of = (...ids: number[]) => ids.map((id) => many.find((node) => node.id === id)!);
  expect(nodes.and(box, of(4, 5, 6))).not.toBe(nodes.and(box, of(4, 56)));
  expect(nodes.or(box, of(4, 5, 6))).not.toBe(nodes.or(box, of(4, 56)));
});

describe("what needs no kernel is not planned", () => {
  const { nodes, box, a, b } = setsOver(5);
  const notA = nodes.not(box, a);
  test.each([
    ["and of nothing is all", nodes.and(box, []), "all"],
    ["or of nothing is none", nodes.or(box, []), "none"],
    ["and drops all", nodes.and(box, ["all", a, "all"]), a],
    ["or drops none", nodes.or(box, ["none", a, "none"]), a],
    ["and of all alone", nodes.and(box, ["all", "all"]), "all"],
    ["or of none alone", nodes.or(box, ["none", "none"]), "none"],
    ["and with none", nodes.and(box, [a, "none", b]), "none"],
    ["or with all", nodes.or(box, [a, "all", b]), "all"],
    ["and of one, twice", nodes.and(box, [a, a]), a],
    ["or of one, twice", nodes.or(box, [a, a]), a],
    ["and with its own complement", nodes.and(box, [a, b, notA]), "none"],
    ["or with its own complement", nodes.or(box, [a, b, notA]), "all"],
    ["the complement of all", nodes.not(box, "all"), "none"],
    ["the complement of none", nodes.not(box, "none"), "all"],
    ["the complement of a complement", nodes.not(box, notA), a],
  ])("%s", (_title, found, expected) => expect(found).toBe(expected));
});

describe("a complement is worked out only where nothing else is there to take it from", () => {
  const { nodes, box, a, b, c, odd, work } = setsOver(70);
  const not = (of: PlanNode) => nodes.not(box, of);

  test("alone it is turned round", () => {
    const found = work(not(a));
    expect(found).toMatchObject({ kernels: ["range", "not"] });
    expect(found.rows).toEqual(rowsWhere(70, (row) => row % 5 !== 0));
  });

  test("beside others it is taken away from them", () => {
    const bits = nodes.and(box, [not(a), odd, not(b)]);
    const found = work(bits);
    expect(found.kernels).toEqual(["range", "range", "range", "andNot", "andNot"]);
    expect(found.rows).toEqual(rowsWhere(70, (row) => row % 2 === 1 && row % 5 > 1));
  });

  test("of several kept ones nothing but what is in all", () => {
    const everyThird = nodes.or(box, [b, c]);
    const bits = nodes.and(box, [odd, everyThird, not(a)]);
    const found = work(bits);
    expect(found.kernels.filter((name) => name !== "range")).toEqual(["or", "and", "andNot"]);
    expect(found.rows).toEqual(
      rowsWhere(70, (row) => row % 2 === 1 && (row % 5 === 1 || row % 5 === 2)),
    );
  });

  test("of complements alone it is what is in none of them", () => {
    const bits = nodes.and(box, [not(a), not(b)]);
    expect(shapeOf(bits)).toBe("not(or(codes(Box.size 1-1), codes(Box.size 2-2)))");
    expect(work(bits).rows).toEqual(rowsWhere(70, (row) => row % 5 > 1));
    expect(nodes.not(box, bits)).toBe(nodes.or(box, [a, b]));
  });
});

describe("sets of any number of rows end where the rows end", () => {
  test.each([7, 8, 63, 64, 65, 511, 512, 513])("%i rows", (rows) => {
    const { nodes, box, a, b, odd, work } = setsOver(rows);
    expect(work(nodes.or(box, [a, odd])).rows).toEqual(
      rowsWhere(rows, (row) => row % 5 === 0 || row % 2 === 1),
    );
    expect(work(nodes.and(box, [a, odd])).rows).toEqual(
      rowsWhere(rows, (row) => row % 5 === 0 && row % 2 === 1),
    );
    expect(work(nodes.not(box, nodes.or(box, [b, odd]))).rows).toEqual(
      rowsWhere(rows, (row) => row % 5 !== 1 && row % 2 === 0),
    );
  });
});
