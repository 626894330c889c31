import {
  type CodePoints,
  everyPoint,
  inEitherCase,
  points,
  unite,
  without,
} from "./code-points.ts";
import type { Regex, RegexMaker } from "./regex.ts";

/** What of a pattern is no regular expression, such as a border of words. */
class Unsupported extends Error {}

/** Repetitions that are written out. */
const MOST_COPIES = 500;

/** A piece of a pattern. Where it stands says what an anchor in it means. */
type Piece = (place: Place) => Regex;

interface Place {
  readonly starts: boolean;
  readonly ends: boolean;
}

/** Reads a pattern as `linearPattern` spells it; undefined where it is no regular expression. */
export function readPattern(make: RegexMaker, pattern: string): Regex | undefined {
  try {
    return new PatternReader(make, pattern).read();
  } catch (error) {
    if (error instanceof Unsupported) return undefined;
    throw error;
  }
}

// A class, since all that reads on shares the place in the text.
class PatternReader {
  private readonly make: RegexMaker;
  private readonly text: readonly string[];
  private at = 0;

  constructor(make: RegexMaker, pattern: string) {
    this.make = make;
    this.text = [...pattern];
  }

  read(): Regex {
    const piece = this.alternatives(false);
    if (this.at < this.text.length) throw new Unsupported();
    return piece({ starts: true, ends: true });
  }

  private alternatives(folds: boolean): Piece {
    const pieces = [this.row(folds)];
    while (this.take("|")) pieces.push(this.row(folds));
    return (place) => this.make.anyOf(pieces.map((piece) => piece(place)));
  }

  private row(folds: boolean): Piece {
    const pieces: Piece[] = [];
    const anchors: boolean[] = [];
    while (this.at < this.text.length && !"|)".includes(this.text[this.at]!)) {
      const from = this.at;
      const piece = this.repetition(this.atom(folds));
      pieces.push(piece);
      anchors.push(/^(\^|\$|\\A|\\z)$/.test(this.text.slice(from, this.at).join("")));
    }
    return ({ starts, ends }) =>
      this.make.sequence(
        pieces.map((piece, i) =>
          piece({
            starts: starts && anchors.slice(0, i).every((is) => is),
            ends: ends && anchors.slice(i + 1).every((is) => is),
          }),
        ),
      );
  }

  private repetition(piece: Piece): Piece {
    const sign = this.text[this.at];
    if (sign === undefined || !"*+?{".includes(sign)) return piece;
    this.at++;
    const [least, most] = sign === "{" ? this.counts() : bounds[sign]!;
    this.take("?");
    if (least > MOST_COPIES || (most !== undefined && most > MOST_COPIES)) throw new Unsupported();
    return () => {
      const one = piece({ starts: false, ends: false });
      const { sequence, anyOf, empty, repeat } = this.make;
      const rest =
        most === undefined
          ? repeat(one)
          : Array.from({ length: most - least }).reduce<Regex>(
              (further) => anyOf([empty, sequence([one, further])]),
              empty,
            );
      return sequence([...Array.from({ length: least }, () => one), rest]);
    };
  }

  private counts(): readonly [number, number | undefined] {
    const close = this.text.indexOf("}", this.at);
    const [least, most] = this.text.slice(this.at, close).join("").split(",");
    this.at = close + 1;
    return [
      Number(least),
      most === undefined ? Number(least) : most === "" ? undefined : Number(most),
    ];
  }

  private atom(folds: boolean): Piece {
    const character = this.text[this.at++]!;
    switch (character) {
      case "(":
        return this.group(folds);
      case "[":
        return this.set(this.class(), folds);
      case "^":
        return this.anchor("starts");
      case "$":
        return this.anchor("ends");
      case ".":
        return this.set(everyPoint, false);
      case "\\":
        return this.escape(folds);
      default:
        return this.set(points(character), folds);
    }
  }

  private anchor(side: keyof Place): Piece {
    return (place) => {
      if (!place[side]) throw new Unsupported();
      return this.make.empty;
    };
  }

