import type { DocumentNode, GraphQLError, GraphQLSchema, Location, ValidationRule } from "graphql";
import { Kind } from "graphql/language";
import {
  KnownFragmentNamesRule,
  LoneAnonymousOperationRule,
  NoUnusedFragmentsRule,
  UniqueOperationNamesRule,
  validate,
} from "graphql/validation";
import { createDialectRules } from "../../dialect/rules.ts";
import type { Mistake } from "../../errors.ts";
import type { Model } from "../../types.ts";
import type { Fragments } from "./fragments.ts";
import { mistakeOf } from "../../model/source-location.ts";

/** What the reading of check documents says better itself: which file lacks a fragment, or holds a second operation. */
const ownConcerns: readonly ValidationRule[] = [
  KnownFragmentNamesRule,
  LoneAnonymousOperationRule,
  UniqueOperationNamesRule,
];

/** Whoever can write a check is trusted with its patterns. */
function documentRules(model: Model, except = ownConcerns): readonly ValidationRule[] {
  return createDialectRules(model, { allowBacktracking: true }, except);
}

/** What GraphQL itself finds wrong with a check document, shared fragments added, but for the pieces named. */
export function validateDocument(
  model: Model,
  schema: GraphQLSchema,
  document: DocumentNode,
  except: readonly Location[] = [],
): readonly Mistake[] {
  return validate(schema, document, documentRules(model))
    .filter((error) => !except.some((piece) => isWithin(error, piece)))
    .map((error) => mistakeOf(error));
}

/** What is wrong with shared fragments, whether or not a document uses them. */
export function validateFragments(
  model: Model,
  schema: GraphQLSchema,
  fragments: Fragments,
): readonly Mistake[] {
  const rules = documentRules(model, [...ownConcerns, NoUnusedFragmentsRule]);
  const document: DocumentNode = { kind: Kind.DOCUMENT, definitions: [...fragments.values()] };
  return validate(schema, document, rules).map((error) => mistakeOf(error));
}

function isWithin({ nodes }: GraphQLError, { source, start, end }: Location): boolean {
  const at = nodes?.[0]?.loc;
  return at?.source === source && at.start >= start && at.start < end;
}
