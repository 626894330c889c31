import { Lexer, Source, type Token, TokenKind } from "graphql/language";

/** What a bracket that is open at the cursor stands behind. */
export type Frame =
  /** `field` is what it is the selection of; `type` what a fragment says that it is about. Both are missing of an operation. */
  | { readonly kind: "selection"; readonly field?: string; readonly type?: string }
  /** Of a field, or of a directive with its `@`; missing of an operation's variables. */
  | { readonly kind: "arguments"; readonly of?: string }
  | { readonly kind: "object" | "list"; readonly key?: string };

/** What stands around a position in a document, which need not be whole. */
export interface Cursor {
  /** The brackets that are open, the outermost first. */
  readonly frames: readonly Frame[];
  /** The key or argument whose value is expected, or written, here; missing where a key is. */
  readonly key?: string;
  /** What is written at the position: from where to where, and up to it. */
  readonly token: { readonly start: number; readonly end: number; readonly text: string };
  readonly isText: boolean;
}

interface Open {
  readonly frame: Frame;
  /** The last name in a selection, the last key of an object or arguments. */
  name?: string;
}

/** Reads a document up to a position. What is not GraphQL before it ends the reading: what was read until then counts. */
export function readCursor(text: string, offset: number): Cursor {
  const open: Open[] = [{ frame: { kind: "selection" } }];
  const before: Token[] = [];
  let at: Token | undefined;
  for (const token of tokensOf(text)) {
    if (token.start >= offset) break;
    if (token.end >= offset && isWord(token)) at = token;
    if (token.end >= offset && !isWord(token) && token.end > offset) break;
    if (!at) follow(open, before, token);
    before.push(token);
    if (at) break;
  }
  const previous = before.at(at ? -2 : -1);
  const top = open.at(-1)!;
  const takesValue = top.frame.kind === "list" || previous?.kind === TokenKind.COLON;
  const inValue = top.frame.kind !== "selection" && takesValue;
  const key = top.frame.kind === "list" ? top.frame.key : top.name;
  const start = at?.start ?? offset;
  return {
    frames: open.slice(1).map(({ frame }) => frame),
    ...(inValue && key !== undefined ? { key } : {}),
    token: { start, end: at?.end ?? offset, text: text.slice(start, at?.end ?? offset) },
    isText: at?.kind === TokenKind.STRING,
  };
}

function isWord({ kind }: Token): boolean {
  return (
    kind === TokenKind.NAME ||
    kind === TokenKind.STRING ||
    kind === TokenKind.INT ||
    kind === TokenKind.FLOAT
  );
}

/** A text that is not closed in its line, as one that is being written, is taken as far as the line goes. */
function* tokensOf(text: string): Generator<Token> {
  const lexer = new Lexer(new Source(text));
  for (;;) {
    try {
      const token = lexer.advance();
      if (token.kind === TokenKind.EOF) return;
      yield token;
    } catch {
      const from = lexer.token.end;
      const quote = text.indexOf('"', from);
      if (quote < 0) return;
      const end = text.slice(quote).search(/[\n\r]/);
      const closed = end < 0 ? text.length : quote + end;
      yield { kind: TokenKind.STRING, start: quote, end: closed } as Token;
      return;
    }
  }
}

function follow(open: Open[], before: readonly Token[], token: Token): void {
  const top = open.at(-1)!;
  const inSelection = top.frame.kind === "selection";
  switch (token.kind) {
    case TokenKind.NAME:
      if (inSelection ? before.at(-1)?.kind !== TokenKind.AT : isKey(before))
        top.name = token.value;
      break;
    case TokenKind.PAREN_L:
      open.push({ frame: { kind: "arguments", ...argumentsOf(open, before) } });
      break;
    case TokenKind.BRACE_L:
      open.push({
        frame: inSelection ? selectionOf(open, before) : { kind: "object", ...keyOf(top) },
      });
      break;
    case TokenKind.BRACKET_L:
      open.push({ frame: { kind: "list", ...keyOf(top) } });
      break;
    case TokenKind.PAREN_R:
    case TokenKind.BRACE_R:
    case TokenKind.BRACKET_R:
      if (open.length > 1) open.pop();
  }
}

/** A name is a key unless it stands behind the colon of one, as an enum's value does. */
function isKey(before: readonly Token[]): boolean {
  return before.at(-1)?.kind !== TokenKind.COLON && before.at(-1)?.kind !== TokenKind.DOLLAR;
}

function keyOf({ frame, name }: Open): { readonly key?: string } {
  const key = frame.kind === "list" ? frame.key : name;
  return key === undefined ? {} : { key };
}

function argumentsOf(open: readonly Open[], before: readonly Token[]): { readonly of?: string } {
  const name = before.at(-1)?.kind === TokenKind.NAME ? before.at(-1)!.value : undefined;
  if (before.at(-2)?.kind === TokenKind.AT) return { of: `@${name}` };
  // Outside of every selection brackets hold an operation's variables.
  return open.length === 1 || name === undefined ? {} : { of: name };
}

function selectionOf(open: readonly Open[], before: readonly Token[]): Frame {
  const isBehindOn = before.at(-2)?.value === "on" && before.at(-1)?.kind === TokenKind.NAME;
  if (isBehindOn) return { kind: "selection", type: before.at(-1)!.value };
  const name = open.length > 1 ? open.at(-1)!.name : undefined;
  return { kind: "selection", ...(name === undefined ? {} : { field: name }) };
}
