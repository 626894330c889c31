/** The kernels over hash tables. */

const slotBytes: u32 = 12;
/** Hashes that are looked for together. */
const block: u32 = 64;

function slotOf(first: u32, slotCount: u32): u32 {
  const product = <u64>first * <u64>slotCount;
  return <u32>(product >> 32);
}

function following(slot: u32, slotCount: u32): u32 {
  return slot + 1 == slotCount ? 0 : slot + 1;
}

export function enter(count: u32, entries: usize, slotCount: u32, slots: usize): void {
  for (let i: u32 = 0; i < count; i++) {
    const entry = entries + i * slotBytes;
    const row = load<u32>(entry + 8);
    if (row == 0) continue;
    let slot = slotOf(load<u32>(entry), slotCount);
    while (load<u32>(slots + slot * slotBytes + 8) != 0) slot = following(slot, slotCount);
    store<u64>(slots + slot * slotBytes, load<u64>(entry));
    store<u32>(slots + slot * slotBytes + 8, row);
  }
}

export function find(count: u32, hashes: usize, slotCount: u32, slots: usize, out: usize): void {
  for (let from: u32 = 0; from < count; from += block) {
    const to = min(count, from + block);
    // A first look, on which nothing depends yet: the machine waits for many slots at a time, and has them then.
    for (let i = from; i < to; i++) {
      const slot = slotOf(load<u32>(hashes + (i << 3)), slotCount);
      store<u32>(out + (i << 2), load<u32>(slots + slot * slotBytes));
    }
    for (let i = from; i < to; i++) {
      const hash = load<u64>(hashes + (i << 3));
      let slot = slotOf(<u32>hash, slotCount);
      let row = load<u32>(slots + slot * slotBytes + 8);
      while (row != 0 && load<u64>(slots + slot * slotBytes) != hash) {
        slot = following(slot, slotCount);
        row = load<u32>(slots + slot * slotBytes + 8);
      }
      store<u32>(out + (i << 2), row - 1);
    }
  }
}
