import {
  KnownFragmentNamesRule,
  LoneAnonymousOperationRule,
  NoUnusedFragmentsRule,
  specifiedRules,
  UniqueOperationNamesRule,
  validate,
  VariablesInAllowedPositionRule,
  type DocumentNode,
  type GraphQLSchema,
} from "graphql";
import type { Mistake } from "../errors.ts";
import type { Fragments } from "./fragments.ts";
import { mistakeOf } from "./place.ts";

/**
 * The rules that check documents say better themselves, and one that cannot know the dialect: a variable where a field takes
 * both a value and an object of operators. Values of variables are known in a check, and are checked as values.
 */
const ownConcerns = new Set([
  KnownFragmentNamesRule,
  LoneAnonymousOperationRule,
  UniqueOperationNamesRule,
  VariablesInAllowedPositionRule,
]);

const documentRules = specifiedRules.filter((rule) => !ownConcerns.has(rule));

/** What GraphQL itself finds wrong with a check document, shared fragments added. */
export function validateDocument(
  schema: GraphQLSchema,
  document: DocumentNode,
): readonly Mistake[] {
  return validate(schema, document, documentRules, { maxErrors: 100 }).map(mistakeOf);
}

/** What is wrong with shared fragments, whether or not a document uses them. */
export function validateFragments(schema: GraphQLSchema, fragments: Fragments): readonly Mistake[] {
  if (fragments.size === 0) return [];
  const rules = documentRules.filter((rule) => rule !== NoUnusedFragmentsRule);
  const document = { kind: "Document", definitions: [...fragments.values()] } as const;
  return validate(schema, document as unknown as DocumentNode, rules).map(mistakeOf);
}
