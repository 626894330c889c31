/**
 * What steers a terminal or hides from the reader: control characters, marks that turn the direction of reading, characters
 * without width that join no letters, tags, and halves of surrogate pairs. Names and messages come from a cloud.
 */
const steering =
  /[\p{Cc}\p{Cs}\p{Bidi_Control}\u00AD\u180E\u200B\u2028\u2029\u2060-\u2064\uFEFF\uFFF9-\uFFFB\u{E0000}-\u{E007F}]/gu;

/** Shows what could steer a terminal, or hide from the reader, as an escape: `\x1b`, `\u202e`. */
export function makeVisible(text: string): string {
  return text.replace(steering, show);
}

/** The same for a text of several lines: their ends and tabs stay. */
export function makeLinesVisible(text: string): string {
  return text.replace(steering, (character, at: number) => {
    if (character === "\n" || character === "\t") return character;
    return character === "\r" && text[at + 1] === "\n" ? character : show(character);
  });
}

/**
 * Pieces of JSON with everything that steers escaped as JSON does it; JSON itself asks for that below U+0020 alone. Each piece
 * holds whole characters.
 */
export async function* escapeJson(
  pieces: Iterable<string> | AsyncIterable<string>,
): AsyncGenerator<string> {
  for await (const piece of pieces) yield piece.replace(steering, escapeInJson);
}

function show(character: string): string {
  const code = character.codePointAt(0)!.toString(16);
  if (code.length <= 2) return `\\x${code.padStart(2, "0")}`;
  return code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, "0")}`;
}

/** Line ends and tabs of the layout stay; within texts they are escaped already. */
function escapeInJson(character: string): string {
  if (character === "\n" || character === "\t" || character === "\r") return character;
  return [...character.split("")]
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .join("");
}
