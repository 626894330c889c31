import {
  closeSync,
  fstatSync,
  fsyncSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";
import { crc32 } from "node:zlib";
import { InputError } from "../errors.ts";
import type { Blob, Tables } from "../inventory/tables.ts";
import type { Model, SnapshotInfo } from "../types.ts";
import { readManifest, writeManifest } from "./manifest.ts";

/**
 * A snapshot in one file, as it lies in memory:
 *
 *   header     64 bytes: magic, format version, then where the rest is, and a checksum of the header itself
 *   blobs      each at a multiple of 64 bytes
 *   checksums  u32 for each block of every blob, one blob's behind the other's
 *   manifest   JSON: the tables, with the numbers of blobs in place of blobs
 *
 * It is written once and never changed. Opening it reads the header, the checksums and the manifest; a blob is read when
 * somebody first needs it, and every block is compared with its checksum the first time it is read.
 */
export const formatVersion = 1;

const magic = "ASSAYSNP";
const headerBytes = 64;
/** What is read and checked at once where a single value is asked for. */
const blockBytes = 16 * 1024;
/** 16 MB of blocks: what single values are read from lies together, and is read again. */
const pooledBlocks = 1024;

/** The fields of the header after the magic, as unsigned 64-bit numbers but for the version. */
interface Header {
  readonly version: number;
  readonly checksumsAt: number;
  readonly checksumsBytes: number;
  readonly manifestAt: number;
  readonly manifestBytes: number;
  readonly manifestChecksum: number;
  readonly checksumsChecksum: number;
}

/**
 * Writes `tables` to `path`: whole or not at all. What is there already stays until the new file is complete and on the
 * disk. A `.part` beside it is what an interrupted write left, and is written over by the next.
 */
export function writeSnapshot(path: string, tables: Tables): void {
  const part = `${path}.part`;
  const file = openSync(part, "w");
  try {
    writeContent(file, tables);
    fsyncSync(file);
  } catch (error) {
    closeSync(file);
    rmSync(part, { force: true });
    throw error;
  }
  closeSync(file);
  renameSync(part, path);
  // The rename itself is on the disk only when the folder is.
  const folder = openSync(dirname(path), "r");
  fsyncSync(folder);
  closeSync(folder);
}

function writeContent(file: number, tables: Tables): void {
  let end = headerBytes;
  const append = (bytes: Uint8Array) => {
    for (let done = 0; done < bytes.length;)
      done += writeSync(file, bytes, done, bytes.length - done, end + done);
    end += bytes.length;
  };
  const checksums: number[] = [];
  const { manifest, blobs } = writeManifest({
    ...tables,
    info: { ...tables.info, formatVersion },
  });
  const places = blobs.map((blob) => {
    end = Math.ceil(end / 64) * 64;
    const place = { at: end, bytes: blob.byteLength, checksums: checksums.length };
    for (let from = 0; from < blob.byteLength; from += blockBytes) {
      const block = new Uint8Array(Math.min(blockBytes, blob.byteLength - from));
      blob.read(block, from);
      checksums.push(crc32(block));
      append(block);
    }
    return place;
  });
  const checksumBytes = new Uint8Array(Uint32Array.from(checksums).buffer);
  const checksumsAt = end;
  append(checksumBytes);
  const manifestText = Buffer.from(JSON.stringify({ ...manifest, blobs: places }));
  const manifestAt = end;
  append(manifestText);
  const header = encodeHeader({
    version: formatVersion,
    checksumsAt,
    checksumsBytes: checksumBytes.length,
    manifestAt,
    manifestBytes: manifestText.length,
    manifestChecksum: crc32(manifestText),
    checksumsChecksum: crc32(checksumBytes),
  });
  writeSync(file, header, 0, header.length, 0);
}

function encodeHeader(header: Header): Buffer {
  const bytes = Buffer.alloc(headerBytes);
  bytes.write(magic, 0, "latin1");
  bytes.writeUInt32LE(header.version, 8);
  bytes.writeUInt32LE(header.manifestChecksum, 12);
  bytes.writeUInt32LE(header.checksumsChecksum, 16);
  bytes.writeBigUInt64LE(BigInt(header.checksumsAt), 24);
  bytes.writeBigUInt64LE(BigInt(header.checksumsBytes), 32);
  bytes.writeBigUInt64LE(BigInt(header.manifestAt), 40);
  bytes.writeBigUInt64LE(BigInt(header.manifestBytes), 48);
  bytes.writeUInt32LE(crc32(bytes.subarray(0, 60)), 60);
  return bytes;
}

/**
 * The tables in the file at `path`, read as they are needed; the file stays open as long as somebody holds them.
 *
 * Throws an `InputError` that says what to do where there is no such file, it is no snapshot, it was cut off or has changed
 * since it was written, or was written in another format or with another schema. A changed blob is noticed when it is
 * first read. A schema that stores something else is never guessed at: a field that did not exist then is not null.
 */
export function openSnapshot(path: string, model: Model): Tables {
  const opened = openFile(path);
  const { info } = opened.content;
  if (info.schemaFingerprint !== model.fingerprint) {
    throw new InputError(
      `The snapshot "${path}" of ${info.takenAt} was collected with another schema: what it stores of assets is not what the schema asks for now. Collect again with "assay collect", or give the schema it was collected with by --schema.`,
    );
  }
  return opened.tables();
}

/** What the snapshot at `path` says of itself, whatever schema it was collected with. Throws as `openSnapshot` does. */
export function readSnapshotInfo(path: string): SnapshotInfo {
  return readSnapshotFacts(path).info;
}

/** The same, and whether it holds any asset at all: where no subscription could be listed, it does not. */
export function readSnapshotFacts(path: string): {
  readonly info: SnapshotInfo;
  readonly isEmpty: boolean;
} {
  const { file, content } = openFile(path);
  closeSync(file.descriptor);
  const { map } = content.tables as unknown as {
    readonly map: readonly (readonly [string, { readonly rows: number }])[];
  };
  return { info: content.info, isEmpty: map.every(([, { rows }]) => rows === 0) };
}

interface Place {
  readonly at: number;
  readonly bytes: number;
  readonly checksums: number;
}

interface OpenFile {
  readonly path: string;
  readonly descriptor: number;
}

function openFile(path: string) {
  const file = { path, descriptor: openDescriptor(path) };
  try {
    const { checksums, content } = readEnds(file);
    return {
      file,
      content,
      tables: () => readManifest(content, blobsOf(file, content, checksums)),
    };
  } catch (error) {
    closeSync(file.descriptor);
    throw error;
  }
}

type Content = Tables & { readonly blobs: readonly Place[] };

function readEnds(file: OpenFile): { checksums: Uint32Array; content: Content } {
  const header = readHeader(file);
  const checksums = readChecked(
    file,
    header.checksumsAt,
    header.checksumsBytes,
    header.checksumsChecksum,
  );
  const manifest = readChecked(
    file,
    header.manifestAt,
    header.manifestBytes,
    header.manifestChecksum,
  );
  return {
    checksums: new Uint32Array(checksums.buffer, checksums.byteOffset, checksums.length / 4),
    content: JSON.parse(Buffer.from(manifest).toString()) as Content,
  };
}

function openDescriptor(path: string): number {
  try {
    const descriptor = openSync(path, "r");
    if (fstatSync(descriptor).isFile()) return descriptor;
    closeSync(descriptor);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "ENOENT" && code !== "ENOTDIR")
      throw new InputError(`The snapshot "${path}" cannot be opened (${code}).`);
  }
  throw new InputError(
    `There is no snapshot file "${path}". "assay snapshots" lists those there are, "assay collect" makes one.`,
  );
}

