/** A Java regular expression in the spelling of the two engines that stand in for Java's, or why it is in neither. */
export type TranslatedPattern =
  | { readonly linear: string; readonly native: string; readonly backtracking: boolean }
  | { readonly problem: string };

/** A piece in both spellings: re2js's and JavaScript's with its `u` flag. One text is the same for both. */
type Piece = string | { readonly linear: string; readonly native: string };

interface Flags {
  readonly i: boolean;
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
}

class Refused extends Error {}

/**
 * Rewrites a Java regular expression so that re2js and JavaScript mean by it what Java does: `.` and `$` know Java's
 * line ends, `(?i)` holds to the end of its group, `\Q…\E`, `\h`, `\p{Alpha}` and the like are spelled out. What
 * neither can say (possessive quantifiers, atomic groups, intersections of classes) is named in `problem`.
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

const lineEnds = "\\n\\r\\x85\u2028\u2029";
const horizontal = "\\t \\xA0\u1680\u180e\u2000-\u200a\u202f\u205f\u3000";
const vertical = "\\n\\x0B\\f\\r\\x85\u2028\u2029";
const space = "\\t\\n\\x0B\\f\\r ";
/** Members of a class for the escapes whose meaning differs between the engines. */
const sets: Readonly<Record<string, string>> = { s: space, h: horizontal, v: vertical };
const posix: Readonly<Record<string, string>> = {
  Lower: "a-z",
  Upper: "A-Z",
  ASCII: "\\x00-\\x7F",
  Alpha: "a-zA-Z",
  Digit: "0-9",
  Alnum: "a-zA-Z0-9",
  Punct: "\\x21-\\x2F\\x3A-\\x40\\x5B-\\x60\\x7B-\\x7E",
  Graph: "\\x21-\\x7E",
  Print: "\\x20-\\x7E",
  Blank: " \\t",
  Cntrl: "\\x00-\\x1F\\x7F",
  XDigit: "0-9a-fA-F",
  Space: space,
};
const controls: Readonly<Record<string, number>> = { t: 9, n: 10, f: 12, r: 13, a: 7, e: 27 };

// A class, because the position and the open groups are shared by all that reads on.
class Translation {
  private readonly characters: readonly string[];
  private position = 0;
  private linear = "";
  private native = "";
  private backtracking = false;
  private group: Group = open({ i: false, m: false, s: false, d: false });
  private readonly enclosing: Group[] = [];

  constructor(pattern: string) {
    this.characters = [...pattern];
  }

  run(): TranslatedPattern {
    while (this.position < this.characters.length) this.readNext();
    if (this.enclosing.length > 0) throw new Refused('A group is not closed: ")" is missing.');
    this.closeWrap();
    return { linear: this.linear, native: this.native, backtracking: this.backtracking };
  }

  private readNext(): void {
    const character = this.next();
    if (character === "\\") this.emit(this.readEscape());
    else if (character === "[") this.readClass();
    else if (character === "(") this.openGroup();
    else if (character === ")") this.closeGroup();
    else if (character === "|") this.emit(this.group.wrap ? `)|${this.group.wrap}` : "|");
    else if (character === ".") this.emit(this.dot());
    else if (character === "^" || character === "$") this.emit(character);
    else if ("*+?{".includes(character)) this.readQuantifier(character);
    else this.emit(literal(character));
  }

  private readQuantifier(character: string): void {
    const counts = character === "{" ? /^\{\d+(?:,\d*)?\}/.exec(this.rest("{"))?.[0] : character;
    if (counts === undefined)
      throw new Refused('"{" begins no repetition such as {2,5}. Write "\\{" for the character.');
    this.position += counts.length - 1;
    if (this.peek() === "+")
      throw new Refused(
        `The possessive quantifier "${counts}+" is not supported. Write "${counts}".`,
      );
    this.emit(this.take("?") ? `${counts}?` : counts);
  }

  private dot(): Piece {
    const { s, d } = this.group.flags;
    if (s) return { linear: "(?s:.)", native: "[\\s\\S]" };
    return d ? "[^\\n]" : `[^${lineEnds}]`;
  }

  private openGroup(): void {
    const opening = this.readOpening();
    if (opening) this.enter(opening.piece, opening.flags);
  }

