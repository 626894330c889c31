import {
  closeSync,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readSync,
  rmdirSync,
  rmSync,
} from "node:fs";
import { join } from "node:path";
import { magic } from "./header.ts";

// Only what this product made itself is ever removed: a folder may hold anything of anybody's.

/** The files of a snapshot that is being taken; and those of a claim on one, in folders of their own. */
const stagingFile = /^(about\.json|journal\.ndjson|snapshot)((\.\d+)?\.part)?$/;
const claimFolder = /^(claim\.\d+|\.claim-\w+)$/;

/** Whether the name is that of a snapshot that is being taken, or of a place where one is about to be: `.<pid>.<id>`. */
export function isStagingName(name: string): boolean {
  return name.startsWith(".") ? /^\.\d+\.\d{8}T\d{6}Z(-\d+)?$/.test(name) : /^[\w.-]+$/.test(name);
}

/** Whether there is a folder of this path itself: no link to one, and no file. */
export function isOwnFolder(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** Whether a path is a file itself, or nothing yet: no link, pipe or folder. */
export function isOwnFile(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isFile() ?? true;
}

/** Removes what a snapshot that is being taken consists of. What else lies in its folder stays, and the folder with it. */
export function removeStaging(path: string): void {
  if (!isOwnFolder(path)) return;
  for (const name of readdirSync(path)) {
    const inner = join(path, name);
    if (claimFolder.test(name) && isOwnFolder(inner)) {
      removeFile(join(inner, "holder.json"));
      removeEmpty(inner);
    } else if (stagingFile.test(name)) removeFile(inner);
  }
  removeEmpty(path);
}

/** Whether a file begins as snapshots do, and is no link to one. */
export function isSnapshotFile(path: string): boolean {
  if (!isFile(path)) return false;
  const descriptor = openSync(path, "r");
  try {
    const bytes = Buffer.alloc(magic.length);
    return (
      fstatSync(descriptor).isFile() &&
      readSync(descriptor, bytes, 0, bytes.length, 0) === bytes.length &&
      bytes.toString("latin1") === magic
    );
  } finally {
    closeSync(descriptor);
  }
}

function isFile(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

function removeFile(path: string): void {
  if (isFile(path)) rmSync(path, { force: true });
}

function removeEmpty(path: string): void {
  try {
    rmdirSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "ENOTEMPTY" && code !== "EEXIST" && code !== "ENOENT") throw error;
  }
}
