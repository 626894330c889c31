import type { GraphQLSchema } from "graphql";
import { buildSchema } from "graphql/utilities/buildASTSchema.js";
import type { Model } from "../types.ts";
import { renderOutline } from "./sdl.ts";

/**
 * The schema to validate documents against whose filters `readWhere` reads: to GraphQL every `where` is a value like any
 * other, and `readWhere` says what is wrong in it. Building the typed inputs of hundreds of asset types for a few documents
 * would cost more than judging an estate.
 */
export function createDialectSchema(model: Model): GraphQLSchema {
  return buildSchema(renderOutline(model), { assumeValid: true, noLocation: true });
}
