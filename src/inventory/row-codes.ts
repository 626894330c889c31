import { packCodes } from "./pack.ts";
import type { Codes } from "./tables.ts";
import { grown } from "./vector.ts";

/** A code for each row in the numbering in which assets come, in as few bytes as hold the largest; 0 where none was set. */
export interface RowCodes {
  set(row: number, code: number): void;
  get(row: number): number;
  /** Codes in the final numbering: `order[new row]` is the row that was set, `recoded[code]` what stands for its code. */
  lay(order: Uint32Array, recoded: Uint32Array): Codes;
}

const none = new Uint8Array(0);

/** Rows without codes. */
export function createRowCodes(): RowCodes {
  let codes: Uint8Array | Uint16Array | Uint32Array = none;
  let largest = 0xff;
  const get = (row: number) => (row < codes.length ? codes[row]! : 0);
  return {
    set(row, code) {
      if (row >= codes.length) codes = grown(codes, Math.max(64, row * 2));
      if (code > largest) {
        codes = code > 0xffff ? Uint32Array.from(codes) : Uint16Array.from(codes);
        largest = code > 0xffff ? 0xffffffff : 0xffff;
      }
      codes[row] = code;
    },
    get,
    lay: (order, recoded) =>
      packCodes(order.length, recoded.length - 1, (row) => recoded[get(order[row]!)]!),
  };
}
