import { GraphQLError, Lexer, Source, TokenKind } from "graphql";
import type { Limits } from "./limits.ts";

/** Characters of a name, in a document or in variables: no field's is nearly as long, and messages repeat it. */
export const LONGEST_NAME = 100;

/**
 * Refuses a text that has too many words and signs, brackets within brackets beyond what the limits could let through, or
 * names that nobody gives. The parser, which calls itself for each bracket, sees only what is left.
 *
 * @throws GraphQLError with code QUERY_TOO_LARGE, or of the syntax
 */
export function checkTokens(text: string, { tokens, depth, valueDepth }: Limits): void {
  // Each level of fields may have an inline fragment of its own, and arguments come on top.
  const most = 2 * (depth + valueDepth);
  const lexer = new Lexer(new Source(text));
  let count = 0;
  let open = 0;
  for (let token = lexer.advance(); token.kind !== TokenKind.EOF; token = lexer.advance()) {
    if (++count > tokens) throw tooLarge(`more than ${tokens} words and signs`);
    if (OPENING.has(token.kind) && ++open > most)
      throw tooLarge(`more than ${most} brackets in each other`);
    if (CLOSING.has(token.kind)) open--;
    if (token.kind === TokenKind.NAME && token.value.length > LONGEST_NAME)
      throw tooLarge(`a name of more than ${LONGEST_NAME} characters`);
  }
}

const OPENING: ReadonlySet<string> = new Set([
  TokenKind.BRACE_L,
  TokenKind.BRACKET_L,
  TokenKind.PAREN_L,
]);
const CLOSING: ReadonlySet<string> = new Set([
  TokenKind.BRACE_R,
  TokenKind.BRACKET_R,
  TokenKind.PAREN_R,
]);

/** What a request that costs too much is refused with; `what` says what the query has. */
export function tooLarge(what: string): GraphQLError {
  return new GraphQLError(`The query has ${what}.`, { extensions: { code: "QUERY_TOO_LARGE" } });
}
