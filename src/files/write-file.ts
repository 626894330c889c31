import { constants } from "node:fs";
import { open, rename, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { InputError, reasonOfWriteFault, WriteFault } from "../errors.ts";
import { openFresh } from "./fresh-file.ts";

/**
 * Writes a file whole or not at all: aside, then renamed into place, so that what stood there stays until the new content
 * is safe on the disk. What is no file (a pipe, a device) is written as it is. Throws a `WriteFault` where there is no room or no
 * right to, and an `InputError` where the path leads nowhere.
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
  const fault = reasonOfWriteFault(error);
  if (fault !== undefined) return new WriteFault(`"${path}" cannot be written: ${fault}.`);
  const folder = dirname(path);
  const reasons: Readonly<Record<string, string>> = {
    ENOENT: `there is no folder "${folder}"`,
    ENOTDIR: `"${folder}" is no folder`,
    EISDIR: "it is a folder",
    ENXIO: "it is a pipe that nobody reads",
  };
  return new InputError(
    "unwritable-file",
    `"${path}" cannot be written: ${reasons[code] ?? code}.`,
  );
}

async function writeAside(
  path: string,
  pieces: Iterable<string> | AsyncIterable<string | Uint8Array>,
): Promise<void> {
  const there = await stat(path).catch(() => undefined);
  // To rename a file into the place of a device would take the device away.
  if (there && !there.isFile() && !there.isDirectory()) return writeInto(path, pieces);
  const { aside, file } = await openFresh(path);
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

async function writeInto(
  path: string,
  pieces: Iterable<string> | AsyncIterable<string | Uint8Array>,
): Promise<void> {
  // To open a pipe waits for whoever reads it, for ever if there is nobody.
  const { O_NONBLOCK, O_WRONLY } = constants;
  const probe = O_NONBLOCK === undefined ? undefined : await open(path, O_WRONLY | O_NONBLOCK);
  try {
    const file = await open(path, "w");
    try {
      for await (const piece of pieces) await file.appendFile(piece);
    } finally {
      await file.close();
    }
  } finally {
    await probe?.close();
  }
}
