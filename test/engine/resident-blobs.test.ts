import { expect, test } from "vitest";
import { createResidentBlobs } from "../../src/engine/columns/resident-blobs.ts";
import { createMemory } from "../../src/engine/kernels/memory.ts";
import type { Blob } from "../../src/inventory/tables.ts";
import { atOnce } from "../../src/slices.ts";

/** A blob of so many bytes, which says how many of them were read. */
function createFileBlob(byteLength: number) {
  let read = 0;
  const blob: Blob = {
    byteLength,
    read: (target) => {
      read += target.length;
    },
  };
  return { blob, bytesRead: () => read };
}

test("what is read again and again is brought into memory once that would have been no dearer at once", () => {
  const { blob, bytesRead } = createFileBlob(1_000_000);
  const { isWorth, find } = createResidentBlobs(createMemory());
  expect(atOnce(isWorth([blob], 30))).toBe(false);
  expect(find(blob)).toBeUndefined();
  expect(atOnce(isWorth([blob], 30))).toBe(false);
  expect(bytesRead()).toBe(0);
  expect(atOnce(isWorth([blob], 30))).toBe(true);
  expect(find(blob)).toBeGreaterThan(0);
  expect(bytesRead()).toBe(1_000_000);
});

test("what would take the room that filters need stays in the file, however often it is read", () => {
  const { blob, bytesRead } = createFileBlob(2.6 * 1024 ** 3);
  const { isWorth } = createResidentBlobs(createMemory());
  expect(atOnce(isWorth([blob], 1_000_000_000))).toBe(false);
  expect(bytesRead()).toBe(0);
});
