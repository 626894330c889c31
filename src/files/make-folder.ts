import { mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { InputError } from "../errors.ts";

/**
 * Makes a folder and those above it that are not there yet, one by one: Node's `recursive` asks for ever where a file system
 * takes no folders and says so by ENOENT, as /proc does. Throws an `InputError` there, and any other error of the file
 * system as it is.
 */
export function makeFolder(folder: string): void {
  const above = dirname(folder);
  if (above === folder || isThere(folder)) return;
  makeFolder(above);
  try {
    mkdirSync(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT")
      throw new InputError(
        "unwritable-file",
        `"${folder}" cannot be made: "${above}" takes no folders.`,
      );
    // Another process may have made it meanwhile.
    if (code !== "EEXIST" || !isThere(folder)) throw error;
  }
}

function isThere(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}
