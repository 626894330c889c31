import type { Comparison } from "../../dialect/operators.ts";
import { linearPattern } from "../../dialect/pattern.ts";
import type { Field, Scalar } from "../../types.ts";
import {
  capitalsOf,
  type CodePoints,
  points,
  smallLetters,
  unite,
  without,
} from "./code-points.ts";
import { readPattern } from "./read-pattern.ts";
import type { Regex, RegexMaker } from "./regex.ts";

/** The texts for which a comparison is true; undefined where they are no regular set. */
export function textsFor(make: RegexMaker, comparison: Comparison): Regex | undefined {
  const { operator, value, ignoreCase = false } = comparison;
  const { all, anyOf, sequence } = make;
  const wanted = (Array.isArray(value) ? value : [value]) as readonly (Scalar | null)[];
  const [text = ""] = wanted.map(String);
  const literal = (one: string) => literalOf(make, one, ignoreCase);
  switch (operator) {
    case "EQ":
    case "IN":
      return anyOf(wanted.filter((one) => one !== null).map((one) => literal(String(one))));
    case "CONTAINS":
      return sequence([all, literal(text), all]);
    case "STARTS_WITH":
      return sequence([literal(text), all]);
    case "ENDS_WITH":
      return sequence([all, literal(text)]);
    case "MATCHES": {
      const pattern = linearPattern(ignoreCase ? `(?iu)${text}` : text);
      return pattern === undefined ? undefined : readPattern(make, pattern);
    }
    case "LT":
      return textsBefore(make, text, ignoreCase);
    case "LTE":
      return anyOf([textsBefore(make, text, ignoreCase), literal(text)]);
    case "GT":
      return make.not(anyOf([textsBefore(make, text, ignoreCase), literal(text)]));
    case "GTE":
      return make.not(textsBefore(make, text, ignoreCase));
    default:
      return undefined;
  }
}

function literalOf(make: RegexMaker, text: string, ignoreCase: boolean): Regex {
  const spelt = ignoreCase ? text.toLowerCase() : text;
  return make.sequence([...spelt].map((one) => make.characters(charactersFor(one, ignoreCase))));
}

/** The characters that stand for one of a text. */
function charactersFor(character: string, ignoreCase: boolean): CodePoints {
  return ignoreCase ? capitalsOf(character.codePointAt(0)!) : points(character);
}

/** The texts that come before one, by code point: those that leave it with a lesser character, and its own beginnings. */
function textsBefore(make: RegexMaker, text: string, ignoreCase: boolean): Regex {
  const spelt = [...(ignoreCase ? text.toLowerCase() : text)];
  let before = make.none;
  for (const character of spelt.toReversed()) {
    const lesser = make.characters(lesserThan(character.codePointAt(0)!, ignoreCase));
    const same = make.characters(charactersFor(character, ignoreCase));
    before = make.anyOf([
      make.empty,
      make.sequence([lesser, make.all]),
      make.sequence([same, before]),
    ]);
  }
  return before;
}

function lesserThan(point: number, ignoreCase: boolean): CodePoints {
  const below: CodePoints = point === 0 ? [] : without([[point, 0x10ffff]]);
  if (!ignoreCase) return below;
  const moved = [...smallLetters()];
  const up = moved.filter(([, small]) => small < point).map(([one]) => single(one));
  const down = moved.filter(([, small]) => small >= point).map(([one]) => single(one));
  return unite([without(unite(down), below), ...up]);
}

const single = (point: number): CodePoints => [[point, point]];

/** The texts that a field can hold at all, as far as that is a regular set. */
export function textsHeldBy(make: RegexMaker, { spelling, reading }: Field): Regex {
  const { all, allOf, characters, not, repeat, sequence } = make;
  const parts: Regex[] = [];
  const form = spelling && "form" in spelling ? spelling.form : undefined;
  if (form !== undefined || reading?.convert === "TEXT") parts.push(not(make.empty));
  const letters = form === "CASE" ? undefined : casesOf[form ?? ""];
  if (letters === "lower") parts.push(repeat(characters(without(capitals()))));
  if (letters === "upper") parts.push(repeat(characters(without(smalls()))));
  if (form === "ID" || form === "RESOURCE_ID")
    parts.push(
      not(
        sequence([
          characters(without([])),
          repeat(characters(without([]))),
          characters(points("/")),
        ]),
      ),
    );
  if (form === "REGION" || reading?.convert === "ADDRESS_TEXT")
    parts.push(not(sequence([all, characters(blanks), all])));
  if (reading?.convert === "ADDRESS_TEXT")
    parts.push(not(sequence([all, characters(points(",")), all])));
  if (reading?.convert === "ADDRESSES")
    parts.push(
      not(sequence([all, characters(points(";", ",")), all])),
      not(sequence([characters(blanks), all])),
      not(sequence([all, characters(blanks)])),
    );
  return allOf(parts);
}

/** What letters forms store. */
const casesOf: Readonly<Record<string, "lower" | "upper">> = {
  ...{ ID: "lower", RESOURCE_ID: "lower", REGION: "lower", GUID: "lower", IP: "lower" },
  ...{ IP_RANGE: "lower", PORTS: "lower", TIME_SPAN: "lower", VERSION: "lower" },
  DURATION: "upper",
};

const blanks = points(
  ..." \t\n\v\f\r\u00a0\u1680\u2028\u2029\u202f\u205f\u3000\ufeff",
  ..."\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a",
);

function capitals(): CodePoints {
  return unite([...smallLetters().keys()].map(single));
}

function smalls(): CodePoints {
  return unite([...smallLetters().values()].map(single));
}
