import type { Kernels } from "./kernels.ts";
import type { Memory } from "./memory.ts";
import { numbersAt } from "./plain-views.ts";

const slotWidth = 3;

/** The kernels over hash tables. */
export function createPlainSlots(memory: Memory): Pick<Kernels, "enter" | "find"> {
  return {
    enter(count, entries, slotCount, slots) {
      const from = numbersAt(memory, entries);
      const to = numbersAt(memory, slots);
      for (let entry = 0; entry < count * slotWidth; entry += slotWidth) {
        if (from[entry + 2] === 0) continue;
        let slot = slotOf(from[entry]!, slotCount);
        while (to[slot * slotWidth + 2] !== 0) slot = following(slot, slotCount);
        for (let i = 0; i < slotWidth; i++) to[slot * slotWidth + i] = from[entry + i]!;
      }
    },
    find(count, hashes, slotCount, slots, out) {
      const wanted = numbersAt(memory, hashes);
      const table = numbersAt(memory, slots);
      const rows = numbersAt(memory, out);
      for (let i = 0; i < count; i++) {
        const first = wanted[i * 2]!;
        const second = wanted[i * 2 + 1]!;
        let slot = slotOf(first, slotCount);
        for (; table[slot * slotWidth + 2] !== 0; slot = following(slot, slotCount))
          if (table[slot * slotWidth] === first && table[slot * slotWidth + 1] === second) break;
        rows[i] = table[slot * slotWidth + 2]! - 1;
      }
    },
  };
}

/** The slot of a hash: the upper half of the product of its first half and the number of slots, by halves that stay exact. */
function slotOf(first: number, slotCount: number): number {
  const low = Math.floor(((first & 0xffff) * slotCount) / 0x10000);
  return Math.floor(((first >>> 16) * slotCount + low) / 0x10000);
}

function following(slot: number, slotCount: number): number {
  return slot + 1 === slotCount ? 0 : slot + 1;
}
