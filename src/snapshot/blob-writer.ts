import type { Blob } from "../inventory/tables.ts";
import { uniformBlob } from "../inventory/tables.ts";
import { checksumWords, createSpan, spanBytes } from "./checksum.ts";
import type { BlobLocation } from "./file-blobs.ts";

/** Brings blobs into a file. */
export interface BlobWriter {
  /**
   * Writes a blob, and says where. One that is the same word over and over is not written, and one with the same bytes as
   * one before has that one's place: the connectors' ids alone are in three tables, and who belongs to which in two.
   */
  put(blob: Blob): BlobLocation;
  /** The checksums of all that was written, `checksumWords` for each block. */
  checksums(): Uint32Array<ArrayBuffer>;
}

/** A writer to wherever `append` brings bytes, at the next multiple of 64; it says where that was. */
export function createBlobWriter(append: (bytes: Uint8Array) => number): BlobWriter {
  const checksums: number[] = [];
  const written = new Map<string, { readonly blob: Blob; readonly place: BlobLocation }>();
  const span = createSpan();
  const other = new Uint8Array(spanBytes);

  /** The parts of a blob, one after the other in the same bytes, with where each begins. */
  function* partsOf(
    blob: Blob,
    room = span.bytes,
  ): Generator<readonly [from: number, part: Uint8Array]> {
    for (let from = 0; from < blob.byteLength; from += spanBytes) {
      const part = room.subarray(0, Math.min(spanBytes, blob.byteLength - from));
      blob.read(part, from);
      yield [from, part];
    }
  }

  function areSame(blob: Blob, twin: Blob): boolean {
    for (const [from, part] of partsOf(blob)) {
      const expected = other.subarray(0, part.length);
      twin.read(expected, from);
      if (Buffer.compare(part, expected) !== 0) return false;
    }
    return true;
  }

  /** The four bytes that a blob is over and over, if it is. */
  function wordOf(blob: Blob): number | undefined {
    const start = Buffer.alloc(4);
    blob.read(start.subarray(0, blob.byteLength));
    const word = start.readUInt32LE(0);
    return areSame(blob, uniformBlob(blob.byteLength, word)) ? word : undefined;
  }

  function checksumsOf(blob: Blob): readonly number[] {
    const own: number[] = [];
    for (const [, { length }] of partsOf(blob)) own.push(...span.checksums(length));
    return own;
  }

  function write(blob: Blob, own: readonly number[]): BlobLocation {
    const place = { bytes: blob.byteLength, at: 0, checksums: checksums.length / checksumWords };
    for (const [from, part] of partsOf(blob)) {
      const at = append(part);
      if (from === 0) place.at = at;
    }
    for (const word of own) checksums.push(word);
    return place;
  }

  return {
    put(blob) {
      const word = wordOf(blob);
      if (word !== undefined) return { bytes: blob.byteLength, word };
      const own = checksumsOf(blob);
      const key = `${blob.byteLength}:${own.join()}`;
      const known = written.get(key);
      if (known && areSame(blob, known.blob)) return known.place;
      const place = write(blob, own);
      written.set(key, { blob, place });
      return place;
    },
    checksums: () => Uint32Array.from(checksums),
  };
}
