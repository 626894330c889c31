import {
  inBothCases,
  lineEnds,
  literal,
  readCharacter,
  readProperty,
  readQuoted,
  sets,
  vertical,
} from "./java-characters.ts";
import { type Caseless, readClass } from "./java-class.ts";
import { createCursor, type Cursor, type Piece, Refused } from "./java-cursor.ts";

/** A Java regular expression in the spelling of the two engines that stand in for Java's, or why it is in neither. */
export type TranslatedPattern =
  | { readonly linear: string; readonly native: string; readonly backtracking: boolean }
  | { readonly problem: string };

interface Flags {
  readonly i: boolean;
  /** With `i`: the case of all letters, not of ASCII's alone. */
  readonly u: boolean;
  readonly m: boolean;
  readonly s: boolean;
  readonly d: boolean;
}

/** A group that is open. `outer` are the flags it was opened under, `flags` those after a `(?i)` inside it. */
interface Group {
  readonly outer: Flags;
  flags: Flags;
  /** Text that reopens the flags' own group, empty where it has none. */
  wrap: string;
  /** How many characters, classes and the like stand in it once repetitions are written out. */
  size: number;
  /** The same for its last piece, which a quantifier repeats. */
  last: number;
}

/** Each step of a matcher takes room, and a few characters can ask for millions of them. */
const mostSteps = 10_000;

/**
 * Rewrites a Java regular expression so that re2js and JavaScript mean by it what Java does: `.` and `$` know Java's
 * line ends, `(?i)` holds to the end of its group and for the letters of ASCII, which are therefore spelled out,
 * as are `\Q…\E`, `\h`, `\p{Alpha}` and the like. What neither can say (possessive quantifiers, atomic groups, intersections of classes) is named in `problem`.
 *
 * Source: the class comment of `java.util.regex.Pattern`, JDK 21.
 */
export function translatePattern(pattern: string): TranslatedPattern {
  try {
    return new Translation(pattern).run();
  } catch (error) {
    if (error instanceof Refused) return { problem: error.message };
    throw error;
  }
}

// A class, because the groups that are open are shared by all that reads on.
class Translation {
  private readonly cursor: Cursor;
  private linear = "";
  private native = "";
  private backtracking = false;
  private group: Group = open({ i: false, u: false, m: false, s: false, d: false });
  private readonly enclosing: Group[] = [];

  constructor(pattern: string) {
    this.cursor = createCursor(pattern);
  }

  run(): TranslatedPattern {
    while (!this.cursor.atEnd) this.readNext();
    if (this.enclosing.length > 0) throw new Refused('A group is not closed: ")" is missing.');
    this.closeWrap();
    return { linear: this.linear, native: this.native, backtracking: this.backtracking };
  }

  private readNext(): void {
    const character = this.cursor.next();
    if (character === "(") this.openGroup();
    else if (character === ")") this.closeGroup();
    else if (character === "|") this.emit(this.group.wrap ? `)|${this.group.wrap}` : "|");
    else if ("*+?{".includes(character)) this.readQuantifier(character);
    else {
      this.grow(1);
      this.emit(this.readPiece(character));
    }
  }

  private readPiece(character: string): Piece {
    if (character === "\\") return this.readEscape();
    if (character === "[") return readClass(this.cursor, this.caseless);
    if (character === ".") return this.dot();
    return character === "^" || character === "$" ? character : this.literal(character);
  }

  /** What is to be spelled out where case is ignored. */
  private get caseless(): Caseless {
    const { i, u } = this.group.flags;
    return { letters: i && !u, properties: i };
  }

  private literal(character: string): string {
    const both = this.caseless.letters ? inBothCases(character) : "";
    return both ? `[${both}]` : literal(character);
  }

  private dot(): Piece {
    const { s, d } = this.group.flags;
    if (s) return { linear: "(?s:.)", native: "[\\s\\S]" };
    return d ? "[^\\n]" : `[^${lineEnds}]`;
  }

  private readEscape(): Piece {
    const { cursor } = this;
    const character = cursor.next("An escape");
    const set = sets[character.toLowerCase()];
    if (set) return character === character.toLowerCase() ? `[${set}]` : `[^${set}]`;
    if (/[1-9k]/.test(character)) return this.readBackreference(character);
    if (character === "Q") {
      const quoted = readQuoted(cursor, (one) => this.literal(one));
      for (const _ of quoted.slice(1)) this.grow(1);
      return quoted.join("");
    }
    if (/[dDwWbB]/.test(character)) return `\\${character}`;
    if (character === "A") return { linear: "\\A", native: "(?<![\\s\\S])" };
    if (character === "z") return { linear: "\\z", native: "(?![\\s\\S])" };
    if (character === "R") return `(?:\\r\\n|[${vertical}])`;
    if (/[pP]/.test(character))
      return readProperty(cursor, {
        negated: character === "P",
        inClass: false,
        caseless: this.caseless.properties,
      });
    return this.literal(readCharacter(cursor, character));
  }

