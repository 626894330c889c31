import { suggestionFor } from "../errors.ts";
import { notationOf } from "../model/spellings.ts";
import type { ComparisonKey } from "./keys.ts";
import { type Comparison, naming, orders } from "./operators.ts";
import { type Path, type Reader, show } from "./reader.ts";

/** Remarks on a comparison that is legal and true of other values than most who write it mean. */
export function remarkOnDoubt(
  reader: Reader,
  asked: ComparisonKey,
  wanted: Comparison["value"],
  path: Path,
): void {
  remarkOnWord(reader, asked, wanted, path);
  remarkOnOrder(reader, asked, wanted, path);
  remarkOnWildcard(reader, asked, wanted, path);
  remarkOnBound(reader, asked, wanted, path);
}

/** Where other tools have a sign for any text, here it is a letter as any other. */
function remarkOnWildcard(
  reader: Reader,
  { field, operator }: ComparisonKey,
  wanted: Comparison["value"],
  path: Path,
): void {
  if (field.list || field.values || !/^(EQ|IN|CONTAINS|STARTS_WITH|ENDS_WITH)$/.test(operator))
    return;
  if (field.spelling && ("words" in field.spelling || notationOf(field.spelling))) return;
  const texts = (Array.isArray(wanted) ? wanted : [wanted]).filter(
    (one) => typeof one === "string",
  );
  const found = texts.find((text) => /^\.?[*%].|.[*%]$/.test(text));
  if (found === undefined) return;
  const plain = found.replace(/^\.?[*%]+|\.?[*%]+$/g, "");
  const message = `${show(found)} stands for itself: "${found.includes("*") ? "*" : "%"}" is no sign for any text here. Write \`${field.name}_CONTAINS: ${show(plain)}\`, \`_STARTS_WITH\` or \`_ENDS_WITH\`, or a pattern with \`_MATCHES\`.`;
  reader.warnings.push({ path, code: "wildcard", message });
}

/** An end of a range is seldom what is asked for: most who write one mean ranges that hold it. */
function remarkOnBound(
  reader: Reader,
  { field, operator, negated }: ComparisonKey,
  wanted: Comparison["value"],
  path: Path,
): void {
  if (!field.rangeTo || negated || operator !== "EQ" || wanted === 0) return;
  const message = `"${field.name}: ${show(wanted)}" passes over ranges that begin before it and hold it. To find all that hold it write \`${field.name}_LTE: ${show(wanted)}, ${field.rangeTo}_GTE: ${show(wanted)}\`.`;
  reader.warnings.push({ path, code: "end-of-range", message });
}

/** A word that an open set is not known to have is mostly misspelt. */
function remarkOnWord(
  reader: Reader,
  { field, operator }: ComparisonKey,
  wanted: Comparison["value"],
  path: Path,
): void {
  if (!field.known || !naming.includes(operator)) return;
  const known = new Set([...field.known, String(field.coalesce ?? "")].map(fold));
  for (const word of Array.isArray(wanted) ? wanted : [wanted]) {
    if (typeof word !== "string" || known.has(fold(word))) continue;
    const near = suggestionFor(word, field.known);
    const those = field.known.length <= 12 ? `: it is one of ${field.known.join(", ")}` : "";
    const message = `"${field.name}" is not known to be ${show(word)} anywhere${those}.${near}`;
    reader.warnings.push({ path, code: "unknown-word", message });
  }
}

function fold(word: string): string {
  return word.toLowerCase();
}

/** Texts are ordered letter by letter, which is seldom the order of what they stand for; moments of ISO 8601 are in theirs. */
function remarkOnOrder(
  reader: Reader,
  { field, operator }: ComparisonKey,
  wanted: Comparison["value"],
  path: Path,
): void {
  if (field.scalar !== "String" || !orders.includes(operator) || typeof wanted !== "string") return;
  if (field.values ?? (field.spelling && "words" in field.spelling)) return;
  const hasNotation = field.spelling !== undefined && notationOf(field.spelling) !== undefined;
  const isNumeric = /^[v~]?\d/i.test(wanted) && !/^\d{4}(-\d\d|$)/.test(wanted);
  if (!hasNotation && !isNumeric) return;
  const message = `"${field.name}" is a text, and texts are in order letter by letter: "10" comes before "9". Name the values that are meant with \`${field.name}_IN\`, or write a pattern with \`${field.name}_MATCHES\`.`;
  reader.warnings.push({ path, code: "letter-order", message });
}
