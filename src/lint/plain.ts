/** A comparison that means what a pattern does. */
export interface Plain {
  readonly operator: "EQ" | "IN" | "STARTS_WITH" | "ENDS_WITH" | "CONTAINS";
  /** What is compared with: one text, of `IN` several. */
  readonly texts: readonly string[];
  /** It is true of values with line ends where the pattern is. */
  readonly takesLineEnds: boolean;
}

/** A letter as it stands in a pattern: by itself, escaped, or alone in brackets. Beyond ASCII case has rules of its own. */
const letter = /(?:[\w \-/:@,;=~!#%&'"<>]|\\[^\w\s]|\[[^\\\]^[&]\])/.source;
const anything = /(?:\.\*|\[\\s\\S\]\*|\[\\S\\s\]\*)/.source;
const shape = new RegExp(`^(${anything})?(${letter}+)(${anything})?$`);
const alternatives = new RegExp(`^\\(?(?:\\?:)?(${letter}+(?:\\|${letter}+)+)\\)?$`);

/**
 * Reads a pattern of the dialect, which matches whole values, as a plain comparison; undefined where it says more than one can. Anchors ask for
 * nothing; `(?s)` lets `.` match line ends.
 */
export function readPlain(pattern: string): Plain | undefined {
  const isDotAll = pattern.startsWith("(?s)");
  const body = pattern
    .replace(/^\(\?s\)/, "")
    .replace(/^\^/, "")
    .replace(/(?<!\\)\$$/, "");
  const words = alternatives.exec(body)?.[1];
  const isBracketed = body.startsWith("(") === body.endsWith(")");
  if (words !== undefined && isBracketed)
    return { operator: "IN", texts: words.split("|").map(plainly), takesLineEnds: true };
  const [whole, before, text, behind] = shape.exec(body) ?? [];
  if (whole === undefined) return undefined;
  const operator =
    before && behind ? "CONTAINS" : before ? "ENDS_WITH" : behind ? "STARTS_WITH" : "EQ";
  const takesLineEnds = isDotAll || [before, behind].every((one) => !one?.startsWith("."));
  return { operator, texts: [plainly(text!)], takesLineEnds };
}

function plainly(text: string): string {
  return text.replaceAll(/\\(.)|\[(.)\]/g, "$1$2");
}
