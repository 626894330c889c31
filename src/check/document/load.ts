import { createDialectSchema } from "../../dialect/schema.ts";
import { refuse, renderMistake, type Mistake } from "../../errors.ts";
import type { Check, Model } from "../../types.ts";
import { readDocument, type DocumentContext } from "./document.ts";
import { findCheckFiles } from "./files.ts";
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
 * Loads check documents, sorted by id. All of them are checked against the generated schema and the dialect before any is
 * given back: throws an `InputError` of every mistake in every file.
 */
export function loadChecks(
  model: Model,
  folder: string,
  { names = [], fallback, standardInput, warn }: LoadOptions = {},
): readonly Check[] {
  const found = findCheckFiles(folder, names, standardInput);
  const own = loadFragments([...new Set([...found.roots, folder])]);
  const others = loadFragments(fallback === undefined ? [] : [fallback]);
  const schema = createDialectSchema(model);
  const context: DocumentContext = {
    model,
    schema,
    rootFields: rootFieldsOf(model),
    shared: new Map([...others.fragments, ...own.fragments]),
  };
  const read = found.files.map((file) => readDocument(file, context));
  refuse(
    unique([
      ...found.mistakes,
      ...own.mistakes,
      ...validateFragments(model, schema, own.fragments),
      ...read.flatMap(({ mistakes }) => mistakes),
    ]),
  );
  for (const { warnings } of read) for (const warning of warnings) warn?.(warning);
  return read.map(({ check }) => check!);
}

/** A mistake in a shared fragment comes up in every document that uses it. */
function unique(mistakes: readonly Mistake[]): readonly Mistake[] {
  return [...new Map(mistakes.map((mistake) => [renderMistake(mistake), mistake])).values()];
}
