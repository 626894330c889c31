/** A piece of a pattern for both engines: re2js's and JavaScript's with its `u` flag. One text is the same for both. */
export type Piece = string | { readonly linear: string; readonly native: string };

/** Why a pattern is not taken, as a sentence. */
export class Refused extends Error {}

/** A place in a pattern that moves on as it is read, code point by code point. */
export interface Cursor {
  readonly atEnd: boolean;
  /** The character at hand, or one further on. */
  peek(ahead?: number): string | undefined;
  /** Takes the next character; `unfinished` says what is not finished where there is none. */
  next(unfinished?: string): string;
  /** Takes this text where it comes next. */
  take(text: string): boolean;
  /** Takes what a pattern, which begins with `^`, matches of the next characters; no more than 64 are looked at. */
  match(shape: RegExp): RegExpExecArray | null;
}

/** A cursor at the beginning of a pattern. */
export function createCursor(pattern: string): Cursor {
  const characters = [...pattern];
  let position = 0;
  return {
    get atEnd() {
      return position >= characters.length;
    },
    peek: (ahead = 0) => characters[position + ahead],
    next(unfinished = "The pattern") {
      const character = characters[position++];
      if (character === undefined) throw new Refused(`${unfinished} is not finished.`);
      return character;
    },
    take(text) {
      const found = [...text].every((character, i) => characters[position + i] === character);
      if (found) position += text.length;
      return found;
    },
    match(shape) {
      const found = shape.exec(characters.slice(position, position + 64).join(""));
      if (found) position += found[0].length;
      return found;
    },
  };
}
