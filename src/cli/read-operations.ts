import type { DocumentNode, GraphQLSchema } from "graphql";
import { validate } from "graphql/validation";
import { createDialectRules } from "../dialect/rules.ts";
import { InputError, refuse } from "../errors.ts";
import { tryParse } from "../model/parse-source.ts";
import type { Model } from "../types.ts";
import { addFragments, loadFragments } from "../check/document/fragments.ts";
import { mistakeOf } from "../model/source-location.ts";

/**
 * Reads operations that are to be answered over `schema`, which leaves filters to `readWhere`, with the shared fragments that they use from a folder of checks.
 * Throws an `InputError` of everything that GraphQL finds wrong with them.
 */
export function readOperations(
  text: string,
  file: string,
  model: Model,
  schema: GraphQLSchema,
  checksFolder: string,
): DocumentNode {
  const { fragments } = loadFragments([checksFolder]);
  const { document, mistakes } = addFragments(parseOperations(text, file), fragments);
  refuse(mistakes);
  refuse(validate(schema, document, createDialectRules(model)).map((error) => mistakeOf(error)));
  return document;
}

function parseOperations(text: string, file: string): DocumentNode {
  const { document, mistake } = tryParse(text, file);
  if (mistake) throw new InputError([mistake]);
  return document;
}
