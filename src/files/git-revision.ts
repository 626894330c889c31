import { execFileSync } from "node:child_process";
import { InputError } from "../errors.ts";

/** The texts below a folder as they were at a revision, by their paths below it. */
export interface FolderThen {
  /** The revision as it was named, with the commit that it was. */
  readonly revision: string;
  readonly commit: string;
  readonly texts: ReadonlyMap<string, string>;
}

/** What Git tells the hooks that it calls, and takes from whoever calls it. */
const ofHooks = new Set(["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"]);

const mostBytes = 512 * 1024 * 1024;

/**
 * Reads the files below a folder, of those that `isWanted` says, as a Git revision has them. No file of the working tree is touched. The
 * repository is that of the folder, whatever hook of another it is called from.
 *
 * @throws InputError where the folder stands in no repository, or that has no such revision
 */
export function readFolderAt(
  folder: string,
  revision: string,
  isWanted: (path: string) => boolean,
  environment: Readonly<Record<string, string | undefined>>,
): FolderThen {
  const env = Object.fromEntries(
    Object.entries(environment).filter(([name]) => !ofHooks.has(name)),
  );
  const git = (words: readonly string[], input?: string): Buffer =>
    execFileSync("git", ["-C", folder, ...words], {
      env,
      maxBuffer: mostBytes,
      stdio: ["pipe", "pipe", "pipe"],
      ...(input === undefined ? {} : { input }),
    });
  try {
    git(["rev-parse", "--git-dir"]);
  } catch (error) {
    throw new InputError("no-history", whyNone(folder, error));
  }
  const commit = findCommit(git, revision);
  if (commit === undefined)
    throw new InputError(
      "unknown-value",
      `The repository of "${folder}" has no revision "${revision}".`,
    );
  const listed = git(["ls-tree", "-r", "-z", commit]).toString().split("\0").filter(Boolean);
  const blobs = listed.flatMap((line) => {
    const [, mode, hash, path] = /^(\d+) blob ([0-9a-f]+)\t(.*)$/s.exec(line) ?? [];
    // A link's text is where it leads.
    return path !== undefined && mode !== "120000" && isWanted(path) ? [{ hash: hash!, path }] : [];
  });
  const answer = git(["cat-file", "--batch"], blobs.map(({ hash }) => `${hash}\n`).join(""));
  const texts = new Map<string, string>();
  let at = 0;
  for (const { path } of blobs) {
    const end = answer.indexOf(10, at);
    const bytes = Number(answer.toString("utf8", at, end).split(" ")[2]);
    texts.set(path, answer.toString("utf8", end + 1, end + 1 + bytes));
    at = end + 1 + bytes + 1;
  }
  return { revision, commit, texts };
}

/** What a person names is never taken for an option. */
function findCommit(git: (words: readonly string[]) => Buffer, revision: string) {
  try {
    const words = ["rev-parse", "--verify", "--quiet", "--end-of-options", `${revision}^{commit}`];
    return git(words).toString().trim() || undefined;
  } catch {
    return undefined;
  }
}

function whyNone(folder: string, error: unknown): string {
  if (error instanceof Error && "code" in error && error.code === "ENOENT")
    return `There is no "git" to ask how the checks of "${folder}" were.`;
  return `"${folder}" stands in no Git repository, so that nobody knows how its checks were.`;
}
