import { readdir, realpath, stat } from "node:fs/promises";
import { join } from "node:path";

/**
 * A text that is another one whenever a file at or below some paths is: come, gone, renamed, written to, or its rights changed. Links are
 * followed and hidden names left out, as by `listFiles`. It waits for the disk without holding up anybody, and never throws: what
 * cannot be read is marked by the reason.
 */
export async function markFiles(paths: readonly string[]): Promise<string> {
  const marks = await Promise.all(paths.map((path) => markPath(path, new Set())));
  return marks.flat().join("\n");
}

async function markPath(path: string, around: ReadonlySet<string>): Promise<readonly string[]> {
  try {
    const stats = await stat(path);
    if (!stats.isDirectory())
      return [`${path} ${stats.ino} ${stats.size} ${stats.mtimeMs} ${stats.ctimeMs}`];
    const real = await realpath(path);
    if (around.has(real)) return [];
    const names = (await readdir(path)).filter((name) => !name.startsWith(".")).sort();
    const inside = new Set([...around, real]);
    const marks = await Promise.all(names.map((name) => markPath(join(path, name), inside)));
    return [`${path}/`, ...marks.flat()];
  } catch (error) {
    return [`${path} ${(error as NodeJS.ErrnoException).code}`];
  }
}
