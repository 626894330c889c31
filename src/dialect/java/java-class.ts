import {
  classLiteral,
  inBothCases,
  readCharacter,
  readProperty,
  readQuoted,
  sets,
} from "./java-characters.ts";
import { type Cursor, type Piece, Refused } from "./java-cursor.ts";

/** What the engines' own flags do not say where case is ignored, so that it has to be spelled out. */
export interface Caseless {
  /** Letters of ASCII stand for both of theirs. */
  readonly letters: boolean;
  /** Properties of one case, such as `\p{Lu}`, stand for those of both. */
  readonly properties: boolean;
}

/** A character class, of which the bracket was read, in both spellings. */
export function readClass(cursor: Cursor, caseless: Caseless): Piece {
  const pieces: Piece[] = [cursor.take("^") ? "[^" : "["];
  // Right after the bracket "]" is a character.
  do pieces.push(readMember(cursor, caseless));
  while (!cursor.take("]"));
  pieces.push("]");
  const spell = (engine: "linear" | "native") =>
    pieces.map((piece) => (typeof piece === "string" ? piece : piece[engine])).join("");
  return { linear: spell("linear"), native: spell("native") };
}

function readMember(cursor: Cursor, caseless: Caseless): Piece {
  const character = cursor.next("A character class");
  if (character === "[")
    throw new Refused('A class inside a class is not supported. Write "\\[" for the character.');
  if (character === "&" && cursor.peek() === "&")
    throw new Refused('The intersection "&&" of classes is not supported.');
  return character === "\\" ? readEscape(cursor, caseless) : readRange(cursor, character, caseless);
}

function readEscape(cursor: Cursor, caseless: Caseless): Piece {
  const character = cursor.next("An escape");
  if (/[dDwWS]/.test(character)) return `\\${character}`;
  if (sets[character]) return sets[character];
  if (/[pP]/.test(character))
    return readProperty(cursor, {
      negated: character === "P",
      inClass: true,
      caseless: caseless.properties,
    });
  if (character === "Q") return readQuoted(cursor, (one) => range(one, one, caseless)).join("");
  return readRange(cursor, readCharacter(cursor, character), caseless);
}

/** A character, and where a `-` and another follow, the range of both. */
function readRange(cursor: Cursor, from: string, caseless: Caseless): string {
  const after = cursor.peek(1);
  if (cursor.peek() !== "-" || after === undefined || "[]".includes(after))
    return range(from, from, caseless);
  cursor.next();
  const to = cursor.next();
  if (to === "\\" && /[dDwWsShHvVpPQ]/.test(cursor.peek() ?? ""))
    throw new Refused("A range in a character class needs a character at each end.");
  const last = to === "\\" ? readCharacter(cursor, cursor.next("An escape")) : to;
  return range(from, last, caseless);
}

/** All characters from one to another, and where case is ignored the other letters of those in ASCII. */
function range(from: string, to: string, caseless: Caseless): string {
  const own = from === to ? classLiteral(from) : `${classLiteral(from)}-${classLiteral(to)}`;
  return caseless.letters ? own + letters.filter((letter) => isIn(letter, from, to)).join("") : own;
}

const letters = [..."abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"];

/** Whether a range has a letter in one of its two cases. */
function isIn(letter: string, from: string, to: string): boolean {
  const [low, high] = [from.codePointAt(0)!, to.codePointAt(0)!];
  return [...inBothCases(letter)].some(
    (one) => low <= one.charCodeAt(0) && one.charCodeAt(0) <= high,
  );
}
