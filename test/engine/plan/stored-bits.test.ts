import { describe, expect, test } from "vitest";
import type { Ranges } from "../../../src/engine/plan/decide.ts";
import { planCodes, planStored } from "../../../src/engine/plan/stored-bits.ts";
import { bitSetBytes, memoryBlob } from "../../../src/inventory/tables.ts";
import { packCodes } from "../../../src/inventory/pack.ts";
import { tablesOf } from "../ask.ts";
import { countAmiss, planOver, shapeOf } from "../planned.ts";
import { toys } from "../random-estate.ts";

/** Rows with the codes 0 to `largest`, over and over. */
function codesOver(rows: number, largest: number) {
  const planned = planOver(toys, tablesOf({ model: toys, records: [], collections: [] }));
  const table = { ...planned.table("Box"), rows };
  const codeOf = (row: number) => row % (largest + 1);
  const codes = packCodes(rows, largest, codeOf);
  return {
    work(ranges: Ranges) {
      const bits = planCodes(planned.cache, planned.nodes, table, "x", codes, largest, ranges);
      const worked = planned.work(bits, table);
      expect(countAmiss(worked)).toEqual({ late: 0, idle: 0 });
      const expected = [...new Array(rows).keys()].filter((row) =>
        ranges.some(([low, high]) => low <= codeOf(row) && codeOf(row) <= high),
      );
      expect(worked.rows).toEqual(expected);
      return { shape: shapeOf(bits), kernels: worked.kernels.join(" ") };
    },
    stored(isSet: (row: number) => boolean, name: string) {
      const bytes = new Uint8Array(bitSetBytes(rows));
      for (let row = 0; row < rows; row++) if (isSet(row)) bytes[row >> 3]! |= 1 << (row & 7);
      const blob = memoryBlob(bytes);
      const bits = planStored(planned.cache, planned.nodes, table, blob, name);
      const worked = planned.work(bits, table);
      expect(worked).toMatchObject({ kernels: ["copy"], brought: new Set([blob]) });
      expect(worked.rows).toEqual([...new Array(rows).keys()].filter(isSet));
      return shapeOf(bits);
    },
  };
}

describe("codes in runs", () => {
  test.each<[string, Ranges, kernels: string, shape: string]>([
    ["none", [], "", "none"],
    ["all, null too", [[0, 11]], "", "all"],
    ["all but null", [[1, 11]], "range", "codes(Box.x 1-11)"],
    ["all but the last", [[0, 10]], "range", "codes(Box.x 0-10)"],
    ["null", [[0, 0]], "range", "codes(Box.x 0-0)"],
    ["two runs", [[0, 0], [11, 11]], "range range or", "codes(Box.x 0-0,11-11)"],
    ["four runs are four passes", [[1, 1], [3, 3], [5, 6], [8, 8]], "range range or range or range or", "codes(Box.x 1-1,3-3,5-6,8-8)"],
    ["more are looked up in a set", [[1, 1], [3, 3], [5, 6], [8, 8], [10, 10]], "lookup", "codes(Box.x 1-1,3-3,5-6,8-8,10-10)"],
    ["and null, which is in no set, beside it", [[0, 1], [3, 3], [5, 6], [8, 8], [10, 11]], "lookup range or", "codes(Box.x 0-1,3-3,5-6,8-8,10-11)"],
    ["null alone and others", [[0, 0], [2, 2], [4, 4], [6, 6], [8, 8]], "lookup range or", "codes(Box.x 0-0,2-2,4-4,6-6,8-8)"],
  ])("%s", (_title, ranges, kernels, shape) => {
    expect(codesOver(100, 11).work(ranges)).toEqual({ shape, kernels });
  }); // prettier-ignore
});

describe("of any width, over any number of rows", () => {
  const odd = (most: number): Ranges => [1, 3, 5, 7, most].map((code) => [code, code] as const);
  test.each([
    [1, 1],
    [64, 9],
    [65, 9],
    [513, 255],
    [513, 256],
    [600, 513],
    [70_000, 65_536],
  ])("%i rows of codes up to %i", (rows, largest) => {
    const { work } = codesOver(rows, largest);
    work([[1, 1]]);
    work([[0, 0], [largest, largest]]); // prettier-ignore
    if (largest > 7) work(odd(largest));
    if (largest > 7) work([[0, 0], ...odd(largest)]);
  });
});

test.each([1, 8, 63, 64, 65, 512, 513])("bits of %i rows are taken as they are stored", (rows) => {
  const { stored } = codesOver(rows, 1);
  expect(stored((row) => row % 3 === 0, "size")).toBe("stored(Box.size)");
  expect(stored(() => true, "name null")).toBe("stored(Box.name null)");
});
