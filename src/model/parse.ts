import { Kind } from "graphql/language";
import type { DefinitionNode } from "graphql";
import { refuse } from "../errors.ts";
import type { Mistake } from "../errors.ts";
import { tryParse } from "./parse-source.ts";

/** The text of one schema file; `file` is the name that mistakes are reported under. */
export interface SchemaFile {
  readonly file: string;
  readonly text: string;
}

/**
 * All definitions of the files, in the order of the files.
 *
 * Throws an `InputError` with the first syntax error of each file: a parser cannot look beyond it, and what other files say
 * of the definitions in it cannot be judged.
 */
export function parseFiles(files: readonly SchemaFile[]): readonly DefinitionNode[] {
  const mistakes: Mistake[] = [];
  const definitions = files.flatMap(({ file, text }) => {
    const { document, mistake } = tryParse(text, file);
    if (mistake && !isEmpty(text)) mistakes.push(mistake);
    return document?.definitions ?? [];
  });
  refuse(mistakes);
  return definitions;
}

/** Nothing but comments, commas and space: graphql-js calls that a syntax error, here it is a file with nothing to say. */
function isEmpty(text: string): boolean {
  return /^(?:[\s,\uFEFF]|#[^\n\r]*)*$/.test(text);
}

/** The names of the directives that the definitions define. */
export function definedDirectives(definitions: readonly DefinitionNode[]): ReadonlySet<string> {
  return new Set(
    definitions.flatMap((node) =>
      node.kind === Kind.DIRECTIVE_DEFINITION ? [node.name.value] : [],
    ),
  );
}
