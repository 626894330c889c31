import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compileKernels, renderModule } from "../../assembly/compile.ts";
import type { Kernels, Step } from "../../src/engine/kernels/kernels.ts";
import { runSteps } from "../../src/engine/kernels/kernels.ts";
import { pieces } from "../../src/engine/kernels/pieces.ts";
import { createPlainKernels } from "../../src/engine/kernels/plain.ts";
import { createSimdKernels } from "../../src/engine/kernels/simd.ts";
import type { Memory } from "../../src/engine/kernels/memory.ts";
import { createMemory } from "../../src/engine/kernels/memory.ts";
import { bitSetBytes } from "../../src/inventory/tables.ts";

const memory = createMemory();
const plain = createPlainKernels(memory);
const simd = createSimdKernels(memory.shared)!;

/** Numbers of rows on both sides of every border: of a vector, a word, a line. */
const rowCounts = fc.oneof(
  fc.constantFrom(0, 1, 15, 16, 17, 63, 64, 65, 127, 128, 511, 512, 513, 1000),
  fc.nat(1500),
);

function place(bytes: Uint8Array): number {
  const address = memory.allocate(bytes.length);
  memory.u8.set(bytes, address);
  // Whatever stands behind an array must not matter.
  memory.u8.fill(0xff, address + bytes.length, address + Math.ceil(bytes.length / 64) * 64);
  return address;
}

function placeNumbers(width: number, numbers: readonly number[]): number {
  const array =
    width === 1
      ? Uint8Array.from(numbers)
      : width === 2
        ? Uint16Array.from(numbers)
        : Uint32Array.from(numbers);
  return place(new Uint8Array(array.buffer));
}

function placeBits(rows: number, isSet: (row: number) => boolean): number {
  const bits = new Uint8Array(bitSetBytes(rows));
  for (let row = 0; row < rows; row++) if (isSet(row)) bits[row >> 3]! |= 1 << (row & 7);
  return place(bits);
}

/** What `steps` leave in a bit set over `rows`, which held `before`. */
function run(kernels: Kernels, rows: number, before: boolean, steps: (out: number) => Step[]) {
  const out = placeBits(rows, (row) => before && row % 3 === 0);
  runSteps(kernels, steps(out));
  return [...memory.u8.slice(out, out + bitSetBytes(rows))];
}

/** Both sets, and the same steps piece by piece. */
function expectSame(rows: number, before: boolean, steps: (out: number) => Step[]): void {
  const whole = run(plain, rows, before, steps);
  expect(run(simd, rows, before, steps)).toEqual(whole);
  const inPieces = (out: number) => steps(out).flatMap((step) => [...pieces(step, 512)]);
  expect(run(simd, rows, before, inPieces)).toEqual(whole);
}

/** The same numbers for one seed. */
function numbers(seed: number, count: number, below: number): number[] {
  let state = seed | 1;
  return Array.from({ length: count }, () => {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9;
    return (state >>> 0) % below;
  });
}

function check(property: (memory: Memory, rows: number, seed: number) => void): void {
  fc.assert(
    fc.property(rowCounts, fc.nat(), (rows, seed) => property(memory, rows, seed)),
    { numRuns: 60 },
  );
}

