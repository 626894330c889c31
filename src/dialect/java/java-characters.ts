import { type Cursor, type Piece, Refused } from "./java-cursor.ts";

/** Members of a character class that are Java's line ends, but for the pair of carriage return and line feed. */
export const lineEnds = "\\n\\r\\x85\u2028\u2029";

const horizontal = "\\t \\xA0\u1680\u180e\u2000-\u200a\u202f\u205f\u3000";
/** Any end of a line or page. */
export const vertical = "\\n\\x0B\\f\\r\\x85\u2028\u2029";
const space = "\\t\\n\\x0B\\f\\r ";

/** Members of a class for the escapes whose meaning differs between the engines. */
export const sets: Readonly<Record<string, string>> = { s: space, h: horizontal, v: vertical };

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
const numbered: Readonly<Record<string, RegExp>> = {
  x: /^(?:\{([0-9a-fA-F]+)\}|([0-9a-fA-F]{2}))/,
  u: /^([0-9a-fA-F]{4})/,
};

/** The character that an escape such as `\t`, `\x{1F600}` or `\.` stands for, of which `character` was read. */
export function readCharacter(cursor: Cursor, character: string): string {
  const control = controls[character];
  if (control !== undefined) return String.fromCodePoint(control);
  const number = numbered[character] && cursor.match(numbered[character]);
  const code = number ? Number.parseInt(number[1] ?? number[2]!, 16) : Number.NaN;
  if (code <= 0x10ffff) return String.fromCodePoint(code);
  if (/[A-Za-z0-9]/.test(character))
    throw new Refused(`The escape "\\${character}" is not supported.`);
  return character;
}

/** How a property is written: `\P`, inside of a class, where case is ignored. */
export interface PropertyUse {
  readonly negated: boolean;
  readonly inClass: boolean;
  readonly caseless: boolean;
}

const cased = "\\p{Lu}\\p{Ll}\\p{Lt}";
const uncased = "\\p{Lm}\\p{Lo}\\p{M}\\p{N}\\p{S}\\p{P}\\p{Z}\\p{C}";

/** What follows `\p`: a POSIX name, a general category or a script. Where case is ignored, the letters of one case are those of all. */
export function readProperty(cursor: Cursor, { negated, inClass, caseless }: PropertyUse): Piece {
  const written = cursor.match(/^(?:\{([^}]*)\}|([A-Z]))/);
  if (!written) throw new Refused('"\\p" needs a name, such as \\p{Alpha}.');
  const name = (written[1] ?? written[2]!).replace(/^(?:general_category|gc)=/, "");
  const set = caseless && /^(?:Lower|Upper)$/.test(name) ? posix.Alpha : posix[name];
  if (set && !(inClass && negated)) return inClass ? set : `[${negated ? "^" : ""}${set}]`;
  const p = negated ? "P" : "p";
  if (caseless && /^L[ult]$/.test(name)) {
    if (inClass) return negated ? uncased : cased;
    return `[${negated ? "^" : ""}${cased}]`;
  }
  if (/^[LMNPSZC][a-z]?$/.test(name)) return `\\${p}{${name}}`;
  const script = /^(?:Is|IsScript=|script=|sc=)([A-Z][a-z_A-Z]+)$/.exec(name)?.[1];
  if (!script) throw new Refused(`The property "\\${p}{${name}}" is not supported.`);
  return { linear: `\\${p}{${script}}`, native: `\\${p}{Script=${script}}` };
}

/** What stands between `\Q` and `\E`, each character spelt by `spell`. */
export function readQuoted(
  cursor: Cursor,
  spell: (character: string) => string,
): readonly string[] {
  const quoted: string[] = [];
  while (!cursor.atEnd && !cursor.take("\\E")) quoted.push(spell(cursor.next()));
  return quoted;
}

/** A letter of ASCII in its two cases; nothing for any other character. */
export function inBothCases(character: string): string {
  return /^[A-Za-z]$/.test(character) ? character.toLowerCase() + character.toUpperCase() : "";
}

/** A character as it stands for itself outside of a class, in both engines. */
export function literal(character: string): string {
  return /[\x20\w@,;:'"!%&~#<>=/-]/.test(character) ? character : classLiteral(character);
}

/** A character as it stands for itself inside a class. */
export function classLiteral(character: string): string {
  const code = character.codePointAt(0)!;
  if (code >= 0x80 || /[A-Za-z0-9_ ]/.test(character)) return character;
  return `\\x${code.toString(16).padStart(2, "0").toUpperCase()}`;
}
