import { closeSync } from "node:fs";
import { crc32 } from "node:zlib";
import type { Blob } from "../inventory/tables.ts";
import type { OpenFile } from "./open-file.ts";
import { damaged, readFully } from "./open-file.ts";

/** What has a checksum of its own, and is read and checked at once where a single value is asked for. */
export const blockBytes = 16 * 1024;
/** 16 MB of blocks: what single values are read from lies together, and is read again. */
const pooledBlocks = 1024;

/** Where a blob lies in the file, and the number of its first checksum. */
export interface Place {
  readonly at: number;
  readonly bytes: number;
  readonly checksums: number;
}

/**
 * The blobs at these places of a file, each read when somebody first needs it: a whole one straight into the memory it is
 * for, single values block by block through one pool for the file. Every block is compared with its checksum as it comes.
 */
export function createFileBlobs(
  file: OpenFile,
  places: readonly Place[],
  checksums: Uint32Array,
): readonly Blob[] {
  const holder = { file };
  closeWhenUnused.register(holder, file.descriptor);
  const pool = createBlockPool();
  return places.map(({ at, bytes, checksums: first }) => {
    const own = checksums.subarray(first, first + Math.ceil(bytes / blockBytes));
    return createFileBlob(holder, pool, at, bytes, own);
  });
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
    readFully(holder.file, target, at);
    for (let block = 0; block < checksums.length; block++) {
      check(block, target.subarray(block * blockBytes, (block + 1) * blockBytes));
    }
  }

  return {
    byteLength,
    read(target, offset = 0) {
      // What fits into a block may be one value that is read again and again.
      if (target.length === byteLength && byteLength > blockBytes) {
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
