/** Columns that a text takes in a terminal: two for East Asian wide characters and emoji of however many parts, none for combining marks. */
export function displayWidth(text: string): number {
  if (narrow.test(text)) return text.length;
  return charactersOf(text).reduce((width, character) => width + widthOf(character), 0);
}

/**
 * Breaks text into lines of at most `width` columns at its blanks. A word that is wider stays whole: ids and paths are copied, and a
 * terminal breaks them without a blank or a line's end of its own. Line breaks in the text are blanks.
 */
export function wrap(text: string, width: number): string[] {
  const room = Math.max(width, 10);
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/).filter((part) => part !== "")) {
    const joined = line === "" ? word : `${line} ${word}`;
    if (line === "" || displayWidth(joined) <= room) {
      line = joined;
      continue;
    }
    lines.push(line);
    line = word;
  }
  if (line !== "") lines.push(line);
  return lines;
}

/**
 * Lays out a shell's command from column `start` on, in lines that can be pasted together: broken with a backslash before an option,
 * where it can be, else at a blank. A word that is wider than a line stays whole.
 */
export function layCommand(command: string, start: number, width: number): string[] {
  const lines: string[] = [];
  let line = " ".repeat(start);
  for (const piece of piecesOf(command)) {
    if (line.trim() === "") line += piece;
    else if (displayWidth(`${line} ${piece} \\`) <= width) line += ` ${piece}`;
    else {
      lines.push(`${line} \\`);
      line = " ".repeat(start + 2) + piece;
    }
  }
  return [...lines, line];
}

/** Words of a command, each option with its value and `>` with its file. */
function piecesOf(command: string): string[] {
  const words =
    command.match(/(?:\$\([^()]*\)|[^\s"'\\]|\\.|"(?:\\.|[^"\\])*"|'[^']*'|["'\\])+/g) ?? [];
  const pieces: string[] = [];
  for (const word of words) {
    const takesValue = /^(?:-[^\s=]*|>)$/.test(pieces.at(-1) ?? "");
    if (takesValue && !word.startsWith("-")) pieces[pieces.length - 1] += ` ${word}`;
    else pieces.push(word);
  }
  return pieces;
}

/** Latin letters, punctuation, arrows, signs of mathematics and verdicts' marks: a column each, and most of what is ever laid out. */
const narrow =
  /^[ -~\u00A0-\u00AC\u00AE-\u02FF\u2010-\u2027\u2030-\u205E\u2190-\u2319\u2500-\u259F✓✗]*$/;

/** Starting up what the language has for this takes longer than a report that needs none of it. */
let segmenter: Intl.Segmenter | undefined;

/** What a reader takes for one character: letters with their marks, a family of emoji, a flag. */
function charactersOf(text: string): readonly string[] {
  if (narrow.test(text)) return [...text];
  segmenter ??= new Intl.Segmenter("en", { granularity: "grapheme" });
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

function widthOf(character: string): number {
  if (isWide(character) || character.includes("\uFE0F")) return 2;
  // Letters of some scripts come together as one character, and stand beside each other all the same.
  return [...character].filter((one) => !/\p{Mn}|\p{Me}|\p{Cf}/u.test(one)).length;
}

/** By its first code point: a sign of an East Asian script, in full width, or an emoji. */
function isWide(character: string): boolean {
  return /^(?:[\u1100-\u115F\u231A\u231B\u2329\u232A\u2E80-\u303E\u3041-\uA4CF\uA960-\uA97C\uAC00-\uD7A3\uF900-\uFAFF\uFE10-\uFE19\uFE30-\uFE6F\uFF01-\uFF60\uFFE0-\uFFE6]|[\u{16FE0}-\u{18DFF}\u{1AFF0}-\u{1B2FF}\u{20000}-\u{3FFFD}]|\p{Emoji_Presentation})/u.test(
    character,
  );
}
