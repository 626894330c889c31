import type { Key } from "./keys.ts";

/** What the nested quantifiers ask, in a line. */
export const listWords: Readonly<Record<string, string>> = {
  some: "True for at least one; null: there is none.",
  none: "True for none; null: there is one.",
  all: "True for at least one, false for none.",
  single: "True for exactly one.",
  exists: "Whether there is one.",
};

/** The same of connections, where null filters nothing, and what a condition on a link asks. */
export const linkWords: Readonly<Record<string, string>> = {
  node: "The row it leads to.",
  some: "True for at least one.",
  none: "True for none.",
  all: "True for at least one, false for none.",
  single: "True for exactly one.",
};

const quantified: Readonly<Record<string, string>> = {
  SOME: listWords.some!,
  NONE: listWords.none!,
  ALL: listWords.all!,
  SINGLE: listWords.single!,
};

/**
 * What a key of a `where` asks, in a line: there are thousands, so only what its name does not say, and of a field or relation only its own
 * name has what the schema says of it. Undefined where the name says it all.
 */
export function describeKey(key: Key): string | undefined {
  switch (key.kind) {
    case "quantify":
      if (!key.relation.toMany) return "There is none, or it is false.";
      return quantified[key.quantifier];
    case "exists":
      return "target" in key.of ? "Whether there is one." : "Whether there is a value.";
    case "field":
      return firstLine(key.field.description);
    case "relation":
      return firstLine(key.relation.description);
    case "compare":
      return key.negated && key.operator === "EQ" ? "Not this; null: any." : undefined;
    default:
      return undefined;
  }
}

/** Up to the first full stop, where words are to be chosen from among them: `Allow or Deny`. */
function firstLine(description: string | undefined): string | undefined {
  const text = description?.replaceAll(/\s+/g, " ").trim();
  return text ? text.split(/(?<=\.) /)[0] : undefined;
}
