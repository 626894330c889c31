import { suggestionFor, suggestionsFor } from "../errors.ts";
import { notationOf, readSpelling } from "../model/spellings.ts";
import type { Field, Scalar, Variable } from "../types.ts";
import { nameIn, type Path, type Reader, show } from "./reader.ts";
import { describeValue, readValue, Word } from "./values.ts";
import { isVariable } from "./variables.ts";

/** One value of a field as values are stored; undefined where it can be none, which is a mistake. */
export function readOne(
  reader: Reader,
  field: Field,
  value: unknown,
  path: Path,
): Scalar | Variable | undefined {
  const { spelling } = field;
  if (isVariable(value)) return takesId(field) ? value : fail(reader, field, value, path);
  const isWord = value instanceof Word && spelling && "words" in spelling;
  const read = readValue(field, isWord ? value.name : value);
  if (!("value" in read)) return fail(reader, field, value, path);
  // What absence counts as is found whatever its notation, such as the empty text.
  if (!spelling || read.value === field.coalesce) return read.value;
  return readSpelling(spelling, String(read.value)) ?? fail(reader, field, value, path);
}

/** Whether a value of the field may be a connector's id. */
function takesId({ scalar, values, spelling }: Field): boolean {
  const isOpenSet = values === undefined && !(spelling && "words" in spelling);
  return isOpenSet && (scalar === "ID" || scalar === "String");
}

/** A value that the field does not take is a mistake that says what it takes. */
export function fail(reader: Reader, field: Field, value: unknown, path: Path): undefined {
  const words = wordsOf(field);
  const [meant, other] = suggestionsFor(nameIn(value), words);
  const near =
    suggestionFor(nameIn(value), words) || notationMeant(field, value) || spellingOf(value);
  const expected = `${describeValue(field)}, found ${show(value)}.${near}`;
  const key = path.findLast((step) => typeof step === "string");
  const message = `"${key}" takes ${expected}`;
  const instead = meant !== undefined && other === undefined ? { instead: meant } : {};
  reader.mistakes.push({ path, code: "wrong-value", message, ...instead });
  return undefined;
}

/** All names of the words that the field's values are among; none where any text may be one. */
function wordsOf({ values, spelling }: Field): readonly string[] {
  return values ?? (spelling && "words" in spelling ? spelling.words.flat() : []);
}

function notationMeant({ spelling }: Field, value: unknown): string {
  const hint = typeof value === "string" && spelling && notationOf(spelling)?.hint?.(value);
  return hint ? ` ${hint}` : "";
}

/** `NULL` is a bare word to GraphQL, and hardly ever one that is meant. */
function spellingOf(value: unknown): string {
  const isWord = value instanceof Word && /^(?:null|true|false)$/i.test(value.name);
  return isWord ? ` GraphQL writes ${value.name.toLowerCase()} in small letters.` : "";
}
