import type { Vector } from "./vector.ts";
import { createVector, grown } from "./vector.ts";

/**
 * Distinct texts, numbered in the order in which they first came.
 *
 * A snapshot of ten million assets has tens of millions of texts. As JavaScript strings in a `Map` each would cost well
 * over a hundred bytes, and a `Map` ends at 16 million entries; here a text costs its UTF-8 bytes and 16 more.
 */
export interface Interner {
  readonly count: number;
  /** The number of this text, a new one where it has not been seen. */
  intern(text: string): number;
  /** The same for what of the text stands from `from` on. Texts of different groups are different texts. */
  internIn(group: number, text: string, from: number): number;
  /** Text `i` is `bytes` from `offsets[i]` to `offsets[i + 1]`; valid until the next new text. */
  view(): TextBytes;
  /** Each text's group; empty where there are none. Valid until the next new text. */
  groups(): Uint32Array;
  text(index: number): string;
  /** Lets go of what only finding a text needs: nothing is interned from then on. */
  seal(): void;
}

/** Text `i` is `bytes` from `offsets[i]` to `offsets[i + 1]`, in UTF-8. */
export interface TextBytes {
  readonly bytes: Uint8Array;
  readonly offsets: Uint32Array;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

const noBytes = new Uint8Array(0);
const noSlots = new Uint32Array(0);

/** An empty `Interner`, of grouped texts only or of texts without a group. */
export function createInterner(kind: "grouped" | "alone" = "alone"): Interner {
  let bytes = noBytes;
  const offsets = createVector();
  offsets.push(0);
  const groups: Vector | undefined = kind === "grouped" ? createVector() : undefined;
  let hashes = createVector();
  // Open addressing: number + 1, 0 is free; at most half full, and none before the first text.
  let slots = noSlots;
  let end = 0;
  let key = 0;

  /** Writes the text behind the last one, where it stays if it proves new, and its hash into `key`. Returns its end. */
  function write(group: number, text: string, from: number): number {
    const most = end + (text.length - from) * 3;
    if (most > bytes.length) bytes = grown(bytes, roomFor(most, bytes.length));
    let hash = group;
    let position = end;
    for (let i = from; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      if (unit > 127) return writeWide(group, text.slice(from));
      bytes[position++] = unit;
      hash = Math.imul(hash ^ unit, 0x01000193);
    }
    key = mix(hash ^ (position - end));
    return position;
  }

  function writeWide(group: number, text: string): number {
    const to = end + encoder.encodeInto(text, bytes.subarray(end)).written;
    let hash = group;
    for (let i = end; i < to; i++) hash = Math.imul(hash ^ bytes[i]!, 0x01000193);
    key = mix(hash ^ (to - end));
    return to;
  }

  function isText(index: number, group: number, to: number): boolean {
    const start = offsets.get(index);
    if (offsets.get(index + 1) - start !== to - end) return false;
    if (groups !== undefined && groups.get(index) !== group) return false;
    for (let i = 0; i < to - end; i++) if (bytes[start + i] !== bytes[end + i]) return false;
    return true;
  }

  function widen(): void {
    slots = new Uint32Array(Math.max(256, slots.length * 2));
    const mask = slots.length - 1;
    const keys = hashes.view();
    for (let index = 0; index < keys.length; index++) {
      let slot = keys[index]! & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = index + 1;
    }
  }

  function internIn(group: number, text: string, from: number): number {
    if (slots.length === 0) widen();
    const to = write(group, text, from);
    const mask = slots.length - 1;
    let slot = key & mask;
    for (; slots[slot] !== 0; slot = (slot + 1) & mask) {
      const index = slots[slot]! - 1;
      if (hashes.get(index) === key && isText(index, group, to)) return index;
    }
    const index = hashes.length;
    slots[slot] = index + 1;
    hashes.push(key);
    offsets.push(to);
    groups?.push(group);
    end = to;
    if (hashes.length * 2 > slots.length) widen();
    return index;
  }

  return {
    get count() {
      return offsets.length - 1;
    },
    intern: (text) => internIn(0, text, 0),
    internIn,
    view: () => ({ bytes: bytes.subarray(0, end), offsets: offsets.view() }),
    groups: () => groups?.view() ?? new Uint32Array(0),
    seal() {
      slots = noSlots;
      hashes = createVector();
    },
    text: (index) => decoder.decode(bytes.subarray(offsets.get(index), offsets.get(index + 1))),
  };
}

function mix(hash: number): number {
  return Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) >>> 0;
}

/** Room for `least` bytes with some to spare: offsets are 32 bits wide, so that a column ends at 4 GiB of text. */
function roomFor(least: number, present: number): number {
  if (least > 0xffffffff) throw new RangeError("More than 4 GiB of text in one column.");
  return Math.max(1024, least, Math.min(present * 2, 0xffffffff));
}