function readHeader(file: OpenFile): Header {
  const bytes = Buffer.alloc(headerBytes);
  const length = readSync(file.descriptor, bytes, 0, headerBytes, 0);
  if (length < magic.length || bytes.toString("latin1", 0, magic.length) !== magic) {
    throw new InputError(
      `The file "${file.path}" is not a snapshot. Snapshots are made by "assay collect" and "assay import".`,
    );
  }
  const version = bytes.readUInt32LE(8);
  if (version !== formatVersion && length === headerBytes) {
    throw new InputError(
      `The snapshot "${file.path}" is in format ${version}, and this version of assay reads format ${formatVersion}. Collect again, or use the version of assay that wrote it.`,
    );
  }
  if (length < headerBytes || bytes.readUInt32LE(60) !== crc32(bytes.subarray(0, 60)))
    throw damaged(file);
  const number = (at: number) => Number(bytes.readBigUInt64LE(at));
  return {
    version,
    manifestChecksum: bytes.readUInt32LE(12),
    checksumsChecksum: bytes.readUInt32LE(16),
    checksumsAt: number(24),
    checksumsBytes: number(32),
    manifestAt: number(40),
    manifestBytes: number(48),
  };
}

function readChecked(file: OpenFile, at: number, length: number, checksum: number): Uint8Array {
  // A size from a file that is not whole must not decide how much memory is asked for.
  if (at + length > fstatSync(file.descriptor).size) throw damaged(file);
  const bytes = new Uint8Array(length);
  readFully(file, bytes, at);
  if (crc32(bytes) !== checksum) throw damaged(file);
  return bytes;
}

function readFully(file: OpenFile, target: Uint8Array, at: number): void {
  for (let done = 0; done < target.length;) {
    const length = readSync(file.descriptor, target, done, target.length - done, at + done);
    if (length === 0) throw damaged(file);
    done += length;
  }
}

function damaged({ path }: OpenFile): InputError {
  return new InputError(
    `The snapshot "${path}" is damaged: it was cut off or has changed since it was written. Take another one, or collect again with "assay collect".`,
  );
}

function blobsOf(file: OpenFile, { blobs }: Content, checksums: Uint32Array): readonly Blob[] {
  const holder = { file };
  closeWhenUnused.register(holder, file.descriptor);
  const pool = createBlockPool();
  return blobs.map(({ at, bytes, checksums: first }) => {
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
      if (offset === 0 && target.length === byteLength) {
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
