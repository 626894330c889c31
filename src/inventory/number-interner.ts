import { grown } from "./vector.ts";

/** Distinct numbers, numbered in the order in which they first came; -0 is 0. None is NaN. */
export interface NumberInterner {
  /** The place of this number, a new one where it has not been seen. */
  intern(value: number): number;
  /** The numbers by their place; valid until the next new one. */
  view(): Float64Array;
}

const noValues = new Float64Array(0);
const noSlots = new Uint32Array(0);

/** An empty `NumberInterner`. */
export function createNumberInterner(): NumberInterner {
  let values = noValues;
  let count = 0;
  // Open addressing: place + 1, 0 is free; at most half full, and none before the first number.
  let slots = noSlots;
  const float = new Float64Array(1);
  const halves = new Uint32Array(float.buffer);

  /** The slot of a number, or the free one where it belongs. */
  function find(value: number): number {
    float[0] = value;
    const hash = Math.imul(halves[0]! ^ Math.imul(halves[1]!, 0x01000193), 0x2c1b3c6d);
    const mask = slots.length - 1;
    let slot = (hash ^ (hash >>> 15)) & mask;
    while (slots[slot] !== 0 && values[slots[slot]! - 1] !== value) slot = (slot + 1) & mask;
    return slot;
  }

  function widen(): void {
    values = grown(values, Math.max(64, count * 2));
    slots = new Uint32Array(values.length * 2);
    for (let place = 0; place < count; place++) slots[find(values[place]!)] = place + 1;
  }

  return {
    intern(value) {
      // Adding 0 turns -0 into 0, which it equals.
      const own = value + 0;
      if (slots.length === 0) widen();
      const known = slots[find(own)]!;
      if (known !== 0) return known - 1;
      if (count === values.length) widen();
      slots[find(own)] = count + 1;
      values[count] = own;
      return count++;
    },
    view: () => values.subarray(0, count),
  };
}