  /** What opens a group, or nothing for `(?i)`, which opens none. */
  private readOpening(): { readonly piece: Piece; readonly flags?: Flags } | undefined {
    if (!this.take("?")) return { piece: "(" };
    const lookaround = ["<=", "<!", "=", "!"].find((sign) => this.take(sign));
    if (lookaround) {
      this.backtracking = true;
      return { piece: `(?${lookaround}` };
    }
    if (this.take(">")) throw new Refused('The atomic group "(?>" is not supported.');
    const name = /^<([A-Za-z][A-Za-z0-9]*)>/.exec(this.rest())?.[0];
    if (name) {
      this.position += name.length;
      return { piece: { linear: "(", native: `(?${name}` } };
    }
    const written = /^([a-zA-Z]*(?:-[a-zA-Z]+)?)([:)])/.exec(this.rest());
    if (!written) throw new Refused('"(?" begins no group that is known.');
    this.position += written[0].length;
    const flags = changeFlags(this.group.flags, written[1]!);
    if (written[2] === ":") return { piece: flagGroup(this.group.flags, flags) || "(?:", flags };
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

  private enter(opening: Piece, flags = this.group.flags): void {
    this.emit(opening);
    this.enclosing.push(this.group);
    this.group = open(flags);
  }

  private closeGroup(): void {
    const outer = this.enclosing.pop();
    if (!outer) throw new Refused('")" closes no group. Write "\\)" for the character.');
    this.closeWrap();
    this.emit(")");
    this.group = outer;
  }

  private closeWrap(): void {
    if (this.group.wrap) this.emit(")");
    this.group.wrap = "";
  }

  private readEscape(): Piece {
    const character = this.next("An escape");
    const set = sets[character.toLowerCase()];
    if (set) return character === character.toLowerCase() ? `[${set}]` : `[^${set}]`;
    if (/[1-9k]/.test(character)) return this.readBackreference(character);
    if (character === "Q") return this.readQuoted(literal);
    if (/[dDwWbB]/.test(character)) return `\\${character}`;
    if (character === "A") return { linear: "\\A", native: "(?<![\\s\\S])" };
    if (character === "z") return { linear: "\\z", native: "(?![\\s\\S])" };
    if (character === "R") return `(?:\\r\\n|[${vertical}])`;
    if (/[pP]/.test(character)) return this.readProperty(character === "P", false);
    return literal(this.readCharacter(character));
  }

  private readBackreference(character: string): Piece {
    this.backtracking = true;
    const name = character === "k" ? (/^<[A-Za-z0-9]+>/.exec(this.rest())?.[0] ?? "") : "";
    this.position += name.length;
    return `\\${character}${name}`;
  }

  private readQuoted(spell: (character: string) => string): string {
    let quoted = "";
    while (this.position < this.characters.length && !this.take("\\E"))
      quoted += spell(this.next());
    return quoted;
  }

  /** The character that an escape such as `\t`, `A`, `\x{1F600}` or `\.` stands for. */
  private readCharacter(character: string): string {
    const control = controls[character];
    if (control !== undefined) return String.fromCodePoint(control);
    const shape = { x: /^(?:\{([0-9a-fA-F]+)\}|([0-9a-fA-F]{2}))/, u: /^([0-9a-fA-F]{4})/ }[
      character
    ];
    const number = shape?.exec(this.rest());
    const code = number ? Number.parseInt(number[1] ?? number[2]!, 16) : Number.NaN;
    if (number && code <= 0x10ffff) {
      this.position += number[0].length;
      return String.fromCodePoint(code);
    }
    if (/[A-Za-z0-9]/.test(character))
      throw new Refused(`The escape "\\${character}" is not supported.`);
    return character;
  }

