import { readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { join } from "node:path";
import { decodeText } from "./decode.ts";

/** What stands below a folder, links followed; paths are relative to it, with forward slashes. */
export interface FilesBelow {
  /** Sorted. */
  readonly paths: readonly string[];
  /** What is there and cannot be read, sorted by path: a link that leads nowhere, a pipe, a folder that is closed. */
  readonly unread: readonly UnreadPath[];
}

/** Something that cannot be read; `reason` follows "cannot be read:". */
export interface UnreadPath {
  readonly path: string;
  readonly reason: string;
}

/**
 * The files below a folder; what is hidden is left out. A link is what it leads to, be it a file or a folder: configuration volumes
 * and monorepos are made of links. One that leads back to a folder around it is followed no further. Throws what the file system
 * says where the folder itself cannot be read.
 */
export function listFiles(folder: string): FilesBelow {
  const paths: string[] = [];
  const unread: UnreadPath[] = [];
  const walk = (below: string, around: ReadonlySet<string>): void => {
    for (const name of namesIn(join(folder, below))) {
      const path = below === "" ? name : `${below}/${name}`;
      try {
        const stats = statSync(join(folder, path));
        if (stats.isFile()) paths.push(path);
        else if (!stats.isDirectory()) unread.push({ path, reason: "it is no file" });
        else {
          const real = realpathSync(join(folder, path));
          if (!around.has(real)) walk(path, new Set([...around, real]));
        }
      } catch (error) {
        unread.push({ path, reason: reasonOf(error, "it is a link that leads nowhere") });
      }
    }
  };
  walk("", new Set([realpathSync(folder)]));
  const byPath = (a: UnreadPath, b: UnreadPath) => (a.path < b.path ? -1 : 1);
  return { paths: paths.sort(), unread: unread.sort(byPath) };
}

function namesIn(folder: string): readonly string[] {
  return readdirSync(folder, { encoding: "utf8" }).filter((name) => !name.startsWith("."));
}

/** The text of a file. Throws what the file system says, that it is a pipe or its like, which may have no end, or another encoding. */
export function readText(file: string): string {
  const stats = statSync(file);
  if (!stats.isFile() && !stats.isDirectory()) throw new Error("it is no file");
  const text = decodeText(readFileSync(file));
  if (text === undefined) throw new Error("it is neither UTF-8 nor UTF-16");
  return text;
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "there is none of that name",
  ENOTDIR: "it is a file",
  EISDIR: "it is a folder",
  EACCES: "its permissions forbid it",
  EPERM: "its permissions forbid it",
  ELOOP: "it is a link that leads to itself",
};

/** Why something cannot be read, as it follows "cannot be read:"; `absent` where there is nothing of the name. */
export function reasonOf(error: unknown, absent?: string): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === "ENOENT" && absent !== undefined) return absent;
  return reasons[code ?? ""] ?? message;
}
