import { randomFillSync } from "node:crypto";
import type { Texts } from "../inventory/tables.ts";
import { sortedTexts } from "./decide.ts";
import type { Store } from "./store.ts";

/** Finds the rows of ids. */
export interface IdIndex {
  /** The row with this id, where there is one. */
  find(id: string): number | undefined;
  /** Whether the id of `row` is this one. */
  isAt(row: number, id: string): boolean;
}

/**
 * A search in an id column in a file costs as much as reading so many ids once: from one search in as many rows on, all are
 * read and known by their hashes.
 */
const readsPerSearch = 4096;
/** Rows whose ids are read at a time. */
const chunk = 4096;

/**
 * The ids of a sorted column, of which few are looked for at first. From some on their hashes are kept, 14 bytes for each
 * row, and an id is found without looking at its column again.
 *
 * A hash stands for its id: of 64 bits, and keyed so that nobody can choose two ids with the same one, it takes one id for
 * another less often than the checksum of a block lets a damaged one pass.
 */
export function createIdIndex(store: Store, texts: Texts): IdIndex {
  const { count } = texts;
  const sorted = sortedTexts(store, texts);
  const hash = createHash();
  let searches = 0;
  let hashes: Int32Array | undefined;
  /** Rows from 1, in the order of their hashes' first halves but where another was before; 0 where there is none. */
  let slots = new Uint32Array(0);

  const slotOf = (first: number) => Math.floor(((first >>> 0) / 2 ** 32) * slots.length);
  const next = (slot: number) => (slot + 1 === slots.length ? 0 : slot + 1);

  function isKnown(): boolean {
    if (hashes) return true;
    searches++;
    if (searches * readsPerSearch < count) return false;
    hashes = new Int32Array(count * 2);
    slots = new Uint32Array(Math.ceil(count * 1.5) + 1);
    readAll(hashes);
    return true;
  }

  function readAll(known: Int32Array): void {
    for (let first = 0; first < count; first += chunk)
      readRows(known, first, Math.min(count, first + chunk));
    // A sixteenth of the slots at a time: they are written in no order, which is slow where they are not in the cache.
    for (let part = 0; part < 16; part++)
      for (let row = 0; row < count; row++)
        if (known[row * 2]! >>> 28 === part) fillSlot(known[row * 2]!, row);
  }

  function readRows(known: Int32Array, first: number, end: number): void {
    const ends = new Uint32Array(end - first + 1);
    texts.offsets.read(new Uint8Array(ends.buffer), first * 4);
    const start = ends[0]!;
    const bytes = new Uint8Array(ends[end - first]! - start);
    texts.bytes.read(bytes, start);
    for (let row = first; row < end; row++) {
      hash.ofBytes(bytes, ends[row - first]! - start, ends[row - first + 1]! - start);
      known[row * 2] = hash.first;
      known[row * 2 + 1] = hash.second;
    }
  }

  function fillSlot(first: number, row: number): void {
    let slot = slotOf(first);
    while (slots[slot] !== 0) slot = next(slot);
    slots[slot] = row + 1;
  }

  return {
    find(id) {
      if (!isKnown()) return sorted.find(id);
      hash.ofText(id);
      const { first, second } = hash;
      for (let slot = slotOf(first); slots[slot] !== 0; slot = next(slot)) {
        const row = slots[slot]! - 1;
        if (hashes![row * 2] === first && hashes![row * 2 + 1] === second) return row;
      }
      return undefined;
    },
    isAt(row, id) {
      if (!isKnown()) return store.text(texts, row) === id;
      hash.ofText(id);
      return hashes![row * 2] === hash.first && hashes![row * 2 + 1] === hash.second;
    },
  };
}

/** HalfSipHash-1-3 with 64 bits and a key of its own (https://github.com/veorq/SipHash). */
function createHash() {
  const [key0, key1] = randomFillSync(new Int32Array(2)) as unknown as readonly [number, number];
  let scratch = Buffer.alloc(1024);

  function ofBytes(bytes: Uint8Array, from: number, to: number): void {
    const length = to - from;
    const words = length >>> 2;
    const rest = from + words * 4;
    let last = length << 24;
    for (let i = rest; i < to; i++) last |= bytes[i]! << ((i - rest) * 8);
    let v0 = key0;
    let v1 = key1 ^ 0xee;
    let v2 = key0 ^ 0x6c796765;
    let v3 = key1 ^ 0x74656462;
    // One round for each word and one for the rest, then three for each half of the result.
    for (let round = 0; round < words + 7; round++) {
      let word = 0;
      if (round < words) {
        const i = from + round * 4;
        word = bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24);
      } else if (round === words) {
        word = last;
      } else if (round === words + 1) {
        v2 ^= 0xee;
      } else if (round === words + 4) {
        own.first = v1 ^ v3;
        v1 ^= 0xdd;
      }
      v3 ^= word;
      v0 = (v0 + v1) | 0;
      v1 = ((v1 << 5) | (v1 >>> 27)) ^ v0;
      v0 = (v0 << 16) | (v0 >>> 16);
      v2 = (v2 + v3) | 0;
      v3 = ((v3 << 8) | (v3 >>> 24)) ^ v2;
      v0 = (v0 + v3) | 0;
      v3 = ((v3 << 7) | (v3 >>> 25)) ^ v0;
      v2 = (v2 + v1) | 0;
      v1 = ((v1 << 13) | (v1 >>> 19)) ^ v2;
      v2 = (v2 << 16) | (v2 >>> 16);
      v0 ^= word;
    }
    own.second = v1 ^ v3;
  }

  function ofText(text: string): void {
    const { length } = text;
    if (length * 3 > scratch.length) scratch = Buffer.alloc(length * 3);
    let units = 0;
    for (let i = 0; i < length; i++) {
      const unit = text.charCodeAt(i);
      units |= unit;
      scratch[i] = unit;
    }
    ofBytes(scratch, 0, units < 128 ? length : scratch.write(text));
  }

  // The halves of the last hash: a result object for each would cost as much as the hash.
  const own = { first: 0, second: 0, ofBytes, ofText };
  return own;
}
