import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { crc32 } from "node:zlib";
import { InputError } from "../errors.ts";
import type { Tables } from "../inventory/tables.ts";
import type { Model, SnapshotInfo } from "../types.ts";
import { createBlobWriter } from "./blob-writer.ts";
import { createFileBlobs } from "./file-blobs.ts";
import { openFreshSync } from "../files/fresh-file.ts";
import { encodeHeader, formatVersion, headerBytes, readHeader } from "./header.ts";
import type { Manifest } from "./manifest.ts";
import { readManifest, writeManifest } from "./manifest.ts";
import type { OpenFile } from "./open-file.ts";
import { openFile, readChecked } from "./open-file.ts";

/**
 * A snapshot in one file, as it lies in memory:
 *
 *   header     64 bytes: magic, format version, then where the rest is, and a checksum of the header itself
 *   blobs      each at a multiple of 64 bytes; among them what each table says of its columns and links, as JSON
 *   checksums  64 bits for each block of every blob, one blob's behind the other's
 *   manifest   JSON: what tables there are, with blobs' places in place of blobs
 *
 * It is written once and never changed. Opening it reads the header, the checksums and the manifest; a blob is read when
 * somebody first needs it, and every block is compared with its checksum as it is read. Blobs of the same bytes lie in one place,
 * and those that are one word over and over, as most columns and links of most estates are, in the manifest alone.
 */
export { formatVersion };

/**
 * Writes `tables` to `path`: whole or not at all. What is there already stays until the new file is complete and on the
 * disk. A `.part` beside it is what an interrupted write left, or somebody else's: it is left as it is.
 */
export function writeSnapshot(path: string, tables: Tables): void {
  const { aside, file } = openFreshSync(path);
  try {
    writeContent(file, tables);
    fsyncSync(file);
  } catch (error) {
    closeSync(file);
    rmSync(aside, { force: true });
    throw error;
  }
  closeSync(file);
  renameSync(aside, path);
  // The rename itself is on the disk only when the folder is.
  const folder = openSync(dirname(path), "r");
  fsyncSync(folder);
  closeSync(folder);
}

function writeContent(file: number, tables: Tables): void {
  let end = headerBytes;
  const append = (bytes: Uint8Array): number => {
    const at = Math.ceil(end / 64) * 64;
    for (let done = 0; done < bytes.length;)
      done += writeSync(file, bytes, done, bytes.length - done, at + done);
    end = at + bytes.length;
    return at;
  };
  const blobs = createBlobWriter(append);
  const manifest = writeManifest({ ...tables, info: { ...tables.info, formatVersion } }, blobs.put);
  const checksums = new Uint8Array(blobs.checksums().buffer);
  const manifestText = Buffer.from(JSON.stringify(manifest));
  const header = encodeHeader({
    version: formatVersion,
    checksumsAt: append(checksums),
    checksumsBytes: checksums.length,
    manifestAt: append(manifestText),
    manifestBytes: manifestText.length,
    manifestChecksum: crc32(manifestText),
    checksumsChecksum: crc32(checksums),
  });
  writeSync(file, header, 0, header.length, 0);
}

/**
 * The tables in the file at `path`, read as they are needed; the file stays open until they are closed, or nobody holds them.
 *
 * Throws an `InputError` that says what to do where there is no such file, it is no snapshot, it was cut off or has changed
 * since it was written, or was written in another format or with another schema. A changed blob is noticed when it is
 * first read. A schema that stores something else is never guessed at: a field that did not exist then is not null.
 */
export function openSnapshot(path: string, model: Model): Tables {
  const { file, content, checksums } = openWithEnds(path);
  const { info } = content;
  if (info.schemaFingerprint !== model.fingerprint) {
    file.close();
    throw new InputError(
      "other-schema",
      `The snapshot "${path}" of ${info.takenAt} was collected with another schema: what it stores of assets is not what the schema asks for now. Collect again with "assay collect", or give the schema it was collected with by --schema.`,
    );
  }
  const close = () => file.close();
  return { ...readManifest(content, createFileBlobs(file, checksums)), close };
}

/**
 * What the snapshot at `path` says of itself, whatever schema it was collected with, and whether it holds any asset at all: where no
 * subscription could be listed, it does not. Throws as `openSnapshot` does.
 */
export function readSnapshotFacts(path: string): {
  readonly info: SnapshotInfo;
  readonly isEmpty: boolean;
} {
  const { file, content } = openWithEnds(path);
  file.close();
  return { info: content.info, isEmpty: content.tables.every(({ rows }) => rows === 0) };
}

/** What `use` gives for the tables of the snapshot at `path`, whatever its schema; the file is closed behind it. Throws as `openSnapshot` does. */
export function withTables<T>(path: string, use: (tables: Tables) => T): T {
  const { file, content, checksums } = openWithEnds(path);
  try {
    return use(readManifest(content, createFileBlobs(file, checksums)));
  } finally {
    file.close();
  }
}

function openWithEnds(path: string) {
  const file = openFile(path);
  try {
    return { file, ...readEnds(file) };
  } catch (error) {
    file.close();
    throw error;
  }
}

function readEnds(file: OpenFile): { checksums: Uint32Array; content: Manifest } {
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
    content: JSON.parse(Buffer.from(manifest).toString()) as Manifest,
  };
}
