import type { ASTNode, GraphQLError, Source } from "graphql";
import { getLocation } from "graphql/language";
import { invariant, type Mistake } from "../../errors.ts";
import type { Place } from "../../types.ts";

/** Where a node of a parsed document stands; the file is the name its source was parsed under. */
export function placeOf(node: ASTNode): Place {
  invariant(node.loc, "check documents are parsed with their locations");
  return placeAt(node.loc.source, node.loc.start);
}

/** A mistake that graphql found, at the first of its places. */
export function mistakeOf(error: GraphQLError): Mistake {
  const source = error.nodes?.[0]?.loc?.source ?? error.source;
  const position = error.nodes?.[0]?.loc?.start ?? error.positions?.[0];
  if (source === undefined || position === undefined) return { message: error.message };
  return { message: error.message, place: placeAt(source, position) };
}

function placeAt(source: Source, position: number): Place {
  return { file: source.name, source: source.body, ...getLocation(source, position) };
}
