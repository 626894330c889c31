import { readdirSync, statSync } from "node:fs";
import { basename, dirname, extname, join, resolve, sep } from "node:path";
import { refuse, suggestionFor, type Mistake } from "../../errors.ts";
import { findStrays, type Stray, guidanceSuffix, isOfCases } from "./beside.ts";
import { listFiles, readText, reasonOf, type UnreadPath } from "../../files/list-files.ts";
import { findRenamed } from "./former-names.ts";

/** A check document, and the guidance beside it. */
export interface CheckFile {
  readonly id: string;
  /** As it is to be named to people. */
  readonly file: string;
  readonly text: string;
  /** The folder of checks that it was found under. */
  readonly root: string;
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

/**
 * Finds check documents. A name is a check's id, the beginning of ids (`azure/defender`), a file, or another folder of
 * checks; without names it is all of `folders`, in which no two checks may have one id. A file outside of them is called by its name
 * without the ending. The name `-` is `standardInput`, the text of a document, where there is one.
 */
export function findCheckFiles(
  folders: readonly string[],
  names: readonly string[],
  standardInput?: string,
): FoundFiles {
  const mistakes: Mistake[] = [];
  const isTyped = (name: string) => name === "-" && standardInput !== undefined;
  const needsAll =
    names.length === 0 || names.some((name) => !isTyped(name) && kindOf(name) === undefined);
  const missing = folders.filter((folder) => kindOf(folder) !== "folder");
  if (needsAll)
    refuse(
      missing.map((folder) => ({
        code: "missing-file",
        message: `There is no folder of checks at "${folder}".`,
      })),
    );
  const suites = folders
    .filter((folder) => !missing.includes(folder))
    .map((folder) => ({ root: folder, ...listFolder(folder) }));
  const roots = new Set<string>();
  const chosen = new Map<string, RootedFile>();
  const take = ({ root, files, mistakes: own }: Found) => {
    roots.add(root);
    for (const { id, file } of files) {
      const path = resolve(file);
      // One file below two of the folders is one check, as the first of them has it.
      if (!chosen.has(path)) chosen.set(path, { id, file, root });
    }
    mistakes.push(...own);
  };
  if (names.length === 0) {
    refuse(suites.filter(isEmpty).map(({ root }) => holdsNothing(root)));
    for (const { root, checks, unread, strays } of suites)
      take({ root, files: checks, mistakes: [...unread, ...strays].map(({ mistake }) => mistake) });
  }
  for (const name of names) {
    if (isTyped(name)) continue;
    const found = findNamed(name, suites);
    for (const one of found) take(one);
    if (found.length === 0)
      mistakes.push({ code: "unknown-check", message: unknownName(name, folders, suites) });
  }
  const files = [...chosen.values()].flatMap((listed) => readCheckFile(listed, mistakes));
  if (names.some(isTyped)) {
    const [root = ""] = folders;
    files.push({ id: "standard-input", file: "standard input", text: standardInput!, root });
  }
  return { files: files.sort(byId), roots: [...roots], mistakes: [...mistakes, ...clashes(files)] };
}

interface Listed {
  readonly id: string;
  readonly file: string;
}

interface RootedFile extends Listed {
  readonly root: string;
}

/** A folder of checks: those in it, and what stands there as one and cannot be read. */
interface Folder {
  readonly checks: readonly Listed[];
  readonly unread: readonly { readonly id: string; readonly mistake: Mistake }[];
}

interface Suite extends Folder {
  readonly root: string;
  readonly strays: readonly Stray[];
}

/** What a name stands for in one folder. */
interface Found {
  readonly root: string;
  readonly files: readonly Listed[];
  readonly mistakes: readonly Mistake[];
}

/** What a name stands for in each of the folders, else on disk, else formerly; nothing where it stands for nothing. */
function findNamed(name: string, suites: readonly Suite[]): readonly Found[] {
  const id = name.replace(checkSuffix, "").replace(/\/+$/, "");
  const isMeant = (one: { readonly id: string }) => one.id === id || one.id.startsWith(`${id}/`);
  const inSuites = suites
    .map(({ root, checks, unread, strays }) => ({
      root,
      files: checks.filter(isMeant),
      mistakes: [...unread, ...strays].filter(isMeant).map(({ mistake }) => mistake),
    }))
    .filter(({ files, mistakes }) => files.length + mistakes.length > 0);
  if (inSuites.length > 0) return inSuites;
  const kind = kindOf(name);
  const path = resolve(name);
  const isBelow = ({ file }: Listed) =>
    kind === "folder" ? resolve(file).startsWith(path + sep) : resolve(file) === path;
  const own = suites.find(({ checks }) => kind !== undefined && checks.some(isBelow));
  if (own) {
    const mistakes = own.strays.filter(isBelow).map(({ mistake }) => mistake);
    return [{ root: own.root, files: own.checks.filter(isBelow), mistakes }];
  }
  if (kind === "folder") {
    const { checks, unread, strays } = listFolder(name);
    const mistakes = [...unread, ...strays].map(({ mistake }) => mistake);
    return isEmpty({ checks, unread }) ? [] : [{ root: name, files: checks, mistakes }];
  }
  if (kind === undefined) return findRenamed(id, suites);
  if (kind !== "file") return [];
  const file = { id: basename(name).replace(checkSuffix, ""), file: name };
  return [{ root: dirname(name), files: [file], mistakes: [] }];
}

function isEmpty({ checks, unread }: Folder): boolean {
  return checks.length + unread.length === 0;
}

function holdsNothing(folder: string): Mistake {
  return { code: "no-checks", message: `The folder "${folder}" holds no check.` };
}

/** So many checks are suggested that have the words of a name in theirs. */
const suggestedMost = 5;

function unknownName(name: string, folders: readonly string[], suites: readonly Suite[]): string {
  if (checkSuffix.test(name)) return `There is no check file "${name}".`;
  if (kindOf(name) === "folder") return holdsNothing(name).message;
  const ids = suites.flatMap(({ checks }) => checks.map(({ id }) => id));
  const unknown = `There is no check "${name}" in ${folders.map((one) => `"${one}"`).join(" or ")}, and no file or folder of that name.`;
  const having = ids.filter((id) => hasWords(id, name));
  if (having.length === 0)
    return unknown + suggestionFor(name, new Set(ids.flatMap((id) => [id, id.split("/").at(-1)!])));
  const shown = having.slice(0, suggestedMost).map((id) => `"${id}"`);
  const more = having.length - shown.length;
  const rest = more > 0 ? `, and ${more} more: "assay checks --search ${name}" lists them` : "";
  return `${unknown} Its words are in ${shown.join(", ")}${rest}.`;
}

/** Whether a text has every word of another, or what a word begins with, in whatever case and order. */
export function hasWords(text: string, words: string): boolean {
  const all = words.toLowerCase().match(/[\p{L}\p{N}.:]+/gu) ?? [];
  const low = text.toLowerCase();
  return all.length > 0 && all.every((word) => low.includes(word));
}

/** All of a folder but its fragments. `strays` are guidance and cases without a check. */
function listFolder(folder: string): Folder & { readonly strays: readonly Stray[] } {
  const found = listFiles(folder);
  const isOwn = (path: string) => !path.startsWith(`${fragmentsFolder}/`);
  const paths = found.paths.filter(isOwn);
  const checks = paths
    .filter((path) => checkSuffix.test(path) && !isOfCases(path))
    .map((path) => ({ id: path.replace(checkSuffix, ""), file: join(folder, path) }));
  const lost = found.unread.filter(({ path }) => isOwn(path));
  const unread = [...lost, ...passedBy(paths.filter((path) => !isOfCases(path)))].map((one) => ({
    id: one.path.slice(0, one.path.length - extname(one.path).length),
    mistake: mistakeOf(folder, one),
  }));
  const strays = findStrays(
    folder,
    paths,
    checks.map(({ id }) => id),
  );
  return { checks, unread, strays };
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

/** A check's file with the guidance beside it; nothing where it cannot be read, which is one of the mistakes. */
export function readCheckFile(
  { id, file, root }: RootedFile,
  mistakes: Mistake[],
  readText: ReadText = readCheckText,
): CheckFile[] {
  const text = readText(file, mistakes);
  if (text === undefined) return [];
  const [guidance, second] = guidanceOf(file);
  if (second !== undefined) {
    const message = `The check "${file}" has two files of guidance: "${guidance}" and "${second}". Keep one.`;
    mistakes.push({ code: "duplicate", message });
  }
  if (guidance === undefined) return [{ id, file, text, root }];
  const prose = readText(guidance, mistakes);
  return [
    {
      ...{ id, file, text, root },
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

/** Reads a file's text: from the disk, or from where it is edited. */
export type ReadText = (file: string, mistakes: Mistake[]) => string | undefined;

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
