import type { DocumentNode } from "graphql";
import { GraphQLError } from "graphql/error";
import { Lexer, parse, Source, type Token, TokenKind } from "graphql/language";
import type { Mistake } from "../errors.ts";
import { mistakeOf } from "./source-location.ts";

/** Brackets within brackets; whoever writes by hand needs some twenty. */
const deepest = 200;

const opening: ReadonlySet<string> = new Set([
  TokenKind.BRACE_L,
  TokenKind.BRACKET_L,
  TokenKind.PAREN_L,
]);
const closing: ReadonlySet<string> = new Set([
  TokenKind.BRACE_R,
  TokenKind.BRACKET_R,
  TokenKind.PAREN_R,
]);

const pairs: Readonly<Record<string, string>> = {
  [TokenKind.BRACE_L]: TokenKind.BRACE_R,
  [TokenKind.BRACKET_L]: TokenKind.BRACKET_R,
  [TokenKind.PAREN_L]: TokenKind.PAREN_R,
};

/**
 * A GraphQL text as definitions; `file` is the name that mistakes are reported under. Throws a `GraphQLError` for what is
 * not GraphQL, and for what nests deeper than a parser, which goes down with it, has room for.
 */
export function parseSource(text: string, file?: string): DocumentNode {
  const source = new Source(text, file);
  refuseDepth(source);
  return parse(source);
}

/** The text's definitions, or the one mistake that keeps them from being read: a parser does not look beyond it. */
export type Parsed =
  | { readonly document: DocumentNode; readonly mistake?: undefined }
  | { readonly mistake: Mistake; readonly document?: undefined };

/** As `parseSource`, with what is not GraphQL as a mistake in the file. */
export function tryParse(text: string, file: string): Parsed {
  try {
    return { document: parseSource(text, file) };
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    const mistake = mistakeOf(error, "syntax-error");
    const message = mistake.message + hintFor(error) + tellOpen(error);
    return { mistake: { ...mistake, message } };
  }
}

/** Filters of document stores have their operators behind a `$`. */
function hintFor({ source, positions: [at] = [] }: GraphQLError): string {
  const key =
    at === undefined ? undefined : /^\$(\w+)\s*:/.exec(source?.body.slice(at, at + 60) ?? "");
  if (!key) return "";
  return ` A key has no "$" in front: operators are written as "${key[1]}: …", and "$" begins a variable, which stands behind the ":".`;
}

/** Which bracket is open where the text ends, or goes on as if it were closed. */
function tellOpen({ source, positions: [at] = [] }: GraphQLError): string {
  if (!source || at === undefined) return "";
  const open: Token[] = [];
  const lexer = new Lexer(source);
  try {
    while (lexer.advance().start < at) {
      if (closing.has(lexer.token.kind)) open.pop();
      if (opening.has(lexer.token.kind)) open.push(lexer.token);
    }
  } catch {
    return "";
  }
  const last = open.at(-1);
  const found = lexer.token.kind;
  if (!last || found === pairs[last.kind]) return "";
  const isMissed =
    found === TokenKind.EOF ||
    closing.has(found) ||
    (found === TokenKind.BRACE_L && last.kind === TokenKind.PAREN_L);
  return isMissed ? ` The "${last.kind}" in line ${last.line}, column ${last.column} is open.` : "";
}

function refuseDepth(source: Source): void {
  const lexer = new Lexer(source);
  let depth = 0;
  for (;;) {
    try {
      lexer.advance();
    } catch {
      // The parser says what is wrong here, or before.
      return;
    }
    const { kind, start } = lexer.token;
    if (kind === TokenKind.EOF) return;
    if (closing.has(kind)) depth--;
    if (opening.has(kind) && ++depth > deepest)
      throw new GraphQLError(
        `Brackets stand in one another more than ${deepest} deep. Nest less.`,
        {
          source,
          positions: [start],
        },
      );
  }
}
