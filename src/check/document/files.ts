import { readdirSync, statSync } from "node:fs";
import { basename, dirname, extname, join, resolve, sep } from "node:path";
import { InputError, suggestionFor, type Mistake } from "../../errors.ts";
import { listFiles, readText, reasonOf, type UnreadPath } from "../../files/list-files.ts";

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

/** The endings of check documents, in any case: some file systems do not tell them apart. */
export const checkSuffix = /\.(graphql|gql)$/i;

const guidanceSuffix = /\.md$/i;

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
  const all = kindOf(folder) === "folder" ? listFolder(folder) : undefined;
  const suite = all?.checks;
  if (
    !suite &&
    (names.length === 0 || names.some((name) => !isTyped(name) && kindOf(name) === undefined))
  )
    throw new InputError("missing-file", `There is no folder of checks at "${folder}".`);
  const take = (root: string, files: readonly Listed[]) => {
    roots.add(root);
    for (const listed of files) chosen.set(resolve(listed.file), listed);
  };
  if (names.length === 0) {
    take(folder, suite!);
    if (suite!.length + all!.unread.length === 0)
      throw new InputError("no-checks", `The folder "${folder}" holds no check.`);
    mistakes.push(...all!.unread.map(({ mistake }) => mistake), ...all!.strays);
  }
  for (const name of names) {
    if (isTyped(name)) continue;
    const found = findNamed(name, folder, all ?? { checks: [], unread: [] });
    if (found) take(found.root, found.files);
    else mistakes.push({ code: "unknown-check", message: unknownName(name, folder, suite ?? []) });
    mistakes.push(...(found?.mistakes ?? []));
  }
  const files = [...chosen.values()].flatMap((listed) => readCheckFile(listed, mistakes));
  if (names.some(isTyped))
    files.push({ id: "standard-input", file: "standard input", text: standardInput! });
  return { files: files.sort(byId), roots: [...roots], mistakes: [...mistakes, ...clashes(files)] };
}

interface Listed {
  readonly id: string;
  readonly file: string;
}

/** A folder of checks: those in it, and what stands there as one and cannot be read. */
interface Folder {
  readonly checks: readonly Listed[];
  readonly unread: readonly { readonly id: string; readonly mistake: Mistake }[];
}

function findNamed(name: string, folder: string, suite: Folder) {
  const id = name.replace(checkSuffix, "").replace(/\/+$/, "");
  const isMeant = (one: { readonly id: string }) => one.id === id || one.id.startsWith(`${id}/`);
  const inSuite = suite.checks.filter(isMeant);
  const unread = suite.unread.filter(isMeant).map(({ mistake }) => mistake);
  if (inSuite.length + unread.length > 0) return { root: folder, files: inSuite, mistakes: unread };
  const kind = kindOf(name);
  if (kind === "folder") {
    const root = resolve(name);
    const below = suite.checks.filter(({ file }) => resolve(file).startsWith(root + sep));
    if (below.length > 0) return { root: folder, files: below, mistakes: [] };
    const { checks, unread: others } = listFolder(name);
    if (checks.length + others.length === 0) return undefined;
    return { root: name, files: checks, mistakes: others.map(({ mistake }) => mistake) };
  }
  if (kind !== "file") return undefined;
  const own = suite.checks.find(({ file }) => resolve(file) === resolve(name));
  if (own) return { root: folder, files: [own], mistakes: [] };
  const file = { id: basename(name).replace(checkSuffix, ""), file: name };
  return { root: dirname(name), files: [file], mistakes: [] };
}

function unknownName(name: string, folder: string, suite: readonly Listed[]): string {
  if (checkSuffix.test(name)) return `There is no check file "${name}".`;
  if (kindOf(name) === "folder") return `The folder "${name}" holds no check.`;
  const known = suite.flatMap(({ id }) => [id, id.split("/").at(-1)!]);
  const near = suggestionFor(name, new Set(known));
  return `There is no check "${name}" in "${folder}", and no file or folder of that name.${near}`;
}

