import { classLiteral, readCharacter, readProperty, readQuoted, sets } from "./java-characters.ts";
import { type Cursor, type Piece, Refused } from "./java-cursor.ts";

/** A character class, of which the bracket was read, in both spellings. */
export function readClass(cursor: Cursor): Piece {
  const pieces: Piece[] = [cursor.take("^") ? "[^" : "["];
  // Right after the bracket "]" is a character.
  do pieces.push(readMember(cursor));
  while (!cursor.take("]"));
  pieces.push("]");
  const spell = (engine: "linear" | "native") =>
    pieces.map((piece) => (typeof piece === "string" ? piece : piece[engine])).join("");
  return { linear: spell("linear"), native: spell("native") };
}

function readMember(cursor: Cursor): Piece {
  const character = cursor.next("A character class");
  if (character === "[")
    throw new Refused('A class inside a class is not supported. Write "\\[" for the character.');
  if (character === "&" && cursor.peek() === "&")
    throw new Refused('The intersection "&&" of classes is not supported.');
  return character === "\\" ? readEscape(cursor) : readRange(cursor, character);
}

function readEscape(cursor: Cursor): Piece {
  const character = cursor.next("An escape");
  if (/[dDwWS]/.test(character)) return `\\${character}`;
  if (sets[character]) return sets[character];
  if (/[pP]/.test(character)) return readProperty(cursor, character === "P", true);
  if (character === "Q") return readQuoted(cursor, classLiteral).join("");
  return readRange(cursor, readCharacter(cursor, character));
}

/** A character, and where a `-` and another follow, the range of both. */
function readRange(cursor: Cursor, from: string): string {
  const after = cursor.peek(1);
  if (cursor.peek() !== "-" || after === undefined || "[]".includes(after))
    return classLiteral(from);
  cursor.next();
  const to = cursor.next();
  if (to === "\\" && /[dDwWsShHvVpPQ]/.test(cursor.peek() ?? ""))
    throw new Refused("A range in a character class needs a character at each end.");
  const last = to === "\\" ? readCharacter(cursor, cursor.next("An escape")) : to;
  return `${classLiteral(from)}-${classLiteral(last)}`;
}
