import type { MistakeCode } from "./mistake-codes.ts";
import type { Place } from "./types.ts";

/** One mistake in what a person wrote: what is wrong, where, and what to write instead. */
export interface Mistake {
  readonly code: MistakeCode;
  /** One or two full sentences; the culprit in double quotes, what was expected, the nearest valid name. */
  readonly message: string;
  readonly place?: Place;
  readonly fix?: Fix;
}

/** What would mend a mistake. */
export interface Fix {
  /** What it does, as a command: `Write "Standard"`. */
  readonly title: string;
  readonly edits: readonly Edit[];
  /** It changes no meaning, or nothing else can be meant: nobody has to look at it first. */
  readonly isSafe: boolean;
}

/** Another text for a piece of a file. Positions count UTF-16 units from the beginning of the file's text. */
export interface Edit {
  readonly file: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Mistakes of the user's: gathered and reported together, exit code 3. Nothing has been changed when it is thrown. */
export class InputError extends Error {
  readonly mistakes: readonly Mistake[];

  constructor(mistakes: readonly Mistake[]);
  constructor(code: MistakeCode, message: string);
  constructor(given: readonly Mistake[] | MistakeCode, message = "") {
    const list = typeof given === "string" ? [{ code: given, message }] : given;
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

/** As `renderMistake`, with the code behind the message: what a person looks up in `docs/mistakes.md`. */
export function renderWithCode(mistake: Mistake): string {
  return renderMistake({ ...mistake, message: `${mistake.message} [${mistake.code}]` });
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
  return suggest(suggestionsFor(written, names));
}

/** ` Did you mean "x" or "y"?` with names that are known to be near; nothing without any. */
export function suggest(names: readonly string[]): string {
  const quoted = names.map((name) => `"${name}"`);
  const last = quoted.pop();
  if (last === undefined) return "";
  return ` Did you mean ${quoted.length > 0 ? `${quoted.join(", ")} or ` : ""}${last}?`;
}

/** The names that `suggestionFor` tells, the nearest first. */
export function suggestionsFor(written: string, names: Iterable<string>): readonly string[] {
  if (written.length > SHOWN_CHARACTERS) return [];
  let reach = Math.floor(written.length * 0.4) + 1;
  const distanceTo = createDistance(written.toLowerCase());
  let near: { readonly name: string; readonly distance: number }[] = [];
  for (const name of names) {
    if (Math.abs(name.length - written.length) > reach) continue;
    const distance = distanceTo(name.toLowerCase(), reach);
    if (distance > reach) continue;
    near.push({ name, distance });
    near.sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1));
    near = near.slice(0, SUGGESTED);
    // From here on only what is nearer than the last of these, or as near, is of interest.
    if (near.length === SUGGESTED) reach = near.at(-1)!.distance;
  }
  return near.map(({ name }) => name);
}

const SUGGESTED = 3;

/** Of `names`, in their order, the first that is nearest to what was written and no more than `reach` letters from it, whatever the case. */
export function nearestTo(
  written: string,
  names: Iterable<string>,
  reach: number,
): string | undefined {
  if (written.length > SHOWN_CHARACTERS) return undefined;
  const distanceTo = createDistance(written.toLowerCase());
  let nearest: string | undefined;
  let least = reach + 1;
  for (const name of names) {
    if (Math.abs(name.length - written.length) > reach || name.length > 2 * written.length)
      continue;
    const distance = distanceTo(name.toLowerCase(), reach);
    if (distance < least) [nearest, least] = [name, distance];
  }
  return nearest;
}

/**
 * Insertions, deletions, replacements and swaps of neighbours from `a` to other words (optimal string alignment). Beyond
 * `reach`, within which the lengths must be, any number above it: what is too far is mostly seen after a few letters.
 */
function createDistance(a: string): (b: string, reach: number) => number {
  // Each row reaches one place beyond the longest word that is compared.
  const rows = [0, 1, 2].map(() => new Uint16Array(2 * a.length + 4));
  return (b, reach) => {
    const far = reach + 1;
    let [before, previous, row] = rows as [Uint16Array, Uint16Array, Uint16Array];
    for (let j = 0; j <= b.length; j++) previous[j] = Math.min(j, far);
    for (let i = 1, leastBefore = 0; i <= a.length; i++) {
      // Further from the diagonal the lengths alone are too far apart.
      const from = Math.max(1, i - reach);
      const to = Math.min(b.length, i + reach);
      row[from - 1] = from === 1 ? Math.min(i, far) : far;
      let least = row[from - 1]!;
      const letter = a.charCodeAt(i - 1);
      for (let j = from; j <= to; j++) {
        let best = previous[j - 1]! + (letter === b.charCodeAt(j - 1) ? 0 : 1);
        best = Math.min(best, previous[j]! + 1, row[j - 1]! + 1);
        const isSwap = i > 1 && j > 1 && letter === b.charCodeAt(j - 2);
        if (isSwap && a.charCodeAt(i - 2) === b.charCodeAt(j - 1))
          best = Math.min(best, before[j - 2]! + 1);
        row[j] = best = Math.min(best, far);
        if (best < least) least = best;
      }
      if (to < b.length) row[to + 1] = far;
      // A swap reaches back two rows.
      if (least >= far && leastBefore >= far) return far;
      leastBefore = least;
      [before, previous, row] = [previous, row, before];
    }
    return previous[b.length]!;
  };
}
