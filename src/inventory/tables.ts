/**
 * How a snapshot is laid out, in memory as on disk: one table for each concrete type, a column for each field, and links as
 * arrays of row numbers. Nothing here is an object per asset.
 *
 *   row number   position in the table; rows are sorted by id, so the id's order is the rows' order
 *   code         position in a sorted dictionary of distinct values, from 1; code 0 is null
 *   bit set      one bit per row, lowest bit first, in whole 64-byte lines
 *
 * Bytes stand in blobs, which are read when somebody first asks; a blob may be a file's. All integers are little-endian.
 */

import type { Collection, ScalarName, SnapshotInfo } from "../types.ts";

/** A run of bytes that never changes, here or in a file. */
export interface Blob {
  readonly byteLength: number;
  /** Where it is these four bytes (as an integer) over and over. */
  readonly word?: number;
  /** The bytes themselves, where they are in memory. */
  readonly bytes?: Uint8Array;
  /** Fills `target` from byte `offset` on. Throws an `InputError` where the bytes in a file are not those that were written. */
  read(target: Uint8Array, offset?: number): void;
}

/** Texts one behind the other in UTF-8: text `i` is `bytes` from `offsets[i]` to `offsets[i + 1]` (u32, one more than texts). */
export interface Texts {
  readonly count: number;
  readonly offsets: Blob;
  readonly bytes: Blob;
  /** Every byte is below 128, so that one byte is one character. */
  readonly ascii: boolean;
  /** No text has a character that JSON must escape. */
  readonly plainJson: boolean;
}

/** One unsigned integer of `width` bytes for each row. */
export interface Codes {
  readonly width: 1 | 2 | 4;
  readonly blob: Blob;
}

/**
 * Distinct values in the order that the dialect compares and sorts them by.
 *
 * - `text`: String, ID and enums by code point, moments as instants, dates and whole numbers of any size by value.
 * - `number`: float64. `boolean`: false is 1, true is 2.
 * - `json`: lists, and columns in which the cloud sent something else than the schema says; in no useful order.
 */
export type Dictionary =
  | { readonly kind: "text"; readonly count: number; readonly texts: Texts }
  | { readonly kind: "number"; readonly count: number; readonly numbers: Blob }
  | { readonly kind: "boolean"; readonly count: 2 }
  | { readonly kind: "json"; readonly count: number; readonly texts: Texts };

interface ColumnBase {
  readonly scalar: ScalarName;
  /** Bit set of the rows whose value could not be learnt; absent where there are none. Such a row is null besides. */
  readonly missing?: Blob;
}

/** A code for each row and a dictionary. */
export interface CodedColumn extends ColumnBase {
  readonly kind: "coded";
  readonly codes: Codes;
  readonly dictionary: Dictionary;
}

/** Mostly distinct texts, one for each row, in the rows' order. */
export interface PlainColumn extends ColumnBase {
  readonly kind: "plain";
  readonly texts: Texts;
  /** Bit set of the null rows; absent where there are none. A null row's text is empty. */
  readonly nulls?: Blob;
  /** The texts rise strictly from row to row, as ids do. */
  readonly sorted: boolean;
}

export type Column = CodedColumn | PlainColumn;

/**
 * Where links lead from each row of one table.
 *
 * - `one`: at most one link per row: u32 per row, the target's row number + 1, 0 for none.
 * - `runs`: row `i` leads to the rows from `offsets[i]` up to `offsets[i + 1]`: what belongs to one row mostly stands
 *   together, since ids begin with those of what they belong to.
 * - `many`: row `i` leads to `targets` from `offsets[i]` to `offsets[i + 1]`, rising; parallel links stand twice.
 */
export type Adjacency =
  | { readonly kind: "one"; readonly targets: Blob }
  | { readonly kind: "runs"; readonly offsets: Blob }
  | { readonly kind: "many"; readonly offsets: Blob; readonly targets: Blob };

/** The links of one relation to the rows of one concrete type. */
export interface LinkColumns {
  readonly target: string;
  readonly forward: Adjacency;
  readonly backward: Adjacency;
  readonly count: number;
}