  private group(folds: boolean): Piece {
    let inner = folds;
    if (this.take("?")) {
      const close = this.text.indexOf(":", this.at);
      const [on = "", off = ""] = this.text.slice(this.at, close).join("").split("-");
      if (!/^[is]*$/.test(on + off)) throw new Unsupported();
      if (on.includes("i")) inner = true;
      if (off.includes("i")) inner = false;
      this.at = close + 1;
    }
    const piece = this.alternatives(inner);
    if (!this.take(")")) throw new Unsupported();
    return piece;
  }

  private escape(folds: boolean): Piece {
    const character = this.text[this.at]!;
    if (character === "A" || character === "z") {
      this.at++;
      return this.anchor(character === "A" ? "starts" : "ends");
    }
    if (character === "b" || character === "B") throw new Unsupported();
    return this.set(this.escaped(), folds);
  }

  /** The characters of an escape, of which the backslash was read. */
  private escaped(): CodePoints {
    const character = this.text[this.at++]!;
    const known = escapes[character];
    if (known) return known;
    if (character === "p" || character === "P") return this.property(character === "P");
    if (character === "x") {
      const isLong = this.take("{");
      const close = isLong ? this.text.indexOf("}", this.at) : this.at + 2;
      const code = Number.parseInt(this.text.slice(this.at, close).join(""), 16);
      this.at = isLong ? close + 1 : close;
      return points(String.fromCodePoint(code));
    }
    return points(character);
  }

  private property(isNegated: boolean): CodePoints {
    const close = this.text.indexOf("}", this.at);
    const name = this.text.slice(this.at + 1, close).join("");
    this.at = close + 1;
    const set = propertyOf(name);
    return isNegated ? without(set) : set;
  }

  private class(): CodePoints {
    const isNegated = this.take("^");
    const sets: CodePoints[] = [];
    do {
      const from = this.member();
      const isRange = this.text[this.at] === "-" && this.text[this.at + 1] !== "]";
      if (!isRange) sets.push(from);
      else {
        this.at++;
        sets.push([[from[0]![0], this.member()[0]![0]]]);
      }
    } while (!this.take("]"));
    const set = unite(sets);
    return isNegated ? without(set) : set;
  }

  private member(): CodePoints {
    const character = this.text[this.at++];
    if (character === undefined) throw new Unsupported();
    return character === "\\" ? this.escaped() : points(character);
  }

  private set(set: CodePoints, folds: boolean): Piece {
    const regex = this.make.characters(folds ? inEitherCase(set) : set);
    return () => regex;
  }

  private take(text: string): boolean {
    const found = this.text[this.at] === text;
    if (found) this.at++;
    return found;
  }
}

const bounds: Readonly<Record<string, readonly [number, number | undefined]>> = {
  "*": [0, undefined],
  "+": [1, undefined],
  "?": [0, 1],
};

const digits: CodePoints = [[48, 57]];
const word: CodePoints = unite([
  digits,
  [
    [65, 90],
    [95, 95],
    [97, 122],
  ],
]);

const escapes: Readonly<Record<string, CodePoints>> = {
  d: digits,
  D: without(digits),
  w: word,
  W: without(word),
  n: points("\n"),
  r: points("\r"),
  t: points("\t"),
  f: points("\f"),
};

const properties = new Map<string, CodePoints>();

/** A general category or a script. */
function propertyOf(name: string): CodePoints {
  const known = properties.get(name);
  if (known) return known;
  const isCategory = /^[LMNPSZC][a-z]?$/.test(name);
  const test = new RegExp(isCategory ? `\\p{${name}}` : `\\p{Script=${name}}`, "u");
  const found: [number, number][] = [];
  for (const [from, to] of everyPoint)
    for (let point = from; point <= to; point++) {
      if (!test.test(String.fromCodePoint(point))) continue;
      const last = found.at(-1);
      if (last?.[1] === point - 1) last[1] = point;
      else found.push([point, point]);
    }
  properties.set(name, found);
  return found;
}
