import type { ASTNode, GraphQLError, Source } from "graphql";
import { getLocation } from "graphql/language";
import { invariant, type Mistake } from "../errors.ts";
import type { MistakeCode } from "../mistake-codes.ts";
import type { Place } from "../types.ts";

/** Where a node of a parsed document stands; the file is the name its source was parsed under. */
export function placeOf(node: ASTNode): Place {
  invariant(node.loc, "documents are parsed with their locations");
  return placeAt(node.loc.source, node.loc.start);
}

/** A mistake that graphql found, at the first of its places; `otherwise` is its code where no rule of ours gave it one. */
export function mistakeOf(error: GraphQLError, otherwise?: MistakeCode): Mistake {
  const code = readCode(error) ?? otherwise ?? "wrong-document";
  const source = error.nodes?.[0]?.loc?.source ?? error.source;
  const position = error.nodes?.[0]?.loc?.start ?? error.positions?.[0];
  if (source === undefined || position === undefined) return { code, message: error.message };
  return { code, message: error.message, place: placeAt(source, position) };
}

/** Codes in capitals say what a server does about a request; ours are words. */
function readCode({ extensions: { code } }: GraphQLError): MistakeCode | undefined {
  return typeof code === "string" && /^[a-z-]+$/.test(code) ? (code as MistakeCode) : undefined;
}

function placeAt(source: Source, position: number): Place {
  return { file: source.name, source: source.body, ...getLocation(source, position) };
}
