import type { Place } from "./types.ts";

/** One mistake in what a person wrote: what is wrong, where, and what to write instead. */
export interface Mistake {
  /** One or two full sentences; the culprit in double quotes, what was expected, the nearest valid name. */
  readonly message: string;
  readonly place?: Place;
}

/** Mistakes of the user's: gathered and reported together, exit code 3. Nothing has been changed when it is thrown. */
export class InputError extends Error {
  readonly mistakes: readonly Mistake[];

  constructor(mistakes: readonly Mistake[] | string) {
    const list = typeof mistakes === "string" ? [{ message: mistakes }] : mistakes;
    super(list.map(renderMistake).join("\n\n"));
    this.name = "InputError";
    this.mistakes = list;
  }
}

/** The world would not take what was to be written: a full disk, a folder that is closed. One sentence, exit code 70. */
export class WriteFault extends Error {
  constructor(sentence: string) {
    super(sentence);
    this.name = "WriteFault";
  }
}

/** What a file system says where it does not take what is written, whatever was asked: in words, by its codes. */
const writeFaults: Readonly<Record<string, string>> = {
  EACCES: "this account may not",
  EDQUOT: "there is no room left",
  EFBIG: "it would be larger than a file may be",
  EIO: "the device fails",
  ENOSPC: "there is no room left",
  EPERM: "this account may not",
  EROFS: "the file system is read-only",
};

/** Why something cannot be written, where it is the world's fault and not that of a path that was named. */
export function reasonOfWriteFault(error: unknown): string | undefined {
  const { code } = error as NodeJS.ErrnoException;
  return code === undefined ? undefined : writeFaults[code];
}

/** Throws an `InputError` of all mistakes, if there are any. */
export function refuse(mistakes: readonly Mistake[]): void {
  if (mistakes.length > 0) throw new InputError(mistakes);
}

/** Our own bug: what must hold did not. Exit code 70, with its stack. */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`Invariant broken: ${message}`);
}

/** The message, then `file:line:column`, then the line with a caret under the column. */
export function renderMistake({ message, place }: Mistake): string {
  if (!place) return message;
  const position = `${place.file}:${place.line}:${place.column}`;
  const line = place.source?.split(/\r\n|[\n\r]/)[place.line - 1];
  if (line === undefined) return `${message}\n\n${position}`;
  const gutter = `${place.line} | `;
  const caret = `${" ".repeat(gutter.length - 2)}| ${" ".repeat(place.column - 1)}^`;
  return `${message}\n\n${position}\n${gutter}${line}\n${caret}`;
}

/** Characters of what was written that a message shows; nothing longer is anybody's name. */
const SHOWN_CHARACTERS = 100;

/** What was written, with its end cut off where it is longer than a message should be. */
export function shorten(written: string): string {
  return written.length > SHOWN_CHARACTERS ? `${written.slice(0, SHOWN_CHARACTERS)}…` : written;
}

/**
 * ` Did you mean "x" or "y"?` with the nearest of `names`, at most three, or nothing where none is near. Only names of a
 * length within reach are compared, and nothing where more than a hundred characters were written.
 */
export function suggestionFor(written: string, names: Iterable<string>): string {
  if (written.length > SHOWN_CHARACTERS) return "";
  const reach = Math.floor(written.length * 0.4) + 1;
  const near = [...names]
    .filter((name) => Math.abs(name.length - written.length) <= reach)
    .map((name) => ({ name, distance: editDistance(written.toLowerCase(), name.toLowerCase()) }))
    .filter(({ distance }) => distance <= reach)
    .sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1))
    .slice(0, 3)
    .map(({ name }) => `"${name}"`);
  if (near.length === 0) return "";
  const last = near.pop();
  return ` Did you mean ${near.length > 0 ? `${near.join(", ")} or ` : ""}${last}?`;
}

/** Insertions, deletions, replacements and swaps of neighbours between two words (optimal string alignment). */
function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let best = Math.min(previous[j]! + 1, row[j - 1]! + 1, previous[j - 1]! + (same ? 0 : 1));
      if (a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, (before[j - 2] ?? best) + 1);
      row.push(best);
    }
    before = previous;
    previous = row;
  }
  return previous[b.length]!;
}
