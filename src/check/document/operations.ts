import type { DocumentNode, GraphQLSchema } from "graphql";
import { GraphQLError } from "graphql/error";
import { validate } from "graphql/validation";
import { createDialectRules } from "../../dialect/rules.ts";
import { InputError, refuse } from "../../errors.ts";
import { parseSource } from "../../model/parse-source.ts";
import type { Model } from "../../types.ts";
import { addFragments, loadFragments } from "./fragments.ts";
import { mistakeOf } from "./source-location.ts";

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
  refuse(validate(schema, document, createDialectRules(model)).map(mistakeOf));
  return document;
}

function parseOperations(text: string, file: string): DocumentNode {
  try {
    return parseSource(text, file);
  } catch (error) {
    if (error instanceof GraphQLError) throw new InputError([mistakeOf(error)]);
    throw error;
  }
}