  private readBackreference(character: string): Piece {
    this.backtracking = true;
    const name = character === "k" ? (this.cursor.match(/^<[A-Za-z0-9]+>/)?.[0] ?? "") : "";
    const { i, u } = this.group.flags;
    return i && !u ? `(?i:\\${character}${name})` : `\\${character}${name}`;
  }

  private readQuantifier(character: string): void {
    const rest = character === "{" ? this.cursor.match(/^\d+(?:,\d*)?\}/)?.[0] : "";
    if (rest === undefined)
      throw new Refused('"{" begins no repetition such as {2,5}. Write "\\{" for the character.');
    const counts = character + rest;
    if (this.cursor.peek() === "+")
      throw new Refused(
        `The possessive quantifier "${counts}+" is not supported. Write "${counts}".`,
      );
    const most = Math.max(1, ...[...counts.matchAll(/\d+/g)].map(Number));
    const repeated = this.group.last * most;
    this.grow(repeated - this.group.last);
    this.group.last = repeated;
    this.emit(this.cursor.take("?") ? `${counts}?` : counts);
  }

  private openGroup(): void {
    const opening = this.readOpening();
    if (!opening) return;
    this.emit(opening.piece);
    this.enclosing.push(this.group);
    this.group = open(opening.flags ?? this.group.flags);
  }

  /** What opens a group, or nothing for `(?i)`, which opens none. */
  private readOpening(): { readonly piece: Piece; readonly flags?: Flags } | undefined {
    const { cursor, group } = this;
    if (!cursor.take("?")) return { piece: "(" };
    const lookaround = ["<=", "<!", "=", "!"].find((sign) => cursor.take(sign));
    if (lookaround) {
      this.backtracking = true;
      return { piece: `(?${lookaround}` };
    }
    if (cursor.take(">")) throw new Refused('The atomic group "(?>" is not supported.');
    const name = cursor.match(/^<([A-Za-z][A-Za-z0-9]*)>/)?.[0];
    if (name) return { piece: { linear: "(", native: `(?${name}` } };
    const written = cursor.match(/^([a-zA-Z]*(?:-[a-zA-Z]+)?)([:)])/);
    if (!written) throw new Refused('"(?" begins no group that is known.');
    const flags = changeFlags(group.flags, written[1]!);
    if (written[2] === ":") return { piece: flagGroup(group.flags, flags) || "(?:", flags };
    this.changeRest(flags);
    return undefined;
  }

  /** `(?i)` holds to the end of the group, over its alternatives: both engines get a group for each of them. */
  private changeRest(flags: Flags): void {
    this.closeWrap();
    this.group.flags = flags;
    this.group.wrap = flagGroup(this.group.outer, flags);
    this.emit(this.group.wrap);
  }

  private closeGroup(): void {
    const outer = this.enclosing.pop();
    if (!outer) throw new Refused('")" closes no group. Write "\\)" for the character.');
    this.closeWrap();
    this.emit(")");
    const { size } = this.group;
    this.group = outer;
    this.grow(size);
  }

  private closeWrap(): void {
    if (this.group.wrap) this.emit(")");
  }

  private grow(by: number): void {
    this.group.size += by;
    this.group.last = by;
    if (this.group.size > mostSteps)
      throw new Refused(
        `Written out it has more than ${mostSteps} characters, which is too many. Repeat less.`,
      );
  }

  private emit(piece: Piece): void {
    this.linear += typeof piece === "string" ? piece : piece.linear;
    this.native += typeof piece === "string" ? piece : piece.native;
  }
}

function open(flags: Flags): Group {
  return { outer: flags, flags, wrap: "", size: 0, last: 0 };
}

/** The opening of a group that turns what differs on or off, or nothing where nothing does. Both engines' own `i` is Java's `iu`. */
function flagGroup(outer: Flags, inner: Flags): string {
  const isOn = (flags: Flags, letter: "i" | "m") => flags[letter] && (letter === "m" || flags.u);
  const letters = (["i", "m"] as const).filter(
    (letter) => isOn(inner, letter) !== isOn(outer, letter),
  );
  if (letters.length === 0) return "";
  const on = letters.filter((letter) => isOn(inner, letter)).join("");
  const off = letters.filter((letter) => isOn(outer, letter)).join("");
  return `(?${on}${off && `-${off}`}:`;
}

function changeFlags(flags: Flags, letters: string): Flags {
  const changed = { ...flags };
  const [on, off] = letters.split("-");
  for (const letter of letters.replace("-", ""))
    if (!"imsdu".includes(letter)) throw new Refused(`The flag "${letter}" is not supported.`);
  for (const letter of on!) changed[letter as keyof Flags] = true;
  for (const letter of off ?? "") changed[letter as keyof Flags] = false;
  return changed;
}
