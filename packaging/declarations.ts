import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";

/** Writes the declarations that `entry` of the sources shows, and those that they name, below `folder`. */
export function writeDeclarations(entry: string, folder: string): void {
  const all = mkdtempSync(join(tmpdir(), "assay-types-"));
  try {
    const words = ["-p", "tsconfig.build.json", "--outDir", all];
    const { status } = spawnSync("tsc", words, {
      stdio: "inherit",
      shell: process.platform === "win32",
    });
    if (status !== 0) throw new Error(`The compiler of types ended with ${status}.`);
    for (const file of reachedFrom(join(all, `${entry}.d.ts`))) {
      const copy = join(folder, relative(all, file));
      mkdirSync(dirname(copy), { recursive: true });
      copyFileSync(file, copy);
    }
  } finally {
    rmSync(all, { recursive: true });
  }
}

function reachedFrom(entry: string): Set<string> {
  const found = new Set([entry]);
  // What is added while going through a set is gone through too.
  for (const file of found)
    for (const [, path] of readFileSync(file, "utf8").matchAll(
      /(?:from |import\()"(\.[^"]+)\.ts"/g,
    ))
      found.add(join(dirname(file), `${path}.d.ts`));
  return found;
}