/** Links that lead nowhere: row `rows[i]` (u32, rising) names `ids[i]`. */
export interface Dangling {
  readonly count: number;
  readonly rows: Blob;
  readonly ids: Texts;
}

export interface RelationTable {
  /** One entry for each concrete type that the relation reaches, by name; for an inverse those of the other side, turned round. */
  readonly links: readonly LinkColumns[];
  readonly dangling?: Dangling;
  /** Bit set of the rows whose links could not be learnt, whatever they lead to. */
  readonly missing?: Blob;
  /** Of an inverse: by concrete type of the far side, bit set of the rows of which it is not known who of that type leads to them. */
  readonly unread?: ReadonlyMap<string, Blob>;
}

export interface Table {
  readonly type: string;
  readonly rows: number;
  /** The field `id` is this column. */
  readonly columns: ReadonlyMap<string, Column>;
  readonly relations: ReadonlyMap<string, RelationTable>;
  /** For each row its connector's position in `Tables.connectors`, from 1. */
  readonly connector: Codes;
}

/** Everything about one estate at one moment. */
export interface Tables {
  readonly info: SnapshotInfo;
  /** One for each concrete type of the model. */
  readonly tables: ReadonlyMap<string, Table>;
  /** Ids of all connectors that an asset or a collection names, sorted. */
  readonly connectors: Texts;
  /** Collections as columns of their own fields, sorted by type, then connector. */
  readonly collections: Table;
  /** For each asset type the connectors (u32 positions from 1, rising) where its collection is not complete. Absent: none. */
  readonly incomplete: ReadonlyMap<string, Blob>;
  /**
   * For types that are read for each asset of others: those of `incomplete` where it is not known for which of these assets.
   * Elsewhere these assets' relations are marked, see `RelationTable.unread`. Absent for a type: all of `incomplete`.
   */
  readonly unknownOwners?: ReadonlyMap<string, Blob>;
  /** Closes the file that blobs are read from, where there is one: what was not read by then never is. */
  close?(): void;
}

/** The fields of a `Collection`, as columns of `Tables.collections`. */
export const collectionFields: Readonly<
  Record<Exclude<keyof Collection, "unreadOwners">, ScalarName>
> = {
  type: "String",
  connector: "String",
  status: "String",
  cause: "String",
  code: "String",
  permission: "String",
  apiVersion: "String",
  readAt: "String",
  assets: "Int",
  requestId: "String",
};

/** Bytes of a bit set over so many rows: whole 64-byte lines, so that kernels need no tail. */
export function bitSetBytes(rows: number): number {
  return Math.ceil(rows / 512) * 64;
}

/** A blob of the same four bytes over and over; the last time only as many of them as there is room for. */
export function uniformBlob(byteLength: number, word: number): Blob {
  return {
    byteLength,
    word,
    read(target, offset = 0) {
      for (let i = 0; i < Math.min(4, target.length); i++)
        target[i] = word >>> (((offset + i) % 4) * 8);
      if (target.length <= 4) return;
      const { buffer, byteOffset, length } = target;
      Buffer.from(buffer, byteOffset, length).fill(target.slice(0, 4));
    },
  };
}

/** All bytes of a blob, for reading only: a copy where they are not in memory. */
export function bytesOf(blob: Blob): Uint8Array {
  if (blob.bytes) return blob.bytes;
  const bytes = new Uint8Array(blob.byteLength);
  blob.read(bytes);
  return bytes;
}

/** All numbers of a blob of u32, for reading only. */
export function numbersOf(blob: Blob): Uint32Array {
  const { buffer, byteOffset, byteLength } = bytesOf(blob);
  return new Uint32Array(buffer, byteOffset, byteLength / 4);
}

/** A blob over bytes in memory, which must not change from then on. */
export function memoryBlob(array: ArrayBufferView): Blob {
  const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
  return {
    byteLength: bytes.length,
    bytes,
    read(target, offset = 0) {
      target.set(bytes.subarray(offset, offset + target.length));
    },
  };
}