/** All of a folder but its fragments. `strays` is guidance without a check. */
function listFolder(folder: string): Folder & { readonly strays: readonly Mistake[] } {
  const found = listFiles(folder);
  const isOwn = (path: string) => !path.startsWith(`${fragmentsFolder}/`);
  const paths = found.paths.filter(isOwn);
  const checks = paths
    .filter((path) => checkSuffix.test(path))
    .map((path) => ({ id: path.replace(checkSuffix, ""), file: join(folder, path) }));
  const lost = found.unread.filter(({ path }) => isOwn(path));
  const unread = [...lost, ...passedBy(paths)].map((one) => ({
    id: one.path.slice(0, one.path.length - extname(one.path).length),
    mistake: mistakeOf(folder, one),
  }));
  return { checks, unread, strays: strayGuidance(folder, paths, checks) };
}

/** What of a folder's files is not read: what cannot be, and what looks like a check and is called otherwise. */
export function unreadFiles(
  folder: string,
  paths: readonly string[],
  unread: readonly UnreadPath[],
): readonly Mistake[] {
  return [...unread, ...passedBy(paths)].map((one) => mistakeOf(folder, one));
}

/** A check that is not run cannot fail, so a file that only seems to be none is not passed over. */
function passedBy(paths: readonly string[]): readonly UnreadPath[] {
  return paths.filter(looksLikeCheck).map((path) => {
    const reason = `the ending of a check is ".graphql" or ".gql". Rename it, or move it elsewhere`;
    return { path, reason };
  });
}

/** `.graphqls`, `.grahpql`, and what an editor that hides endings makes of `.graphql`. */
function looksLikeCheck(path: string): boolean {
  if (checkSuffix.test(path)) return false;
  const ending = extname(path).slice(1).toLowerCase();
  if (/\.(graphql|gql)\.txt$/i.test(path) || ending === "gqls") return true;
  return ending.length > 4 && suggestionFor(ending, ["graphql"]) !== "";
}

function mistakeOf(folder: string, { path, reason }: UnreadPath): Mistake {
  return { code: "unreadable-file", message: `"${join(folder, path)}" is not read: ${reason}.` };
}

/** Guidance that no check stands beside is a check's that was renamed, so it is not passed over. */
function strayGuidance(
  folder: string,
  paths: readonly string[],
  checks: readonly Listed[],
): readonly Mistake[] {
  const ids = new Set(checks.map(({ id }) => id));
  return paths
    .filter((path) => guidanceSuffix.test(path) && !/^readme\.md$/i.test(basename(path)))
    .filter((path) => !ids.has(path.replace(guidanceSuffix, "")))
    .map((path) => ({
      code: "guidance-without-check",
      message: `The guidance "${join(folder, path)}" has no check beside it: there is no "${path.replace(guidanceSuffix, ".graphql")}".`,
    }));
}

function readCheckFile({ id, file }: Listed, mistakes: Mistake[]): CheckFile[] {
  const text = readCheckText(file, mistakes);
  if (text === undefined) return [];
  const [guidance, second] = guidanceOf(file);
  if (second !== undefined) {
    const message = `The check "${file}" has two files of guidance: "${guidance}" and "${second}". Keep one.`;
    mistakes.push({ code: "duplicate", message });
  }
  if (guidance === undefined) return [{ id, file, text }];
  const prose = readCheckText(guidance, mistakes);
  return [
    {
      id,
      file,
      text,
      ...(prose === undefined ? {} : { guidance: { file: guidance, text: prose } }),
    },
  ];
}

/** The files beside a check that have its name and the ending of guidance. */
function guidanceOf(file: string): readonly string[] {
  const own = basename(file).replace(checkSuffix, "");
  const folder = dirname(file);
  return readdirSync(folder)
    .filter((name) => guidanceSuffix.test(name) && name.replace(guidanceSuffix, "") === own)
    .map((name) => join(folder, name))
    .filter((path) => kindOf(path) !== "folder")
    .sort();
}

/** A file's text; where it cannot be read that is one of the mistakes. */
export function readCheckText(file: string, mistakes: Mistake[]): string | undefined {
  try {
    return readText(file);
  } catch (error) {
    mistakes.push({
      code: "unreadable-file",
      message: `"${file}" is not read: ${reasonOf(error)}.`,
    });
    return undefined;
  }
}

function clashes(files: readonly CheckFile[]): readonly Mistake[] {
  return [...Map.groupBy(files, ({ id }) => id)]
    .filter(([, same]) => same.length > 1)
    .map(([id, same]) => ({
      code: "duplicate",
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
