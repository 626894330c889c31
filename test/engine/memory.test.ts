import fc from "fast-check";
import { expect, test } from "vitest";
import { createMemory } from "../../src/engine/kernels/memory.ts";

interface Place {
  readonly address: number;
  readonly bytes: number;
}

test("places in use never overlap, whatever was given back before", () => {
  const step = fc.record({ bytes: fc.nat(5000), released: fc.option(fc.nat()) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const memory = createMemory();
      const places: Place[] = [];
      for (const { bytes, released } of steps) {
        if (released !== null && places.length > 0) {
          const [place] = places.splice(released % places.length, 1);
          memory.release(place!.address, place!.bytes);
        }
        places.push({ address: memory.allocate(bytes), bytes });
      }
      places.sort((a, b) => a.address - b.address);
      places.forEach(({ address, bytes }, i) => {
        expect(address % 64).toBe(0);
        expect(address + bytes).toBeLessThanOrEqual(places[i + 1]?.address ?? memory.u8.length);
      });
    }),
  );
});

test("places of ever other sizes do not make the memory grow", () => {
  const memory = createMemory();
  const kept = memory.allocate(1_000_000);
  for (let round = 0; round < 2000; round++) {
    const places = [1, 2, 3].map((part): Place => {
      const bytes = (round * 64 + part * 1000) % 100_000;
      return { address: memory.allocate(bytes), bytes };
    });
    for (const { address, bytes } of places) memory.release(address, bytes);
  }
  memory.release(kept, 1_000_000);
  expect(memory.used).toBe(0);
  expect(memory.u8.length).toBeLessThan(6_000_000);
});

test("neighbours that are free are one block again, whatever they were split from", () => {
  const memory = createMemory();
  const large = memory.allocate(1_048_576);
  memory.release(large, 1_048_576);
  const part = memory.allocate(262_144);
  memory.release(part, 262_144);
  expect(memory.allocate(1_048_576)).toBe(large);
  memory.release(large, 1_048_576);
  const halves = [memory.allocate(524_288), memory.allocate(524_288)];
  for (const half of halves) memory.release(half, 524_288);
  expect(memory.allocate(1_048_576)).toBe(large);
});
