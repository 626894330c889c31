import { closeSync, fstatSync, openSync, readSync, statSync } from "node:fs";
import { crc32 } from "node:zlib";
import { InputError } from "../errors.ts";

/** A file that is open for reading, and never read without noticing that it was cut off or has changed. */
export interface OpenFile {
  readonly path: string;
  readonly descriptor: number;
  /** Reading throws from then on: the system gives the descriptor to another file. */
  close(): void;
}

/** Whoever never closes a file keeps it until nobody holds it any more, and every blob does. */
const closeWhenUnused = new FinalizationRegistry<number>((descriptor) => closeSync(descriptor));

/** Opens the file at `path`. Throws as `openDescriptor` does. */
export function openFile(path: string): OpenFile {
  let descriptor: number | undefined = openDescriptor(path);
  const file: OpenFile = {
    path,
    get descriptor() {
      if (descriptor === undefined)
        throw new InputError("closed-snapshot", `The snapshot "${path}" was closed.`);
      return descriptor;
    },
    close() {
      if (descriptor === undefined) return;
      closeWhenUnused.unregister(file);
      closeSync(descriptor);
      descriptor = undefined;
    },
  };
  closeWhenUnused.register(file, descriptor, file);
  return file;
}

/** Throws an `InputError` where there is no file or it cannot be opened. */
function openDescriptor(path: string): number {
  try {
    // Opening a pipe would wait for whoever writes into it.
    const isFile = statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
    const descriptor = isFile ? openSync(path, "r") : undefined;
    if (descriptor !== undefined && fstatSync(descriptor).isFile()) return descriptor;
    if (descriptor !== undefined) closeSync(descriptor);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "ENOENT" && code !== "ENOTDIR")
      throw new InputError("unreadable-file", `The snapshot "${path}" cannot be opened (${code}).`);
  }
  throw new InputError(
    "missing-snapshot",
    `There is no snapshot file "${path}". "assay snapshots" lists those there are, "assay collect" makes one.`,
  );
}

/** `length` bytes, which must have this checksum. Throws an `InputError` where they have not. */
export function readChecked(
  file: OpenFile,
  at: number,
  length: number,
  checksum: number,
): Uint8Array {
  // A size from a file that is not whole must not decide how much memory is asked for.
  if (at + length > fstatSync(file.descriptor).size) throw damaged(file);
  const bytes = new Uint8Array(length);
  readFully(file, bytes, at);
  if (crc32(bytes) !== checksum) throw damaged(file);
  return bytes;
}

/** Fills `target` from `at` on. Throws an `InputError` where the file ends before. */
export function readFully(file: OpenFile, target: Uint8Array, at: number): void {
  for (let done = 0; done < target.length;) {
    const length = readSync(file.descriptor, target, done, target.length - done, at + done);
    if (length === 0) throw damaged(file);
    done += length;
  }
}

/** The mistake to throw where a file is not what was written. */
export function damaged({ path }: OpenFile): InputError {
  return new InputError(
    "damaged-snapshot",
    `The snapshot "${path}" is damaged: it was cut off or has changed since it was written. Take another one, or collect again with "assay collect".`,
  );
}
