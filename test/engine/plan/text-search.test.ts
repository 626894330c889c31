import { describe, expect, test } from "vitest";
import { searchFor, searchSteps } from "../../../src/engine/plan/text-search.ts";
import { createColumnCache } from "../../../src/engine/columns/column-cache.ts";
import { copyRows } from "../../../src/engine/columns/row-set.ts";
import { runSteps } from "../../../src/engine/kernels/kernels.ts";
import { createMemory } from "../../../src/engine/kernels/memory.ts";
import { createPlainKernels } from "../../../src/engine/kernels/plain.ts";
import { packTexts } from "../../../src/inventory/pack.ts";
import { bitSetBytes } from "../../../src/inventory/tables.ts";
import type { Filter } from "../../../src/types.ts";

type Comparison = Extract<Filter, { kind: "compare" }>;

const compare = (operator: string, value: unknown, ignoreCase?: true): Comparison =>
  ({ kind: "compare", field: "x", operator, value, ...(ignoreCase ? { ignoreCase } : {}) }) as Comparison; // prettier-ignore

describe("a kernel decides on the bytes of texts", () => {
  test.each<[operator: string, kernel: string, which: string]>([
    ["EQ", "equals", "whole"],
    ["STARTS_WITH", "startsWith", "whole"],
    ["CONTAINS", "contains", "substring"],
    ["ENDS_WITH", "endsWith", "substring"],
  ])("%s", (name, kernel, operator) => {
    expect(searchFor(compare(name, "a"))).toEqual({ operator, kernel, wanted: ["a"] });
  });

  test("one wanted text after the other, without null", () => {
    const found = searchFor(compare("IN", ["b", null, "a"]));
    expect(found).toEqual({ operator: "whole", kernel: "equals", wanted: ["b", "a"] });
    expect(searchFor(compare("IN", []))?.wanted).toEqual([]);
  });

  const eight = [..."abcdefgh"];
  test.each([
    ["no operator that there is none for", compare("MATCHES", "a"), false],
    ["nothing where case is ignored", compare("EQ", "a", true), false],
    ["no numbers", compare("EQ", 1), false],
    ["no list with a number in it", compare("IN", ["a", 1]), false],
    ["no more than eight texts", compare("IN", [...eight, "i"]), false],
    ["eight texts", compare("IN", eight), true],
    ["eight texts and null", compare("IN", [...eight, null]), true],
  ])("and %s", (_title, comparison, expected) => {
    expect(searchFor(comparison) !== undefined).toBe(expected);
  });
});

describe("what is found is in one of the wanted texts, whatever was there before", () => {
  const all = [...new Array(70).keys()].map((i) => ["é", "", "box", "crate", "crates"][i % 5]!);
  const encoded = all.map((text) => Buffer.from(text));
  const offsets = new Uint32Array(all.length + 1);
  encoded.forEach(({ length }, i) => {
    offsets[i + 1] = offsets[i]! + length;
  });
  const texts = packTexts(offsets, Buffer.concat(encoded));

  test.each<[string, string | readonly string[], (text: string) => boolean]>([
    ["EQ", "é", (text) => text === "é"],
    ["EQ", "", (text) => text === ""],
    ["CONTAINS", "rat", (text) => text.includes("rat")],
    ["CONTAINS", "", () => true],
    ["STARTS_WITH", "cr", (text) => text.startsWith("cr")],
    ["ENDS_WITH", "é", (text) => text.endsWith("é")],
    ["IN", ["box", "", "é"], (text) => ["box", "", "é"].includes(text)],
  ])("%s %j", (operator, wanted, isFound) => {
    const memory = createMemory();
    const kernels = createPlainKernels(memory);
    const cache = createColumnCache(memory);
    const take = (bytes: number) => {
      const address = memory.allocate(bytes);
      memory.u8.fill(0, address, address + bytes);
      return address;
    };
    const out = memory.allocate(bitSetBytes(all.length));
    memory.u8.fill(0xff, out, out + bitSetBytes(all.length));
    runSteps(kernels, searchSteps(cache, texts, searchFor(compare(operator, wanted))!, out, take));
    const rows = copyRows(memory, kernels, all.length, out).rows();
    const steps = searchSteps(cache, texts, searchFor(compare(operator, wanted))!, out, take);
    expect(steps).toHaveLength(Array.isArray(wanted) ? 2 * wanted.length - 1 : 1);
    expect([...rows]).toEqual([...all.keys()].filter((i) => isFound(all[i]!)));
  });
});
