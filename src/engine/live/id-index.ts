import { randomFillSync } from "node:crypto";
import type { Table, Texts } from "../../inventory/tables.ts";
import { invariant } from "../../errors.ts";
import { sortedTexts } from "../plan/decide.ts";
import type { Store } from "../rows/store.ts";

/** Finds the rows of ids. */
export interface IdIndex {
  /** The row with this id, where there is one. */
  find(id: string): number | undefined;
  /** The rows with these ids; -1 where there is none. */
  findAll(ids: TextBytes): Int32Array;
}

/** Texts as bytes: text `i` is `bytes` from `offsets[i]` to `offsets[i + 1]`. */
export interface TextBytes {
  readonly offsets: Uint32Array;
  readonly bytes: Uint8Array;
  text(index: number): string;
}

/** Reads `texts`, or those from `first` up to `end`, which then begin with 0. */
export function readTexts(texts: Texts, first = 0, end = texts.count): TextBytes {
  const offsets = new Uint32Array(end - first + 1);
  texts.offsets.read(new Uint8Array(offsets.buffer), first * 4);
  const start = offsets[0]!;
  const bytes = Buffer.allocUnsafe(offsets[end - first]! - start);
  texts.bytes.read(bytes, start);
  for (let i = 0; i < offsets.length; i++) offsets[i]! -= start;
  const encoding = texts.ascii ? "latin1" : "utf8";
  const text = (index: number) => bytes.toString(encoding, offsets[index]!, offsets[index + 1]!);
  return { offsets, bytes, text };
}

/** The ids of a table's rows. */
export function idsOf({ columns }: Table): TextBytes {
  const ids = columns.get("id");
  invariant(ids?.kind === "plain", "a table's ids are a plain column");
  return readTexts(ids.texts);
}

/**
 * A search in an id column in a file costs as much as reading so many ids once: from one search in as many rows on, all are
 * read and known by their hashes.
 */
const readsPerSearch = 4096;
/** Rows whose ids are read at a time. */
const chunk = 4096;

/** Numbers in a slot: both halves of a hash, and the row from 1; 0 where the slot is free. */
const slotWidth = 3;

/**
 * The ids of a sorted column (none where there is no column), of which few are looked for at first. From some on their hashes
 * are kept, 15 bytes for each row, and an id is found by one look at memory, without its column.
 *
 * A hash stands for its id: of 64 bits, and keyed so that nobody can choose two ids with the same one, it takes one id for
 * another less often than the checksum of a block lets a damaged one pass.
 */
export function createIdIndex(store: Store, texts: Texts | undefined): IdIndex {
  if (!texts || texts.count === 0) {
    return {
      find: () => undefined,
      findAll: ({ offsets }) => new Int32Array(offsets.length - 1).fill(-1),
    };
  }
  const { count } = texts;
  const sorted = sortedTexts(store, texts);
  const hash = createHash();
  let searches = 0;
  /** In the order of the hashes' first halves; where a slot was taken, the next one that was not. */
  let slots: Int32Array | undefined;
  const slotCount = Math.ceil(count * 1.25) + 1;

  const slotOf = (first: number) => Math.floor(((first >>> 0) / 2 ** 32) * slotCount);
  const next = (slot: number) => (slot + 1 === slotCount ? 0 : slot + 1);

  function known(wanted: number): Int32Array | undefined {
    if (slots) return slots;
    searches += wanted;
    if (searches * readsPerSearch < count) return undefined;
    slots = new Int32Array(slotCount * slotWidth);
    fill(slots, readHashes(texts!));
    return slots;
  }

  /** Both halves of each row's hash. */
  function readHashes(all: Texts): Int32Array {
    const hashes = new Int32Array(count * 2);
    for (let first = 0; first < count; first += chunk)
      hashAll(readTexts(all, first, Math.min(count, first + chunk)), hashes, first);
    return hashes;
  }

  function hashAll({ offsets, bytes }: TextBytes, hashes: Int32Array, first: number): void {
    for (let i = 0; i < offsets.length - 1; i++) {
      hash.ofBytes(bytes, offsets[i]!, offsets[i + 1]!);
      hashes[(first + i) * 2] = hash.first;
      hashes[(first + i) * 2 + 1] = hash.second;
    }
  }

  /** A sixteenth of the slots at a time: they are filled in no order, which is slow where they are not in the cache. */
  function fill(all: Int32Array, hashes: Int32Array): void {
    for (let part = 0; part < 16; part++) {
      for (let row = 0; row < count; row++) {
        const first = hashes[row * 2]!;
        if (first >>> 28 !== part) continue;
        let slot = slotOf(first);
        while (all[slot * slotWidth + 2] !== 0) slot = next(slot);
        all[slot * slotWidth] = first;
        all[slot * slotWidth + 1] = hashes[row * 2 + 1]!;
        all[slot * slotWidth + 2] = row + 1;
      }
    }
  }

  /** The row of a hash, -1 where there is none. */
  function look(all: Int32Array, first: number, second: number): number {
    for (let slot = slotOf(first); ; slot = next(slot)) {
      const at = slot * slotWidth;
      const row = all[at + 2]!;
      if (row === 0 || (all[at] === first && all[at + 1] === second)) return row - 1;
    }
  }

  return {
    find(id) {
      const all = known(1);
      if (!all) return sorted.find(id);
      hash.ofText(id);
      const row = look(all, hash.first, hash.second);
      return row < 0 ? undefined : row;
    },
    findAll(ids) {
      const wanted = ids.offsets.length - 1;
      const all = known(wanted);
      const rows = new Int32Array(wanted);
      if (!all) return rows.map((_, i) => sorted.find(ids.text(i)) ?? -1);
      const hashes = new Int32Array(wanted * 2);
      hashAll(ids, hashes, 0);
      // All hashes first: then the machine waits for several slots at a time.
      for (let i = 0; i < wanted; i++) rows[i] = look(all, hashes[i * 2]!, hashes[i * 2 + 1]!);
      return rows;
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
