import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { InputError, suggestionFor, type Mistake } from "../errors.ts";

/** A check document, and the guidance beside it. */
export interface CheckFile {
  readonly id: string;
  /** As it is to be named to people. */
  readonly file: string;
  readonly text: string;
  readonly guidance?: { readonly file: string; readonly text: string };
}

/** What was found under the names that were asked for. */
export interface FoundFiles {
  /** Sorted by id. */
  readonly files: readonly CheckFile[];
  /** The folders that checks were found under; each may hold a folder of fragments. */
  readonly roots: readonly string[];
  readonly mistakes: readonly Mistake[];
}

/** Name of the folder of shared fragments below a folder of checks. */
export const fragmentsFolder = "fragments";

const suffix = /\.(graphql|gql)$/;

/**
 * Finds check documents. A name is a check's id, the beginning of ids (`azure/defender`), a file, or another folder of
 * checks; without names it is all of `folder`. A file outside `folder` is called by its name without the ending. The name `-`
 * is `standardInput`, the text of a document, where there is one.
 */
export function findCheckFiles(
  folder: string,
  names: readonly string[],
  standardInput?: string,
): FoundFiles {
  const mistakes: Mistake[] = [];
  const isTyped = (name: string) => name === "-" && standardInput !== undefined;
  const roots = new Set<string>();
  const chosen = new Map<string, { readonly id: string; readonly file: string }>();
  const suite = kindOf(folder) === "folder" ? listFolder(folder) : undefined;
  if (
    !suite &&
    (names.length === 0 || names.some((name) => !isTyped(name) && kindOf(name) === undefined))
  )
    throw new InputError(`There is no folder of checks at "${folder}".`);
  const take = (root: string, files: readonly Listed[]) => {
    roots.add(root);
    for (const listed of files) chosen.set(resolve(listed.file), listed);
  };
  if (names.length === 0) {
    take(folder, suite!);
    if (suite!.length === 0) throw new InputError(`The folder "${folder}" holds no check.`);
    mistakes.push(...strayGuidance(folder, suite!));
  }
  for (const name of names) {
    if (isTyped(name)) continue;
    const found = findNamed(name, folder, suite ?? []);
    if (found) take(found.root, found.files);
    else mistakes.push({ message: unknownName(name, folder, suite ?? []) });
  }
  const files: CheckFile[] = [...chosen.values()].map(readCheckFile);
  if (names.some(isTyped))
    files.push({ id: "standard-input", file: "standard input", text: standardInput! });
  return { files: files.sort(byId), roots: [...roots], mistakes: [...mistakes, ...clashes(files)] };
}

interface Listed {
  readonly id: string;
  readonly file: string;
}

function findNamed(name: string, folder: string, suite: readonly Listed[]) {
  const id = name.replace(suffix, "").replace(/\/+$/, "");
  const inSuite = suite.filter((listed) => listed.id === id || listed.id.startsWith(`${id}/`));
  if (inSuite.length > 0) return { root: folder, files: inSuite };
  const kind = kindOf(name);
  if (kind === "folder") {
    const root = resolve(name);
    const below = suite.filter(({ file }) => resolve(file).startsWith(root + sep));
    if (below.length > 0) return { root: folder, files: below };
    const files = listFolder(name);
    return files.length > 0 ? { root: name, files } : undefined;
  }
  if (kind !== "file") return undefined;
  const own = suite.find(({ file }) => resolve(file) === resolve(name));
  if (own) return { root: folder, files: [own] };
  return {
    root: dirname(name),
    files: [{ id: basename(name).replace(suffix, ""), file: name }],
  };
}

function unknownName(name: string, folder: string, suite: readonly Listed[]): string {
  if (suffix.test(name)) return `There is no check file "${name}".`;
  if (kindOf(name) === "folder") return `The folder "${name}" holds no check.`;
  const known = suite.flatMap(({ id }) => [id, id.split("/").at(-1)!]);
  const near = suggestionFor(name, new Set(known));
  return `There is no check "${name}" in "${folder}", and no file or folder of that name.${near}`;
}

function listFolder(folder: string): readonly Listed[] {
  return listFiles(folder)
    .filter((path) => suffix.test(path))
    .map((path) => ({ id: path.replace(suffix, ""), file: join(folder, path) }));
}

/** Guidance that no check stands beside is a check's that was renamed, so it is not passed over. */
function strayGuidance(folder: string, suite: readonly Listed[]): readonly Mistake[] {
  const ids = new Set(suite.map(({ id }) => id));
  return listFiles(folder)
    .filter((path) => path.endsWith(".md") && basename(path) !== "README.md")
    .filter((path) => !ids.has(path.slice(0, -".md".length)))
    .map((path) => ({
      message: `The guidance "${join(folder, path)}" has no check beside it: there is no "${path.replace(/md$/, "graphql")}".`,
    }));
}

/** Files below a folder but its fragments and what is hidden, as sorted paths with forward slashes. */
function listFiles(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll(sep, "/"))
    .filter((path) => !path.startsWith(`${fragmentsFolder}/`) && !/(^|\/)\./.test(path))
    .sort();
}

function readCheckFile({ id, file }: Listed): CheckFile {
  const text = readFileSync(file, "utf8");
  const guidance = file.replace(suffix, ".md");
  if (kindOf(guidance) !== "file") return { id, file, text };
  return { id, file, text, guidance: { file: guidance, text: readFileSync(guidance, "utf8") } };
}

function clashes(files: readonly CheckFile[]): readonly Mistake[] {
  return [...Map.groupBy(files, ({ id }) => id)]
    .filter(([, same]) => same.length > 1)
    .map(([id, same]) => ({
      message: `Two checks have the id "${id}": ${same.map(({ file }) => `"${file}"`).join(" and ")}. Rename one.`,
    }));
}

function byId(a: CheckFile, b: CheckFile): number {
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

function kindOf(path: string): "file" | "folder" | undefined {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats?.isDirectory()) return "folder";
  return stats?.isFile() ? "file" : undefined;
}