describe("both sets of kernels give the same bits", () => {
  test.each([
    [1, 4],
    [1, 256],
    [2, 300],
    [2, 65_536],
    [4, 70_000],
    [4, 0xffffffff],
  ])("range and lookup over codes of %d bytes below %d", (width, below) => {
    check((_memory, rows, seed) => {
      const codes = placeNumbers(width, numbers(seed, rows, below));
      const [a, b] = numbers(seed + 1, 2, below) as [number, number];
      const [low, high] = a < b ? [a, b] : [b, a];
      expectSame(rows, true, (out) => [["range", width, codes, rows, low, high, out]]);
      expectSame(rows, true, (out) => [["range", width, codes, rows, 0, 0, out]]);
      if (below > 70_000) return;
      const set = placeBits(Math.max(below, 256), (code) => (code * 7 + seed) % 5 < 2);
      expectSame(rows, true, (out) => [["lookup", width, codes, rows, set, out]]);
    });
  });

  test("ranges of one-byte codes that begin or end where their highest bit turns", () => {
    const borders = [0, 1, 2, 126, 127, 128, 129, 253, 254, 255];
    const codes = placeNumbers(
      1,
      Array.from({ length: 256 }, (_, code) => code),
    );
    for (const low of borders)
      for (const high of borders)
        if (low <= high) expectSame(256, true, (out) => [["range", 1, codes, 256, low, high, out]]);
  });

  test("span, and, or, andNot, not, copy and count", () => {
    check((_memory, rows, seed) => {
      const random = numbers(seed, rows, 10);
      const a = placeBits(rows, (row) => random[row]! < 5);
      const b = placeBits(rows, (row) => random[row]! % 2 === 0);
      const [from, to] = numbers(seed, 2, rows + 1) as [number, number];
      expectSame(rows, true, (out) => [["span", rows, from, Math.max(from, to), out]]);
      expectSame(rows, true, (out) => [["span", rows, 0, 0, out]]);
      for (const kernel of ["and", "or", "andNot"] as const)
        expectSame(rows, true, (out) => [[kernel, rows, a, b, out]]);
      for (const kernel of ["not", "copy"] as const)
        expectSame(rows, true, (out) => [[kernel, rows, a, out]]);
      const count = simd.count(rows, a);
      expect(count).toBe(plain.count(rows, a));
      const listed = [simd, plain].map((kernels) => {
        const out = memory.allocate(count * 4);
        kernels.list(rows, a, out);
        return [...memory.u32.slice(out >>> 2, (out >>> 2) + count)];
      });
      expect(listed[0]).toEqual(listed[1]);
    });
  });

  test("scatter, gather and linked", () => {
    check((_memory, rows, seed) => {
      const parents = 1 + (seed % 700);
      const density = seed % 2 === 0 ? 2 : 50;
      const one = placeNumbers(4, numbers(seed, rows, parents + 1));
      const lengths = numbers(seed, rows, 4);
      const offsets = [0];
      for (const length of lengths) offsets.push(offsets.at(-1)! + length);
      const many = placeNumbers(4, offsets);
      const targets = placeNumbers(4, numbers(seed + 2, offsets.at(-1)!, parents));
      const bits = placeBits(rows, (row) => (row * 31 + seed) % 100 < density);
      const ofParents = placeBits(parents, (row) => (row * 17 + seed) % 3 === 0);
      expectSame(parents, true, (out) => [["scatter", rows, one, bits, out]]);
      expectSame(parents, true, (out) => [["scatterMany", rows, many, targets, bits, out]]);
      expectSame(rows, true, (out) => [["gather", rows, one, ofParents, out]]);
      expectSame(rows, true, (out) => [["linked", rows, many, out]]);
      const children = offsets.at(-1)!;
      expectSame(children, true, (out) => [["descend", rows, many, bits, out]]);
      const once = () => placeBits(parents, (row) => row % 7 === 0);
      expectSame(parents, true, (out) => [["scatterTwice", rows, one, bits, once(), out]]);
      expectSame(parents, true, (out) => [
        ["scatterManyTwice", rows, many, targets, bits, once(), out],
      ]);
    });
  });

  test.each([
    [4, 50],
    [4, 1],
    [12, 20],
    [20, 3],
    [200, 1],
  ])("ascend along runs of fewer than %d rows, of which %d %% are set", (below, percent) => {
    check((_memory, rows, seed) => {
      const offsets = [0];
      for (const length of numbers(seed, rows, below)) offsets.push(offsets.at(-1)! + length);
      const runs = placeNumbers(4, offsets);
      const children = offsets.at(-1)!;
      const random = numbers(seed + 1, children, 100);
      const bits = placeBits(children, (child) => random[child]! < percent);
      expectSame(rows, true, (out) => [["ascend", rows, runs, bits, out]]);
    });
  });

  describe("contains, startsWith, endsWith and equals", () => {
    const some = fc.string({ unit: fc.constantFrom("a", "b", "é"), maxLength: 20 });
    const texts = fc.array(some, { maxLength: 150 });

    function placeTexts(all: readonly string[]): { offsets: number; bytes: number } {
      const encoded = all.map((one) => Buffer.from(one));
      const ends = [0];
      for (const one of encoded) ends.push(ends.at(-1)! + one.length);
      return { offsets: placeNumbers(4, ends), bytes: place(Buffer.concat(encoded)) };
    }

    function expectSameTexts(all: readonly string[], wanted: Buffer): void {
      const { offsets, bytes } = placeTexts(all);
      const at = place(wanted);
      const rows = all.length;
      for (const kernel of ["contains", "startsWith", "endsWith", "equals"] as const)
        expectSame(rows, true, (out) => [[kernel, rows, offsets, bytes, at, wanted.length, out]]);
    }

    test("of so many texts that they are searched in pieces", () => {
      const many = fc.array(some, { minLength: 500, maxLength: 1500, size: "max" });
      fc.assert(
        fc.property(many, some, (all, text) => expectSameTexts(all, Buffer.from(text))),
        { numRuns: 30 },
      );
    });

    test("of any text", () => {
      fc.assert(fc.property(texts, some, (all, text) => expectSameTexts(all, Buffer.from(text))));
    });

    test("of bytes of any length and place in the texts, which may reach from one into others", () => {
      const lengths = fc.oneof(fc.nat(10), fc.nat(40));
      fc.assert(
        fc.property(texts, fc.nat(), lengths, (all, place, length) => {
          const joined = Buffer.from(all.join(""));
          const from = place % (joined.length + 1);
          expectSameTexts(all, joined.subarray(from, from + length));
        }),
      );
    });

    test("of one of the texts, of its begin and of its end", () => {
      fc.assert(
        fc.property(texts, fc.nat(), fc.nat(20), (all, number, length) => {
          const text = Buffer.from(all.length === 0 ? "" : all[number % all.length]!);
          expectSameTexts(all, text);
          expectSameTexts(all, text.subarray(0, length));
          expectSameTexts(all, text.subarray(Math.max(0, text.length - length)));
        }),
      );
    });
  });
});

test("the module is what its source compiles to", async () => {
  const written = readFileSync(
    new URL("../../src/engine/kernels/module.ts", import.meta.url),
    "utf8",
  );
  expect(written).toBe(renderModule(await compileKernels()));
});
