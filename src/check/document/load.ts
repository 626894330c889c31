import { atOnce, type Slices } from "../../slices.ts";
import { createDialectSchema } from "../../dialect/schema.ts";
import { refuse, renderMistake, type Mistake } from "../../errors.ts";
import type { Check, Model } from "../../types.ts";
import { readDocument, type DocumentContext } from "./document.ts";
import { findCheckFiles } from "./files.ts";
import { findContested } from "./former-names.ts";
import { loadFragments } from "./fragments.ts";
import { rootFieldsOf } from "./root-fields.ts";
import { validateFragments } from "./validate.ts";

/** Which checks to load, and what else they may need. */
export interface LoadOptions {
  /** Ids, beginnings of ids, files or folders; without any all of the folder. */
  readonly names?: readonly string[];
  /** A folder of checks whose shared fragments are there for documents that bring none of the same name. */
  readonly fallback?: string;
  /** The document that the name `-` stands for. */
  readonly standardInput?: string;
  /** Takes what is legal and seldom meant. */
  readonly warn?: (warning: Mistake) => void;
}

/**
 * Loads check documents of a folder or of several, sorted by id. All of them are checked against the generated schema and the dialect before
 * any is given back: throws an `InputError` of every mistake in every file, and of two checks with one id.
 */
export function loadChecks(
  model: Model,
  folder: string | readonly string[],
  options: LoadOptions = {},
): readonly Check[] {
  return atOnce(loadingChecks(model, folder, options));
}

/** As `loadChecks`, for where others are served meanwhile. */
export function* loadingChecks(
  model: Model,
  folder: string | readonly string[],
  { names = [], fallback, standardInput, warn }: LoadOptions = {},
): Slices<readonly Check[]> {
  const folders = typeof folder === "string" ? [folder] : [...new Set(folder)];
  const found = findCheckFiles(folders, names, standardInput);
  const own = [...new Set([...found.roots, ...folders])];
  const fragments = new Map(
    [...new Set([...own, ...(fallback === undefined ? [] : [fallback])])].map((root) => [
      root,
      loadFragments([root]),
    ]),
  );
  yield;
  const schema = createDialectSchema(model);
  const rootFields = rootFieldsOf(model);
  // A folder's own fragments come first for its own documents: no other folder changes what they say.
  const contexts = new Map(
    own.map((root): [string, DocumentContext] => {
      const shared = [root, ...fragments.keys()].map((one) => [...fragments.get(one)!.fragments]);
      return [root, { model, schema, rootFields, shared: new Map(shared.toReversed().flat()) }];
    }),
  );
  yield;
  const read = [];
  for (const file of found.files) {
    read.push(readDocument(file, contexts.get(file.root)!));
    yield;
  }
  const ownFragments = own.map((root) => fragments.get(root)!);
  refuse(
    unique([
      ...found.mistakes,
      ...ownFragments.flatMap(({ mistakes }) => mistakes),
      ...ownFragments.flatMap((one) => validateFragments(model, schema, one.fragments)),
      ...read.flatMap(({ mistakes }) => mistakes),
      ...findContested(
        read.flatMap(({ check, formerNames }) => (check ? [{ check, formerNames }] : [])),
      ),
    ]),
  );
  for (const { warnings } of read) for (const warning of warnings) warn?.(warning);
  return read.map(({ check }) => check!);
}

/** A mistake in a shared fragment comes up in every document that uses it. */
function unique(mistakes: readonly Mistake[]): readonly Mistake[] {
  return [...new Map(mistakes.map((mistake) => [renderMistake(mistake), mistake])).values()];
}
