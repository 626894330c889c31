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
  /** Text `i` is `bytes` from `offsets[i]` to `offsets[i + 1]`; valid until the next new text. */
  view(): { readonly bytes: Uint8Array; readonly offsets: Uint32Array };
  text(index: number): string;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** An empty `Interner`. */
export function createInterner(): Interner {
  let bytes = new Uint8Array(1024);
  const offsets = createVector();
  offsets.push(0);
  const hashes = createVector();
  // Open addressing: number + 1, 0 is free; at most half full.
  let slots = new Uint32Array(256);
  let end = 0;

  /** Writes the text behind the last one, where it stays if it proves new. Returns the end of its bytes. */
  function write(text: string): number {
    if (end + text.length * 3 > bytes.length)
      bytes = grown(bytes, Math.max(bytes.length * 2, end + text.length * 3));
    let position = end;
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      if (unit > 127) return end + encoder.encodeInto(text, bytes.subarray(end)).written;
      bytes[position++] = unit;
    }
    return position;
  }

  function hash(from: number, to: number): number {
    let value = to - from;
    for (let i = from; i < to; i++) value = Math.imul(value ^ bytes[i]!, 0x01000193);
    value ^= value >>> 15;
    return Math.imul(value, 0x2c1b3c6d) >>> 0;
  }

  function isText(index: number, from: number, to: number): boolean {
    const start = offsets.get(index);
    if (offsets.get(index + 1) - start !== to - from) return false;
    for (let i = 0; i < to - from; i++) if (bytes[start + i] !== bytes[from + i]) return false;
    return true;
  }

  function widen(): void {
    slots = new Uint32Array(slots.length * 2);
    const mask = slots.length - 1;
    for (let index = 0; index < hashes.length; index++) {
      let slot = hashes.get(index) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = index + 1;
    }
  }

  return {
    get count() {
      return hashes.length;
    },
    intern(text) {
      const to = write(text);
      const key = hash(end, to);
      const mask = slots.length - 1;
      let slot = key & mask;
      for (; slots[slot] !== 0; slot = (slot + 1) & mask) {
        const index = slots[slot]! - 1;
        if (hashes.get(index) === key && isText(index, end, to)) return index;
      }
      const index = hashes.length;
      slots[slot] = index + 1;
      hashes.push(key);
      offsets.push(to);
      end = to;
      if (hashes.length * 2 > slots.length) widen();
      return index;
    },
    view: () => ({ bytes: bytes.subarray(0, end), offsets: offsets.view() }),
    text: (index) => decoder.decode(bytes.subarray(offsets.get(index), offsets.get(index + 1))),
  };
}
