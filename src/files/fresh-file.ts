import { openSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";

// What is written aside, before it is renamed into place, may stand in anybody's folder. It is made anew each time: neither a file
// that has the name already is written over, nor what a link leads to.

/** An open file that was not there before. */
export interface Fresh<File> {
  readonly aside: string;
  readonly file: File;
}

/** Makes a file beside `path`: `<path>.part`, or with a number where that is taken. Throws what the file system says. */
export function openFreshSync(path: string): Fresh<number> {
  for (let number = 1; ; number++) {
    const aside = nameBeside(path, number);
    try {
      return { aside, file: openSync(aside, "wx") };
    } catch (error) {
      if (!isTaken(error)) throw error;
    }
  }
}

/** The same for whoever does other work meanwhile. */
export async function openFresh(path: string): Promise<Fresh<FileHandle>> {
  for (let number = 1; ; number++) {
    const aside = nameBeside(path, number);
    try {
      return { aside, file: await open(aside, "wx") };
    } catch (error) {
      if (!isTaken(error)) throw error;
    }
  }
}

function nameBeside(path: string, number: number): string {
  return number === 1 ? `${path}.part` : `${path}.${number}.part`;
}

function isTaken(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === "EEXIST";
}
