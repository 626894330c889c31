import type { Place } from "../types.ts";

/** A place in a document as editors count it: from 0, in UTF-16 units. */
export interface Spot {
  readonly line: number;
  readonly character: number;
}

/** From one spot to another. */
export interface Span {
  readonly start: Spot;
  readonly end: Spot;
}

const nowhere: Span = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

/** The word or text that stands at a place; the head of the file where there is none. */
export function spanOf(place: Place | undefined): Span {
  if (!place) return nowhere;
  const line = place.line - 1;
  const character = place.column - 1;
  const written = place.source?.split(/\r\n|[\n\r]/)[line]?.slice(character) ?? "";
  const word = /^(?:"(?:\\.|[^"\\])*"|[$@]?\w+|\S)/.exec(written)?.[0] ?? "";
  return { start: { line, character }, end: { line, character: character + word.length } };
}

/** The spot of a position in a text. */
export function spotAt(text: string, offset: number): Spot {
  const before = text.slice(0, offset).split(/\r\n|[\n\r]/);
  return { line: before.length - 1, character: before.at(-1)!.length };
}

/** The position of a spot in a text; of one behind a line's end that end. */
export function offsetAt(text: string, { line, character }: Spot): number {
  let start = 0;
  for (let i = 0; i < line; i++) {
    const end = /\r\n|[\n\r]/g;
    end.lastIndex = start;
    const found = end.exec(text);
    if (!found) return text.length;
    start = found.index + found[0].length;
  }
  const length = text.slice(start).search(/[\n\r]/);
  return start + Math.min(character, length < 0 ? text.length - start : length);
}
