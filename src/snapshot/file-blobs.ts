import type { Blob } from "../inventory/tables.ts";
import { uniformBlob } from "../inventory/tables.ts";
import type { Span } from "./checksum.ts";
import { blockBytes, checksumWords, createSpan, spanBytes } from "./checksum.ts";
import type { OpenFile } from "./open-file.ts";
import { damaged, readFully } from "./open-file.ts";

/** 16 MB of blocks: what single values are read from lies together, and is read again. */
const pooledBlocks = 1024;

/**
 * Where a blob lies in the file, and the number of its first block's checksum. One that is the same four bytes over and over, as a
 * column of nothing but null is, lies nowhere: its word is all there is of it.
 */
export type BlobLocation =
  | { readonly bytes: number; readonly at: number; readonly checksums: number }
  | { readonly bytes: number; readonly word: number };

/**
 * The blob at a place of a file, the same one for the same place. It is read when somebody first needs it: a whole one to the
 * memory it is for, single values block by block through one pool for the file. Every block is compared with its checksum as
 * it comes.
 */
export function createFileBlobs(
  file: OpenFile,
  checksums: Uint32Array,
): (place: BlobLocation) => Blob {
  const takeSpan = createSpanOnDemand();
  const pool = createBlockPool();
  const blobs = new Map<number, Blob>();
  return (place) => {
    if ("word" in place) return uniformBlob(place.bytes, place.word);
    const { at, bytes, checksums: first } = place;
    const known = blobs.get(at);
    if (known) return known;
    const end = first + Math.ceil(bytes / blockBytes);
    const own = checksums.subarray(first * checksumWords, end * checksumWords);
    const blob = createFileBlob(file, takeSpan, pool, at, bytes, own);
    blobs.set(at, blob);
    return blob;
  };
}

/** The blocks that single values were last read from, by their place in the file. */
type BlockPool = ReturnType<typeof createBlockPool>;

function createBlockPool() {
  const blocks = new Map<number, Uint8Array>();
  return {
    /** The block at a place in the file; `read` brings it where it is not there. The one read longest ago makes room. */
    take(at: number, read: () => Uint8Array): Uint8Array {
      const known = blocks.get(at);
      if (known) return known;
      const block = read();
      if (blocks.size === pooledBlocks) blocks.delete(blocks.keys().next().value!);
      blocks.set(at, block);
      return block;
    },
  };
}

/** Whoever only asks what a snapshot is needs none. */
function createSpanOnDemand(): () => Span {
  let span: Span | undefined;
  return () => (span ??= createSpan());
}

function createFileBlob(
  file: OpenFile,
  takeSpan: () => Span,
  pool: BlockPool,
  at: number,
  byteLength: number,
  checksums: Uint32Array,
): Blob {
  /** The blocks from byte `from` on, as many as go into a span; valid until something else is read. */
  function readBlocks(from: number, most: number): Uint8Array {
    const span = takeSpan();
    const content = span.bytes.subarray(0, Math.min(most, byteLength - from));
    readFully(file, content, at + from);
    const first = (from / blockBytes) * checksumWords;
    for (const [i, word] of span.checksums(content.length).entries())
      if (word !== checksums[first + i]) throw damaged(file);
    return content;
  }

  /** Whole blocks from byte `offset` on. */
  function readMany(target: Uint8Array, offset: number): void {
    // By way of the span and not straight to their place: there each page would first have to be made in the midst of reading.
    for (let done = 0; done < target.length; done += spanBytes)
      target.set(readBlocks(offset + done, Math.min(spanBytes, target.length - done)), done);
  }

  return {
    byteLength,
    read(target, offset = 0) {
      const end = offset + target.length;
      const isMany = target.length === byteLength || target.length >= spanBytes;
      if (isMany && offset % blockBytes === 0 && (end % blockBytes === 0 || end === byteLength)) {
        readMany(target, offset);
        return;
      }
      for (let done = 0; done < target.length;) {
        const block = Math.floor((offset + done) / blockBytes);
        const from = block * blockBytes;
        const content = pool.take(at + from, () => readBlocks(from, blockBytes).slice());
        const part = content.subarray(offset + done - from, offset + target.length - from);
        target.set(part, done);
        done += part.length;
      }
    },
  };
}
