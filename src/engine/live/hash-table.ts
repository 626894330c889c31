import type { Kernels } from "../kernels/kernels.ts";
import type { Memory } from "../kernels/memory.ts";

/** Row numbers by hashes of 64 bits, of which a list has both halves one behind the other. */
export interface HashTable {
  /** Hashes of rows from `first` on. */
  add(hashes: Int32Array, first: number): void;
  /** The rows of hashes; -1 where there is none. */
  find(hashes: Int32Array): Int32Array;
}

/** Numbers in a slot: both halves of a hash, and the row from 1; 0 where the slot is free. */
const slotWidth = 3;
/** Slots for each row, at first and once they are more than were expected. */
const slotsPerRow = 1.25;
const fewestSlotsPerRow = 1.1;

/** An empty table for about so many rows: 15 bytes for each, and a row is found by one look at memory. */
export function createHashTable(memory: Memory, kernels: Kernels, expected: number): HashTable {
  const place = (numbers: number): number => memory.allocate(numbers * 4);
  const giveBack = (address: number, numbers: number): void => memory.release(address, numbers * 4);
  let count = 0;
  let slotCount = 0;
  let slots = 0;
  setRoom(expected);

  function setRoom(rows: number): void {
    slotCount = Math.ceil(rows * slotsPerRow) + 16;
    slots = place(slotCount * slotWidth);
    memory.u32.fill(0, slots >>> 2, (slots >>> 2) + slotCount * slotWidth);
  }

  function grow(): void {
    const [before, beforeCount] = [slots, slotCount];
    setRoom(count * 2);
    // A slot is an entry too.
    kernels.enter(beforeCount, before, slotCount, slots);
    giveBack(before, beforeCount * slotWidth);
  }

  return {
    add(hashes, first) {
      const added = hashes.length / 2;
      count += added;
      if (count * fewestSlotsPerRow > slotCount) grow();
      const entries = place(added * slotWidth);
      const { u32 } = memory;
      for (let i = 0, at = entries >>> 2; i < added; i++, at += slotWidth) {
        u32[at] = hashes[i * 2]!;
        u32[at + 1] = hashes[i * 2 + 1]!;
        u32[at + 2] = first + i + 1;
      }
      kernels.enter(added, entries, slotCount, slots);
      giveBack(entries, added * slotWidth);
    },
    find(hashes) {
      const wanted = hashes.length / 2;
      const room = place(hashes.length + wanted);
      const out = room + hashes.byteLength;
      memory.u32.set(hashes, room >>> 2);
      kernels.find(wanted, room, slotCount, slots, out);
      const rows = new Int32Array(memory.shared.buffer, out, wanted).slice();
      giveBack(room, hashes.length + wanted);
      return rows;
    },
  };
}
