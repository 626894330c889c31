/** Columns that a text takes in a terminal: two for East Asian wide characters and emoji, none for combining marks. */
export function displayWidth(text: string): number {
  if (/^[ -~]*$/.test(text)) return text.length;
  let width = 0;
  for (const character of text) width += widthOf(character);
  return width;
}

/**
 * Breaks text into lines of at most `width` columns: at blanks, else after a slash or comma, else anywhere. Line breaks
 * in the text are blanks.
 */
export function wrap(text: string, width: number): string[] {
  const room = Math.max(width, 10);
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/).filter((part) => part !== "")) {
    const joined = line === "" ? word : `${line} ${word}`;
    if (displayWidth(joined) <= room) {
      line = joined;
      continue;
    }
    if (line !== "") lines.push(line);
    const pieces = breakWord(word, room);
    lines.push(...pieces.slice(0, -1));
    line = pieces.at(-1)!;
  }
  if (line !== "") lines.push(line);
  return lines;
}

/**
 * Lays out a shell's command from column `start` on, in lines that can be pasted together: broken at blanks, where it can be
 * before an option, with a backslash; a word wider than a line goes on at the first column, for a blank there would be its
 * end. What stands in single quotes stays whole, however wide.
 */
export function layCommand(command: string, start: number, width: number): string[] {
  const lines: string[] = [];
  let line = " ".repeat(start);
  for (const piece of piecesOf(command)) {
    if (line.trim() !== "") {
      if (displayWidth(`${line} ${piece} \\`) <= width) {
        line += ` ${piece}`;
        continue;
      }
      lines.push(`${line} \\`);
      line = " ".repeat(start + 2);
    }
    let rest = piece;
    while (displayWidth(`${line}${rest} \\`) > width && !piece.includes("'")) {
      const part = cutWord(rest, width - line.length - 1);
      lines.push(`${line}${part}\\`);
      rest = rest.slice(part.length);
      line = "";
    }
    line += rest;
  }
  return [...lines, line];
}

/** As much of a word as fits, up to a slash or the like where one is near enough. */
function cutWord(word: string, room: number): string {
  let part = "";
  for (const character of word) {
    if (part !== "" && displayWidth(part + character) > room) break;
    part += character;
  }
  const cut = Math.max(...["/", "?", "&", ","].map((sign) => part.lastIndexOf(sign))) + 1;
  const short = cut > part.length / 2 ? part.slice(0, cut) : part;
  // A backslash and what it stands before stay together.
  return short.length > 1 ? short.replace(/\\$/, "") : short;
}

/** Words of a command, each option with its value. */
function piecesOf(command: string): string[] {
  const words = command.match(/(?:[^\s"'\\]|\\.|"(?:\\.|[^"\\])*"|'[^']*'|["'\\])+/g) ?? [];
  const pieces: string[] = [];
  for (const word of words) {
    const takesValue = /^-[^\s=]*$/.test(pieces.at(-1) ?? "");
    if (takesValue && !word.startsWith("-")) pieces[pieces.length - 1] += ` ${word}`;
    else pieces.push(word);
  }
  return pieces;
}

/** Cuts a word that does not fit, after a slash or comma where one is near enough. */
function breakWord(word: string, room: number): string[] {
  const pieces: string[] = [];
  let piece = "";
  for (const character of word) {
    if (displayWidth(piece) + widthOf(character) > room) {
      const cut = Math.max(piece.lastIndexOf("/"), piece.lastIndexOf(",")) + 1;
      const at = cut > piece.length / 2 ? cut : piece.length;
      pieces.push(piece.slice(0, at));
      piece = piece.slice(at);
    }
    piece += character;
  }
  return [...pieces, piece];
}

function widthOf(character: string): number {
  if (/\p{Mn}|\p{Me}|\p{Cf}/u.test(character)) return 0;
  return /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]|\p{Emoji_Presentation}/u.test(
    character,
  )
    ? 2
    : 1;
}
