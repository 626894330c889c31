import type { Form, Spelling } from "../types.ts";
import { type Notation, notations } from "./notations.ts";

/** How texts of a form are made the same. Where it is compared whatever the case, texts are stored as they came. */
interface FormRules {
  readonly ignoresCase: boolean;
  /** A value of an answer as it is stored; the empty text for what is none. */
  readonly stored: (text: string) => string;
  /** A value that a person wrote, as one that could be stored; undefined where none can be. */
  readonly wanted: (text: string) => string | undefined;
  /** A part of a value that a person wrote; undefined where no value has it. */
  readonly part: (text: string) => string | undefined;
  /** A regular expression over stored values. */
  readonly pattern: (text: string) => string;
  /** Of a form with a notation of its own: what a value looks like, and what somebody meant who wrote something else. */
  readonly notation?: Pick<Notation, "expected" | "hint">;
}

const ignoringCase = (pattern: string) => `(?i)${pattern}`;

const ids: FormRules = {
  ignoresCase: false,
  stored: storedId,
  wanted: readId,
  part: (text) => (isAddress(text) ? readId(text) : text.toLowerCase()),
  pattern: ignoringCase,
};

const forms: Readonly<Record<Form, FormRules>> = {
  ID: ids,
  RESOURCE_ID: {
    ...ids,
    wanted(text) {
      const id = readId(text);
      return id.startsWith("/") ? id : undefined;
    },
    notation: { expected: 'the whole id of a resource, which begins with "/"' },
  },
  REGION: {
    ignoresCase: false,
    stored: plainRegion,
    wanted: plainRegion,
    part: plainRegion,
    pattern: (text) => ignoringCase(withoutBlanks(text)),
  },
  CASE: {
    ignoresCase: true,
    stored: (text) => text,
    wanted: (text) => text,
    part: (text) => text,
    pattern: ignoringCase,
  },
  GUID: written(notations.GUID),
  IP: written(notations.IP),
  IP_RANGE: written(notations.IP_RANGE),
  RULE_END: written(notations.RULE_END),
  PORTS: written(notations.PORTS),
  TIME_SPAN: written(notations.TIME_SPAN),
  DURATION: written(notations.DURATION),
  VERSION: written(notations.VERSION),
};

/** Answers that are written otherwise are stored as they came: a service may know more than its documentation. */
function written(notation: Notation): FormRules {
  const { read, part, letters } = notation;
  const cased = (text: string) =>
    letters === "either" ? text : letters === "upper" ? text.toUpperCase() : text.toLowerCase();
  return {
    ignoresCase: letters === "either",
    stored: (text) => read(text) ?? cased(text),
    wanted: read,
    part: (text) => (part && !part.test(text) ? undefined : cased(text)),
    pattern: ignoringCase,
    notation,
  };
}

/** A resource id as assets are known by: lower case, without a slash at the end. */
export function storedId(text: string): string {
  return trimSlashes(text).toLowerCase();
}

/** The text without slashes at its end, but for its first character; in time linear in its length, as `/\/+$/` is not. */
export function trimSlashes(text: string): string {
  let end = text.length;
  while (end > 1 && text[end - 1] === "/") end--;
  return text.slice(0, end);
}

/**
 * The id that a person means, as assets are known by: written in any case, with a slash at the end, with the portal's `/overview`
 * behind it, or as an address of the portal or of the management API that it stands in.
 */
export function readId(text: string): string {
  return storedId(writtenId(text));
}

/** As `readId`, in the case in which it is written. */
export function writtenId(text: string): string {
  const written = text.trim();
  if (!isAddress(written)) return written.replace(/\/overview\/?$/i, "").replace(/(?<=.)\/+$/, "");
  const path = idIn(decoded(written));
  if (path === undefined) return written;
  const segments = path.replace(/\/+$/, "").split("/").slice(1);
  // An id is names and values in turn; what is left over is the page that the portal showed.
  return `/${segments.slice(0, segments.length & ~1).join("/")}`;
}

/** An address has an id behind a word of its own, or encoded, so that a slash too many is left of it, or as its whole path. */
function idIn(address: string): string | undefined {
  const [, id] =
    /[#/]resource(\/[^/?#]+\/[^?#]*)/i.exec(address) ??
    /(?<!:)\/(\/[^/?#]+\/[^?#]*)/.exec(address) ??
    /^\s*https?:\/\/[^/?#]+(\/[^/?#]+\/[^?#]*)/i.exec(address) ??
    [];
  return id;
}

function isAddress(text: string): boolean {
  return /^\s*https?:\/\/[^/]*(portal|management|resources)\./i.test(text);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The portal writes a continent in brackets before some regions. */
function plainRegion(text: string): string {
  return text
    .replace(/^\s*\([^)]*\)/, "")
    .replace(/\s+/g, "")
    .toLowerCase();
}

/** A regular expression without the blanks that stand outside of classes: regions are stored without any. */
function withoutBlanks(pattern: string): string {
  const blank = / |\\s|\[(?: |\\s)+\]/.source;
  const parts = new RegExp(`(?:${blank})[*+?]?|\\[(?:\\\\.|[^\\]\\\\])*\\]|\\\\.`, "g");
  const isBlank = new RegExp(`^(?:${blank})`);
  return pattern.replace(parts, (part) => (isBlank.test(part) ? "" : part));
}

/** A word without what does not count in it. */
export function plainWord(text: string): string {
  return text.replace(/[\s_.-]+/g, "").toLowerCase();
}

/** The word of a closed set that a text stands for, as it is shown; undefined where it is none of them. */
function findWord(words: readonly (readonly string[])[], text: string): string | undefined {
  const plain = plainWord(text);
  return words.find((names) => names.some((name) => plainWord(name) === plain))?.[0];
}

/**
 * A text of an answer as it is stored: null where an empty one stands for no value, undefined where it is none of the words.
 */
export function storeSpelling(spelling: Spelling, text: string): string | null | undefined {
  if ("form" in spelling) return forms[spelling.form].stored(text) || null;
  return findWord(spelling.words, text) ?? (text.trim() === "" ? null : undefined);
}

/** A text of a filter as values are stored; undefined where no value can be stored so. */
export function readSpelling(spelling: Spelling, text: string): string | undefined {
  return "form" in spelling ? forms[spelling.form].wanted(text) : findWord(spelling.words, text);
}

/** A part of a text, such as its beginning, as it would stand in stored values; undefined where no value has it. */
export function readPart(spelling: Spelling, text: string): string | undefined {
  return "form" in spelling ? forms[spelling.form].part(text) : text;
}

/** A regular expression, so that it matches stored values as it would match any of their spellings. */
export function readPattern(spelling: Spelling, pattern: string): string {
  return "form" in spelling ? forms[spelling.form].pattern(pattern) : ignoringCase(pattern);
}

/** Whether a comparison with stored values must ignore case, `whole` values or parts of them. */
export function ignoresCase(spelling: Spelling, compared: "whole" | "part"): boolean {
  return "form" in spelling ? forms[spelling.form].ignoresCase : compared === "part";
}

/** How the values of a field are written where they have a notation of their own. */
export function notationOf(spelling: Spelling): FormRules["notation"] {
  return "form" in spelling ? forms[spelling.form].notation : undefined;
}

/** The words of a closed set as they are shown. */
export function shownWords(spelling: Spelling): readonly string[] | undefined {
  return "words" in spelling ? spelling.words.map(([word]) => word!) : undefined;
}
