import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { compileKernels, renderModule } from "../../assembly/compile.ts";
import type { Span } from "../../src/snapshot/checksum.ts";
import {
  blockBytes,
  checksumWords,
  createPlainSpan,
  createSimdSpan,
  spanBytes,
} from "../../src/snapshot/checksum.ts";

const plain = createPlainSpan();
const simd = createSimdSpan()!;

/** Lengths on both sides of every border: of a word, a stripe, a block, the span. */
const lengths = fc.oneof(
  fc.constantFrom(0, 1, 3, 4, 5, 127, 128, 129, blockBytes - 1, blockBytes, blockBytes + 1),
  fc.constantFrom(spanBytes - 129, spanBytes - 1, spanBytes),
  fc.nat(5 * blockBytes),
);

/** As many bytes as `length` says, the same for one seed; every second seed has mostly zeros. */
function content(length: number, seed: number): Uint8Array {
  let state = seed | 1;
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return seed % 2 === 0 && state >>> 29 > 0 ? 0 : state >>> 16;
  });
}

/** The checksums of `bytes`; what a span held before must not matter. */
function sums(span: Span, bytes: Uint8Array): number[] {
  span.bytes.fill(0xff);
  span.bytes.set(bytes);
  return [...span.checksums(bytes.length)];
}

/** One block's checksum in integers of any size, as its description says. */
function described(block: Uint8Array): bigint[] {
  const round = (state: bigint, word: bigint): bigint => {
    const mixed = (state + word * 0x85ebca77n) % 2n ** 32n;
    const turned = ((mixed * 2n ** 13n) % 2n ** 32n) | (mixed / 2n ** 19n);
    return (turned * 0x9e3779b1n) % 2n ** 32n;
  };
  const padded = Buffer.alloc(Math.ceil(block.length / 128) * 128);
  padded.set(block);
  const states = Array.from({ length: 32 }, (_, lane) => BigInt(lane + 1));
  for (let word = 0; word < padded.length / 4; word++)
    states[word % 32] = round(states[word % 32]!, BigInt(padded.readUInt32LE(word * 4)));
  const four = [0, 1, 2, 3].map((lane) => {
    const [first, ...others] = states.filter((_, i) => i % 4 === lane);
    return others.reduce(round, first!);
  });
  return [round(four[0]!, four[2]!), round(four[1]!, four[3]!)];
}

test("both kinds of span tell the same checksums", () => {
  fc.assert(
    fc.property(lengths, fc.nat(), (length, seed) => {
      const bytes = content(length, seed);
      const words = sums(simd, bytes);
      expect(words).toEqual(sums(plain, bytes));
      expect(words.length).toBe(Math.ceil(length / blockBytes) * checksumWords);
    }),
  );
});

test("checksums are what their description says", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2000 }), fc.nat(), (length, seed) => {
      const block = content(length, seed);
      expect(sums(simd, block)).toEqual(described(block).map(Number));
    }),
  );
});

test("a block's checksum depends on nothing but its bytes", () => {
  const bytes = content(3 * blockBytes, 5);
  const second = bytes.subarray(blockBytes, 2 * blockBytes);
  expect(sums(simd, bytes).slice(checksumWords, 2 * checksumWords)).toEqual(sums(simd, second));
});

test.each<[string, (bytes: Buffer, at: number) => void]>([
  ["one bit", (bytes, at) => (bytes[at]! ^= 1 << (at % 8))],
  ["one byte", (bytes, at) => (bytes[at]! ^= 0xff)],
  ["a sector of zeros", (bytes, at) => bytes.fill(0, at - (at % 512), at - (at % 512) + 512)],
  ["two words that changed places", (bytes, at) => bytes.subarray(at & ~7, (at & ~7) + 8).swap64()],
  ["a stripe that stands where another stood", (bytes, at) => bytes.copyWithin(at & ~127, 0, 128)],
  ["one byte too many, and the last lost", (bytes, at) => bytes.copyWithin(at + 1, at)],
  [
    "two pages that changed places",
    (bytes) => bytes.set(Buffer.concat([bytes.subarray(4096, 8192), bytes.subarray(0, 4096)])),
  ],
])("no change of a block goes unnoticed: %s", (_title, change) => {
  fc.assert(
    fc.property(fc.nat(blockBytes - 1), fc.nat(), (at, seed) => {
      const bytes = content(blockBytes, seed);
      const changed = Buffer.from(bytes);
      change(changed, at);
      if (changed.equals(bytes)) return;
      expect(sums(simd, changed)).not.toEqual(sums(simd, bytes));
    }),
  );
});

test("the module is what its source compiles to", async () => {
  const path = new URL("../../src/snapshot/checksum-module.ts", import.meta.url);
  const compiled = renderModule(await compileKernels("checksum"), "checksum");
  expect(readFileSync(path, "utf8")).toBe(compiled);
});
