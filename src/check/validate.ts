import {
  Kind,
  KnownFragmentNamesRule,
  LoneAnonymousOperationRule,
  NoUnusedFragmentsRule,
  UniqueOperationNamesRule,
  validate,
  type DocumentNode,
  type GraphQLSchema,
  type ValidationRule,
} from "graphql";
import { dialectRules } from "../dialect/rules.ts";
import type { Mistake } from "../errors.ts";
import type { Fragments } from "./fragments.ts";
import { mistakeOf } from "./place.ts";

/** What the reading of check documents says better itself: which file lacks a fragment, or holds a second operation. */
const ownConcerns = new Set<ValidationRule>([
  KnownFragmentNamesRule,
  LoneAnonymousOperationRule,
  UniqueOperationNamesRule,
]);

const documentRules = dialectRules.filter((rule) => !ownConcerns.has(rule));

/** What GraphQL itself finds wrong with a check document, shared fragments added. */
export function validateDocument(
  schema: GraphQLSchema,
  document: DocumentNode,
): readonly Mistake[] {
  return validate(schema, document, documentRules).map(mistakeOf);
}

/** What is wrong with shared fragments, whether or not a document uses them. */
export function validateFragments(schema: GraphQLSchema, fragments: Fragments): readonly Mistake[] {
  const rules = documentRules.filter((rule) => rule !== NoUnusedFragmentsRule);
  const document: DocumentNode = { kind: Kind.DOCUMENT, definitions: [...fragments.values()] };
  return validate(schema, document, rules).map(mistakeOf);
}
