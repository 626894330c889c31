import type {
  AssetStatus,
  ConditionNode,
  RelatedNode,
  TreeNode,
  TruthCounts,
} from "../explanation.ts";
import type { Truth } from "../types.ts";
import { countNumber, countOf, missingWords } from "./words.ts";

/** The sign of each truth. */
export const truthSigns: Readonly<Record<Truth, string>> = {
  true: "✓",
  false: "✗",
  unknown: "~",
  missing: "?",
};

/** How people read a truth. */
export const truthWords: Readonly<Record<Truth, string>> = {
  true: "true",
  false: "false",
  unknown: "neither true nor false",
  missing: "not known",
};

/** What a check says of an asset, in a word or two. */
export const assetStatusWords: Readonly<Record<AssetStatus, string>> = {
  fail: "fails",
  undecided: "undecided",
  pass: "passes",
  notExamined: "not examined",
};

const groupWords = { all: "all of", any: "any of", not: "not" } as const;

/** What a part of the tree asks, in one line. */
export function askedWords(node: TreeNode): string {
  if (node.kind === "condition") return `${node.field} ${node.condition}`;
  return node.kind === "related" ? relatedWords(node) : groupWords[node.kind];
}

/** What was found, where what is asked does not say so itself, or why nothing was. */
export function foundWords(node: ConditionNode): string {
  const { field, condition, found, countsAs, missing } = node;
  if (missing) return missingNote(missing);
  if (node.unknown === "noField") return `there is no ${field} here: ${truthWords.unknown}`;
  if (node.unknown === "null")
    return found === null
      ? `null: ${truthWords.unknown}`
      : `${shown(found)}: ${truthWords.unknown}`;
  if (found === undefined) return "";
  if (found === null && countsAs !== undefined) return `null, which counts as ${shown(countsAs)}`;
  const value = shown(found);
  const saysItself =
    node.truth === "true" && (condition === `= ${value}` || condition === "is null");
  return saysItself ? "" : value;
}

/** Why a relation may lead to more than is known. */
export function hiddenWords({ missing = [] }: RelatedNode): string {
  return missing.length === 0 ? "" : `there may be more: ${missingNote(missing)}`;
}

/** Rows that are not told one by one: `and 14 more, 2 of them true, 1 not known`. */
export function moreWords({ true: held, false: failed, unknown, missing }: TruthCounts): string {
  const count = held + failed + unknown + missing;
  if (count === 0) return "";
  const named = `and ${countNumber(count)} more`;
  if (held === count) return `${named}, all true`;
  if (missing === count) return `${named}, not known`;
  const parts = [
    held > 0 ? `${countNumber(held)} of them true` : "none true",
    ...(missing > 0 ? [`${countNumber(missing)} not known`] : []),
  ];
  return `${named}, ${parts.join(", ")}`;
}

function relatedWords({ quantifier, relation, counts, toMany }: RelatedNode): string {
  const count = counts.true + counts.false + counts.unknown + counts.missing;
  const words = { SOME: "some of", NONE: "none of", ALL: "all of", SINGLE: "exactly one of" };
  if (!toMany)
    return `${quantifier === "NONE" ? "no " : ""}${relation}${count === 0 ? " (there is none)" : ""}`;
  return `${words[quantifier]} ${countNumber(count)} ${relation}`;
}

function missingNote(missing: NonNullable<ConditionNode["missing"]>): string {
  const [first, ...others] = [...new Set(missing.map(missingWords))];
  const more = others.length > 0 ? ` and ${countOf(others.length, "other reason")}` : "";
  return `not known: ${first ?? truthWords.missing}${more}`;
}

function shown(value: unknown): string {
  return JSON.stringify(value);
}
