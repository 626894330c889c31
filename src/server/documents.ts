import { type DocumentNode, GraphQLError, type GraphQLSchema, validate } from "graphql";
import { addFragments, type Fragments } from "../check/document/fragments.ts";
import { createDialectRules } from "../dialect/rules.ts";
import { createPatternCounter } from "../graphql/patterns.ts";
import { parseSource } from "../model/parse-source.ts";
import type { Model } from "../types.ts";
import { describesOnly } from "./descriptions.ts";
import { checkDocument, type DocumentCost } from "./cost.ts";
import type { Limits } from "./limits.ts";
import { checkTokens } from "./tokens.ts";

/** A text as a document that may be answered, or why it may not. */
export type ReadDocument =
  | {
      readonly document: DocumentNode;
      readonly cost: DocumentCost;
      /** It asks for nothing but the schema's description. */
      readonly describes: boolean;
      readonly errors?: never;
    }
  | { readonly errors: readonly GraphQLError[] };

/** Mistakes that are reported of one document. */
const MOST_ERRORS = 20;
/** Characters of documents that are remembered, all together. */
const REMEMBERED_CHARACTERS = 300_000;

/**
 * Reads documents for one schema: parsed, completed with the shared fragments that they use and do not define (a stored
 * check can be pasted as it is), held against the limits, validated. The latest are remembered.
 */
export function createDocumentReader(
  model: Model,
  schema: GraphQLSchema,
  fragments: Fragments,
  limits: Limits,
): (text: string) => ReadDocument {
  const remembered = new Map<string, ReadDocument>();
  let characters = 0;
  return (text) => {
    const known = remembered.get(text);
    if (known) return known;
    const read = readDocument(model, schema, fragments, limits, text);
    remembered.set(text, read);
    characters += text.length;
    for (const [oldest] of remembered) {
      if (characters <= REMEMBERED_CHARACTERS) break;
      remembered.delete(oldest);
      characters -= oldest.length;
    }
    return read;
  };
}

function readDocument(
  model: Model,
  schema: GraphQLSchema,
  fragments: Fragments,
  limits: Limits,
  text: string,
): ReadDocument {
  try {
    checkTokens(text, limits);
    const { document } = addFragments(parseSource(text), fragments);
    const cost = checkDocument(document, limits);
    const rules = createDialectRules(model, { beforeReading: createPatternCounter(limits) });
    const errors = validate(schema, document, rules, { maxErrors: MOST_ERRORS });
    return errors.length > 0 ? { errors } : { document, cost, describes: describesOnly(document) };
  } catch (error) {
    if (error instanceof GraphQLError) return { errors: [error] };
    throw error;
  }
}