  /** `\p{…}`: a POSIX name, a general category or a script. */
  private readProperty(negated: boolean, inClass: boolean): Piece {
    const written = /^(?:\{([^}]*)\}|([A-Z]))/.exec(this.rest());
    if (!written) throw new Refused('"\\p" needs a name, such as \\p{Alpha}.');
    this.position += written[0].length;
    const name = (written[1] ?? written[2]!).replace(/^(?:general_category|gc)=/, "");
    const set = posix[name];
    if (set && !(inClass && negated)) return inClass ? set : `[${negated ? "^" : ""}${set}]`;
    const p = negated ? "P" : "p";
    if (/^[LMNPSZC][a-z]?$/.test(name)) return `\\${p}{${name}}`;
    const script = /^(?:Is|IsScript=|script=|sc=)([A-Z][a-z_A-Z]+)$/.exec(name)?.[1];
    if (!script) throw new Refused(`The property "\\${p}{${name}}" is not supported.`);
    return { linear: `\\${p}{${script}}`, native: `\\${p}{Script=${script}}` };
  }

  private readClass(): void {
    this.emit(this.take("^") ? "[^" : "[");
    // Right after the bracket "]" is a character.
    let first = true;
    while (first || this.peek() !== "]") {
      first = false;
      this.readMember();
    }
    this.position++;
    this.emit("]");
  }

  private readMember(): void {
    const character = this.next("A character class");
    if (character === "[")
      throw new Refused('A class inside a class is not supported. Write "\\[" for the character.');
    if (character === "&" && this.peek() === "&")
      throw new Refused('The intersection "&&" of classes is not supported.');
    this.emit(character === "\\" ? this.readClassEscape() : this.readRange(character));
  }

  /** A character, and where a `-` and another follow, the range of both. */
  private readRange(from: string): string {
    const after = this.characters[this.position + 1];
    if (this.peek() !== "-" || after === undefined || "[]".includes(after))
      return classLiteral(from);
    this.position++;
    const to = this.next();
    if (to === "\\" && /[dDwWsShHvVpPQ]/.test(this.peek() ?? ""))
      throw new Refused("A range in a character class needs a character at each end.");
    const last = to === "\\" ? this.readCharacter(this.next("An escape")) : to;
    return `${classLiteral(from)}-${classLiteral(last)}`;
  }

  private readClassEscape(): Piece {
    const character = this.next("An escape");
    if (/[dDwWS]/.test(character)) return `\\${character}`;
    if (sets[character]) return sets[character];
    if (/[pP]/.test(character)) return this.readProperty(character === "P", true);
    if (character === "Q") return this.readQuoted(classLiteral);
    return this.readRange(this.readCharacter(character));
  }

  private emit(piece: Piece): void {
    this.linear += typeof piece === "string" ? piece : piece.linear;
    this.native += typeof piece === "string" ? piece : piece.native;
  }

  private peek(): string | undefined {
    return this.characters[this.position];
  }

  private next(unfinished = "The pattern"): string {
    const character = this.characters[this.position++];
    if (character === undefined) throw new Refused(`${unfinished} is not finished.`);
    return character;
  }

  private take(text: string): boolean {
    const found = [...text].every(
      (character, i) => this.characters[this.position + i] === character,
    );
    if (found) this.position += text.length;
    return found;
  }

  /** What is left to read, at most as much as the longest escape or flag group. */
  private rest(before = ""): string {
    return before + this.characters.slice(this.position, this.position + 64).join("");
  }
}

function open(flags: Flags): Group {
  return { outer: flags, flags, wrap: "" };
}

/** The opening of a group that turns what differs on or off, or nothing where nothing does. */
function flagGroup(outer: Flags, inner: Flags): string {
  const letters = (["i", "m"] as const).filter((letter) => inner[letter] !== outer[letter]);
  if (letters.length === 0) return "";
  const on = letters.filter((letter) => inner[letter]).join("");
  const off = letters.filter((letter) => outer[letter]).join("");
  return `(?${on}${off && `-${off}`}:`;
}

/** Unicode case (`u`) is what both engines do anyway. */
function changeFlags(flags: Flags, letters: string): Flags {
  const changed = { ...flags };
  const [on, off] = letters.split("-");
  for (const letter of letters.replace("-", ""))
    if (!"imsdu".includes(letter)) throw new Refused(`The flag "${letter}" is not supported.`);
  for (const letter of on!) if (letter !== "u") changed[letter as keyof Flags] = true;
  for (const letter of off ?? "") if (letter !== "u") changed[letter as keyof Flags] = false;
  return changed;
}

function literal(character: string): string {
  return /[\x20\w@,;:'"!%&~#<>=/-]/.test(character) ? character : classLiteral(character);
}

function classLiteral(character: string): string {
  const code = character.codePointAt(0)!;
  if (code >= 0x80 || /[A-Za-z0-9_ ]/.test(character)) return character;
  return `\\x${code.toString(16).padStart(2, "0").toUpperCase()}`;
}
