import type { Blob } from "./tables.ts";
import { bitSetBytes, memoryBlob } from "./tables.ts";
import { grown } from "./vector.ts";

/** A set of rows in the numbering in which assets come. */
export interface Marks {
  readonly isEmpty: boolean;
  add(row: number): void;
  has(row: number): boolean;
  /** The set in the final numbering, as a bit set; `order[new row]` is the row that was added. */
  lay(order: Uint32Array): Blob;
}

const none = new Uint8Array(0);

/** An empty set. */
export function createMarks(): Marks {
  let marked = none;
  let isEmpty = true;
  const has = (row: number) =>
    row >> 3 < marked.length && (marked[row >> 3]! & (1 << (row & 7))) !== 0;
  return {
    get isEmpty() {
      return isEmpty;
    },
    add(row) {
      if (row >> 3 >= marked.length) marked = grown(marked, Math.max(64, (row >> 3) * 2));
      marked[row >> 3]! |= 1 << (row & 7);
      isEmpty = false;
    },
    has,
    lay(order) {
      const bits = new Uint8Array(bitSetBytes(order.length));
      for (let i = 0; i < order.length; i++) if (has(order[i]!)) bits[i >> 3]! |= 1 << (i & 7);
      return memoryBlob(bits);
    },
  };
}
