/** Row numbers by hashes of 64 bits, of which a list has both halves one behind the other. */
export interface HashTable {
  /** The hash of row 0 and those of the rows behind it, in a table that is empty. */
  fill(hashes: Int32Array): void;
  /** One more: hash `index` of a list. */
  add(hashes: Int32Array, index: number, row: number): void;
  /** The rows of hashes; -1 where there is none. */
  find(hashes: Int32Array): Int32Array;
}

/** Numbers in a slot: both halves of a hash, and the row from 1; 0 where the slot is free. */
const slotWidth = 3;
/** Slots for each row, at first and once they are more than were expected. */
const slotsPerRow = 1.25;
const fewestSlotsPerRow = 1.1;

/**
 * An empty table for about so many rows: 15 bytes for each, and a row is found by one look at memory.
 *
 * Slots stand in the order of the hashes' first halves; where a slot was taken, a row has the next one that was not.
 */
export function createHashTable(expected: number): HashTable {
  let count = 0;
  let slotCount = 0;
  let slots = new Int32Array(0);
  setRoom(expected);

  function setRoom(rows: number): void {
    slotCount = Math.ceil(rows * slotsPerRow) + 16;
    slots = new Int32Array(slotCount * slotWidth);
  }

  const slotOf = (first: number): number => Math.floor(((first >>> 0) / 2 ** 32) * slotCount);
  const next = (slot: number): number => (slot + 1 === slotCount ? 0 : slot + 1);

  function put(first: number, second: number, row: number): void {
    let slot = slotOf(first);
    while (slots[slot * slotWidth + 2] !== 0) slot = next(slot);
    slots[slot * slotWidth] = first;
    slots[slot * slotWidth + 1] = second;
    slots[slot * slotWidth + 2] = row + 1;
  }

  function grow(): void {
    const before = slots;
    setRoom(count * 2);
    for (let at = 0; at < before.length; at += slotWidth)
      if (before[at + 2] !== 0) put(before[at]!, before[at + 1]!, before[at + 2]! - 1);
  }

  /** The row of a hash, -1 where there is none. */
  function look(first: number, second: number): number {
    for (let slot = slotOf(first); ; slot = next(slot)) {
      const at = slot * slotWidth;
      const row = slots[at + 2]!;
      if (row === 0 || (slots[at] === first && slots[at + 1] === second)) return row - 1;
    }
  }

  return {
    fill(hashes) {
      count = hashes.length / 2;
      // A sixteenth of the slots at a time: rows come in no order of theirs, which is slow where they are not in the cache.
      for (let part = 0; part < 16; part++)
        for (let row = 0; row < count; row++)
          if (hashes[row * 2]! >>> 28 === part) put(hashes[row * 2]!, hashes[row * 2 + 1]!, row);
    },
    add(hashes, index, row) {
      count++;
      if (count * fewestSlotsPerRow > slotCount) grow();
      put(hashes[index * 2]!, hashes[index * 2 + 1]!, row);
    },
    find(hashes) {
      const rows = new Int32Array(hashes.length / 2);
      // A first look at every slot, on which nothing depends yet: the machine waits for many at a time, and has them then.
      for (let i = 0; i < rows.length; i++) rows[i] = slots[slotOf(hashes[i * 2]!) * slotWidth]!;
      for (let i = 0; i < rows.length; i++) rows[i] = look(hashes[i * 2]!, hashes[i * 2 + 1]!);
      return rows;
    },
  };
}
