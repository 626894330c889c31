import { closeSync } from "node:fs";
import { crc32 } from "node:zlib";
import type { Blob } from "../inventory/tables.ts";
import { uniformBlob } from "../inventory/tables.ts";
import type { OpenFile } from "./open-file.ts";
import { damaged, readFully } from "./open-file.ts";

/** What has a checksum of its own, and is read and checked at once where a single value is asked for. */
export const blockBytes = 16 * 1024;
/** 16 MB of blocks: what single values are read from lies together, and is read again. */
const pooledBlocks = 1024;

/** What is read at once of a whole blob: what its checksums are made of is then still in the processor's cache. */
const spanBytes = 16 * blockBytes;

/**
 * Where a blob lies in the file, and the number of its first checksum. One that is the same four bytes over and over, as a
 * column of nothing but null is, lies nowhere: its word is all there is of it.
 */
export type Place =
  | { readonly bytes: number; readonly at: number; readonly checksums: number }
  | { readonly bytes: number; readonly word: number };

/**
 * The blob at a place of a file, the same one for the same place. It is read when somebody first needs it: a whole one straight
 * into the memory it is for, single values block by block through one pool for the file. Every block is compared with its
 * checksum as it comes.
 */
export function createFileBlobs(file: OpenFile, checksums: Uint32Array): (place: Place) => Blob {
  const holder = { file };
  closeWhenUnused.register(holder, file.descriptor);
  const pool = createBlockPool();
  const blobs = new Map<number, Blob>();
  return (place) => {
    if ("word" in place) return uniformBlob(place.bytes, place.word);
    const { at, bytes, checksums: first } = place;
    const known = blobs.get(at);
    if (known) return known;
    const own = checksums.subarray(first, first + Math.ceil(bytes / blockBytes));
    const blob = createFileBlob(holder, pool, at, bytes, own);
    blobs.set(at, blob);
    return blob;
  };
}

/** Tables have no end of life of their own: their file is closed when nobody can read it any more. */
const closeWhenUnused = new FinalizationRegistry<number>((descriptor) => closeSync(descriptor));

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

function createFileBlob(
  holder: { readonly file: OpenFile },
  pool: BlockPool,
  at: number,
  byteLength: number,
  checksums: Uint32Array,
): Blob {
  function check(block: number, content: Uint8Array): void {
    if (crc32(content) !== checksums[block]) throw damaged(holder.file);
  }

  function readBlock(block: number): Uint8Array {
    const from = block * blockBytes;
    const content = new Uint8Array(Math.min(blockBytes, byteLength - from));
    readFully(holder.file, content, at + from);
    check(block, content);
    return content;
  }

  function readWhole(target: Uint8Array): void {
    for (let from = 0; from < byteLength; from += spanBytes) {
      const span = target.subarray(from, from + spanBytes);
      readFully(holder.file, span, at + from);
      for (let done = 0; done < span.length; done += blockBytes)
        check((from + done) / blockBytes, span.subarray(done, done + blockBytes));
    }
  }

  return {
    byteLength,
    read(target, offset = 0) {
      if (target.length === byteLength) {
        readWhole(target);
        return;
      }
      for (let done = 0; done < target.length;) {
        const block = Math.floor((offset + done) / blockBytes);
        const from = block * blockBytes;
        const content = pool.take(at + from, () => readBlock(block));
        const part = content.subarray(offset + done - from, offset + target.length - from);
        target.set(part, done);
        done += part.length;
      }
    },
  };
}
