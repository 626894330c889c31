import { expect, test } from "vitest";
import { createColumnCache } from "../../src/engine/columns/column-cache.ts";
import { createMemory, type Memory } from "../../src/engine/kernels/memory.ts";
import type { Blob } from "../../src/inventory/tables.ts";
import { atOnce } from "../../src/slices.ts";

/** Memory of which so many bytes are taken, as far as it says. */
function takenUpTo(bytes: number): Memory {
  return Object.create(createMemory(), { used: { value: bytes } }) as Memory;
}

/** A column in a file, and how often it was read. */
function blobOf(byteLength: number): { readonly blob: Blob; reads(): number } {
  let reads = 0;
  const read = () => {
    reads++;
  };
  return { blob: { byteLength, read }, reads: () => reads };
}

const mostForReading = 2.5 * 1024 ** 3;
const byteLength = 100_000;

test.each([
  ["once as much was read singly", 0, 10, true],
  ["not while little was", 0, 1, false],
  ["up to what filters need room for", mostForReading - byteLength, 10, true],
  ["not beyond that, however much is read", mostForReading - byteLength + 1, 1_000_000, false],
])("a column that is only read comes into memory %s", (_title, used, values, expected) => {
  const { blob, reads } = blobOf(byteLength);
  const cache = createColumnCache(takenUpTo(used));
  expect(atOnce(cache.isWorth([blob], values))).toBe(expected);
  expect(reads() > 0).toBe(expected);
});
