import { readSync } from "node:fs";
import { crc32 } from "node:zlib";
import { InputError } from "../errors.ts";
import type { OpenFile } from "./open-file.ts";
import { damaged } from "./open-file.ts";

/** The format that is written, and the only one that is read. */
export const formatVersion = 4;

/** How long the header is, whatever of it is in use. */
export const headerBytes = 64;

/** What every snapshot begins with. */
export const magic = "ASSAYSNP";

/**
 * The fixed part at a file's beginning, which says where the rest is: the magic, these fields as unsigned numbers, and a
 * checksum of all that.
 */
export interface Header {
  readonly version: number;
  readonly checksumsAt: number;
  readonly checksumsBytes: number;
  readonly manifestAt: number;
  readonly manifestBytes: number;
  readonly manifestChecksum: number;
  readonly checksumsChecksum: number;
}

/** The header's bytes. */
export function encodeHeader(header: Header): Buffer {
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

/** The header of a file. Throws an `InputError` where the file is no snapshot, of another format or damaged. */
export function readHeader(file: OpenFile): Header {
  const bytes = Buffer.alloc(headerBytes);
  const length = readSync(file.descriptor, bytes, 0, headerBytes, 0);
  if (length < magic.length || bytes.toString("latin1", 0, magic.length) !== magic) {
    throw new InputError(
      "not-a-snapshot",
      `The file "${file.path}" is not a snapshot. Snapshots are made by "assay collect" and "assay import".`,
    );
  }
  const version = bytes.readUInt32LE(8);
  if (version !== formatVersion && length === headerBytes) {
    throw new InputError(
      "other-format",
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
