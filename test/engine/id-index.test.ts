import fc from "fast-check";
import { expect, test } from "vitest";
import { compareText } from "../../src/dialect/values.ts";
import type { IdIndex } from "../../src/engine/live/id-index.ts";
import { createIdIndex } from "../../src/engine/live/id-index.ts";
import { encodeTexts } from "../../src/engine/live/text-bytes.ts";
import { createTextHash } from "../../src/engine/live/text-hash.ts";
import { createKernels } from "../../src/engine/kernels/simd.ts";
import { createMemory } from "../../src/engine/kernels/memory.ts";
import { createStore } from "../../src/engine/columns/store.ts";
import { memoryBlob, type Texts } from "../../src/inventory/tables.ts";

function textsOf(ids: readonly string[]): Texts {
  const encoded = ids.map((id) => Buffer.from(id));
  const offsets = new Uint32Array(ids.length + 1);
  encoded.forEach(({ length }, i) => {
    offsets[i + 1] = offsets[i]! + length;
  });
  const bytes = memoryBlob(Buffer.concat(encoded));
  return {
    count: ids.length,
    offsets: memoryBlob(offsets),
    bytes,
    ascii: false,
    plainJson: false,
  };
}

function indexOf(ids: readonly string[]): IdIndex {
  const memory = createMemory();
  const kernels = createKernels(memory);
  return createIdIndex(createStore(memory), kernels, createTextHash(memory, kernels), textsOf(ids));
}

test("ids are found whether they are searched for or known by their hashes, and others are not", () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.string({ unit: "grapheme" })), fc.string(), (some, other) => {
      // More rows than are read for one search: the first few are searched for.
      const many = Array.from(
        { length: 9000 },
        (_, i) => `/subscriptions/${i}/${some[i % 7] ?? ""}`,
      );
      const ids = [...new Set([...some, ...many])].sort(compareText);
      const index = indexOf(ids);
      for (let round = 0; round < 2; round++) {
        for (const row of [0, 1, 17, 4095, 4096, ids.length - 1]) {
          expect(index.find(ids[row]!)).toBe(row);
          const sought = [`${ids[row]!}x`, ids[row]!];
          expect([...index.findAll(encodeTexts(sought))]).toEqual([-1, row]);
        }
        const row = ids.indexOf(other);
        expect(index.find(other)).toBe(row < 0 ? undefined : row);
      }
      expect(ids.every((id, row) => index.find(id) === row)).toBe(true);
    }),
    { numRuns: 20 },
  );
});

test("in a table without rows nothing is found", () => {
  const index = indexOf([]);
  expect(index.find("/a")).toBe(undefined);
});
