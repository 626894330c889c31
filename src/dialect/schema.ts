import { buildSchema, type GraphQLSchema, isScalarType } from "graphql";
import type { Model } from "../types.ts";
import { createScalars } from "./scalars.ts";
import { renderSdl } from "./sdl.ts";

/** The generated schema with its scalars' checks, for documents to be validated against (see `validateDocument`). */
export function createDialectSchema(model: Model): GraphQLSchema {
  const schema = buildSchema(renderSdl(model), { assumeValid: true, noLocation: true });
  for (const [name, scalar] of Object.entries(createScalars(model))) {
    const built = schema.getType(name);
    if (isScalarType(built)) {
      built.coerceInputValue = scalar.coerceInputValue;
      built.coerceInputLiteral = scalar.coerceInputLiteral;
    }
  }
  return schema;
}
