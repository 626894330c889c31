import { statSync } from "node:fs";
import { join } from "node:path";
import type { DefinitionNode, DocumentNode, FragmentDefinitionNode } from "graphql";
import { Kind, visit } from "graphql/language";
import { suggestionFor, type Mistake } from "../../errors.ts";
import { listFiles } from "../../files/list-files.ts";
import { tryParse } from "../../model/parse-source.ts";
import {
  checkSuffix,
  fragmentsFolder,
  type ReadText,
  readCheckText,
  unreadFiles,
} from "./files.ts";
import { placeOf } from "../../model/source-location.ts";

/** Shared fragments by name. */
export type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

/**
 * Reads the shared fragments of several folders of checks. Where two folders have a fragment of the same name the first
 * folder's is taken; within one folder that is a mistake.
 */
export function loadFragments(
  folders: readonly string[],
  readText: ReadText = readCheckText,
): {
  readonly fragments: Fragments;
  readonly mistakes: readonly Mistake[];
} {
  const fragments = new Map<string, FragmentDefinitionNode>();
  const mistakes: Mistake[] = [];
  for (const folder of folders) {
    const files = readFragmentFiles(join(folder, fragmentsFolder), mistakes, readText);
    const own = readFragments(files);
    mistakes.push(...own.mistakes);
    for (const [name, fragment] of own.fragments)
      if (!fragments.has(name)) fragments.set(name, fragment);
  }
  return { fragments, mistakes };
}

/** The fragments that texts hold; no two may have one name. */
export function readFragments(files: readonly FragmentFile[]): {
  readonly fragments: Fragments;
  readonly mistakes: readonly Mistake[];
} {
  const fragments = new Map<string, FragmentDefinitionNode>();
  const mistakes: Mistake[] = [];
  for (const { file, text } of files)
    for (const definition of parseFragments(file, text, mistakes))
      addFragment(definition, fragments, mistakes);
  return { fragments, mistakes };
}

/** A document together with the shared fragments that it uses, and that those use, and so on. */
export function addFragments(
  document: DocumentNode,
  shared: Fragments,
): { readonly document: DocumentNode; readonly mistakes: readonly Mistake[] } {
  const definitions: DefinitionNode[] = [...document.definitions];
  const known = new Set(
    definitions.map((node) => (node.kind === Kind.FRAGMENT_DEFINITION ? node.name.value : "")),
  );
  const mistakes: Mistake[] = [];
  // The list grows while it is walked: an added fragment may use others.
  for (const definition of definitions) {
    visit(definition, {
      FragmentSpread({ name }) {
        if (known.has(name.value)) return;
        known.add(name.value);
        const fragment = shared.get(name.value);
        if (fragment) definitions.push(fragment);
        else
          mistakes.push({
            code: "unknown-fragment",
            message: unknownFragment(name.value, known, shared),
            place: placeOf(name),
          });
      },
    });
  }
  return { document: { ...document, definitions }, mistakes };
}

function unknownFragment(name: string, local: ReadonlySet<string>, shared: Fragments): string {
  const names = [...local, ...shared.keys()].filter((other) => other !== name && other !== "");
  return `Unknown fragment "${name}": neither this document nor the fragments folder has it.${suggestionFor(name, names)}`;
}

function readFragmentFiles(
  folder: string,
  mistakes: Mistake[],
  readText: ReadText,
): readonly FragmentFile[] {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return [];
  const { paths, unread } = listFiles(folder);
  mistakes.push(...unreadFiles(folder, paths, unread));
  return paths
    .filter((path) => checkSuffix.test(path))
    .flatMap((path) => {
      const file = join(folder, path);
      const text = readText(file, mistakes);
      return text === undefined ? [] : [{ file, text }];
    });
}

interface FragmentFile {
  readonly file: string;
  readonly text: string;
}

function parseFragments(
  file: string,
  text: string,
  mistakes: Mistake[],
): readonly DefinitionNode[] {
  const { document, mistake } = tryParse(text, file);
  if (mistake) mistakes.push(mistake);
  return document?.definitions ?? [];
}

function addFragment(
  definition: DefinitionNode,
  fragments: Map<string, FragmentDefinitionNode>,
  mistakes: Mistake[],
): void {
  if (definition.kind !== Kind.FRAGMENT_DEFINITION) {
    const message = "A file of shared fragments holds fragments only.";
    mistakes.push({ code: "misplaced-definition", message, place: placeOf(definition) });
    return;
  }
  const name = definition.name.value;
  const other = fragments.get(name);
  if (!other) {
    fragments.set(name, definition);
    return;
  }
  const message = `There are two shared fragments "${name}"; the other stands in "${placeOf(other).file}".`;
  mistakes.push({ code: "duplicate", message, place: placeOf(definition.name) });
}
