import { existsSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import type { GraphQLSchema } from "graphql";
import { readDocument, type ReadDocument } from "../check/document/document.ts";
import {
  type CheckFile,
  checkSuffix,
  findCheckFiles,
  fragmentsFolder,
  readCheckFile,
  readCheckText,
  type ReadText,
} from "../check/document/files.ts";
import { casesSuffix } from "../check/document/beside.ts";
import { loadFragments } from "../check/document/fragments.ts";
import { type RootField, rootFieldsOf } from "../check/document/root-fields.ts";
import { validateFragments } from "../check/document/validate.ts";
import { createDialectSchema } from "../dialect/schema.ts";
import { InputError, type Mistake } from "../errors.ts";
import type { Slices } from "../slices.ts";
import type { Check, Model } from "../types.ts";

/** What a file below a folder of checks is. */
export type FileKind = "check" | "cases" | "fragments";

/** Reads the documents of folders of checks, as they stand on the disk or in an editor. */
export interface DocumentReader {
  readonly schema: GraphQLSchema;
  readonly rootFields: ReadonlyMap<string, RootField>;
  readonly readText: ReadText;
  kindOf(path: string): FileKind | undefined;
  /** Undefined where there is no such file. */
  readCheck(path: string): ReadDocument | undefined;
  /** All checks of the folders that have no mistake. */
  readAll(): Slices<readonly Check[]>;
  /** What is wrong in the fragments of the folder that a file stands in. */
  readFragments(path: string): readonly Mistake[];
}

/** `unsaved` has the texts of files that are open, by their paths. */
export function createReader(
  model: Model,
  roots: readonly string[],
  unsaved: ReadonlyMap<string, string>,
): DocumentReader {
  const schema = createDialectSchema(model);
  const rootFields = rootFieldsOf(model);
  const readText: ReadText = (file, mistakes) => unsaved.get(file) ?? readCheckText(file, mistakes);

  /** A folder's own fragments come first for its own documents, as when checks are run. */
  function fragmentsFor(root: string) {
    const folders = [root, ...roots.filter((one) => one !== root)];
    return loadFragments(folders, readText);
  }

  function readCheck(path: string): ReadDocument | undefined {
    const root = rootOf(path, roots);
    const id = relative(root, path).replace(checkSuffix, "").replaceAll(sep, "/");
    const mistakes: Mistake[] = [];
    if (!unsaved.has(path) && !existsSync(path)) return undefined;
    const [file] = readCheckFile({ id, file: path, root }, mistakes, readText);
    if (!file) return { mistakes, warnings: [], formerNames: [] };
    const { fragments } = fragmentsFor(root);
    const read = readDocument(file, { model, schema, rootFields, shared: fragments });
    return { ...read, mistakes: [...mistakes, ...read.mistakes] };
  }

  return {
    schema,
    rootFields,
    readText,
    readCheck,
    kindOf(path) {
      if (!checkSuffix.test(path)) return undefined;
      if (casesSuffix.test(path)) return "cases";
      const below = relative(rootOf(path, roots), path).split(sep);
      return below[0] === fragmentsFolder ? "fragments" : "check";
    },
    *readAll() {
      const checks: Check[] = [];
      for (const { file } of filesBelow(roots)) {
        const read = readCheck(resolve(file));
        if (read?.check && read.mistakes.length === 0) checks.push(read.check);
        yield;
      }
      return checks;
    },
    readFragments(path) {
      const { fragments, mistakes } = loadFragments([rootOf(path, roots)], readText);
      return [...mistakes, ...validateFragments(model, schema, fragments)];
    },
  };
}

function filesBelow(roots: readonly string[]): readonly CheckFile[] {
  return roots.flatMap((root) => {
    try {
      return findCheckFiles([root], []).files;
    } catch (error) {
      if (error instanceof InputError) return [];
      throw error;
    }
  });
}

/** The folder of checks that a file stands in: one that is known, else the nearest with fragments, else its own. */
function rootOf(path: string, roots: readonly string[]): string {
  const known = roots.filter((root) => path.startsWith(root + sep));
  if (known.length > 0) return known.reduce((a, b) => (a.length > b.length ? a : b));
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    if (existsSync(join(folder, fragmentsFolder))) return folder;
    if (folder === dirname(folder)) return dirname(path);
  }
}

/** The check that a file of cases is about. */
export function checkOfCases(path: string, unsaved: ReadonlyMap<string, string>): string {
  const bare = path.replace(casesSuffix, "");
  const [usual, short] = [`${bare}.graphql`, `${bare}.gql`];
  return unsaved.has(short) || existsSync(short) ? short : usual;
}
