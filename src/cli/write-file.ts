import { open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { InputError } from "../errors.ts";

/**
 * Writes a file whole or not at all: aside, then renamed into place, so that what stood there stays until the new content
 * is safe on the disk. Throws an `InputError` where the file system refuses.
 */
export async function writeFileWhole(
  path: string,
  pieces: Iterable<string> | AsyncIterable<string | Uint8Array>,
): Promise<void> {
  try {
    await writeAside(path, pieces);
  } catch (error) {
    throw explainWrite(path, error);
  }
}

/** What the file system says of writing the file at `path`, in words about that file; any other error as it is. */
export function explainWrite(path: string, error: unknown): unknown {
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (code === undefined || syscall === undefined) return error;
  const folder = dirname(path);
  const reasons: Readonly<Record<string, string>> = {
    ENOENT: `there is no folder "${folder}"`,
    ENOTDIR: `"${folder}" is no folder`,
    EISDIR: "it is a folder",
    EACCES: "this account may not",
    EPERM: "this account may not",
    EROFS: "the file system is read-only",
    ENOSPC: "there is no room left",
  };
  return new InputError(`"${path}" cannot be written: ${reasons[code] ?? code}.`);
}

async function writeAside(
  path: string,
  pieces: Iterable<string> | AsyncIterable<string | Uint8Array>,
): Promise<void> {
  const aside = `${path}.part`;
  const file = await open(aside, "w");
  try {
    for await (const piece of pieces) await file.appendFile(piece);
    await file.sync();
  } catch (error) {
    await file.close();
    await rm(aside, { force: true });
    throw error;
  }
  await file.close();
  await rename(aside, path);
}
