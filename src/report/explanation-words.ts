import type {
  AssetStatus,
  Change,
  ChangeStep,
  ConditionNode,
  Outcome,
  RelatedNode,
  TreeNode,
  TruthCounts,
  Turned,
  Wait,
} from "../explanation.ts";
import type { FieldValue, MissingEvidence, Truth } from "../types.ts";
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
  if (missing) return `not known: ${missingNote(missing)}`;
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

/** What one step of a change does: `minimumTlsVersion: "TLS1_2" in place of "TLS1_0"`. */
export function stepWords(step: ChangeStep): string {
  const basis =
    "workedOutFrom" in step ? ` (worked out from ${basisWords(step.workedOutFrom)})` : "";
  switch (step.does) {
    case "remove":
      return `remove ${step.path}${basis}`;
    case "add": {
      const fields = Object.entries(step.fields).map(([name, value]) => `${name}: ${shown(value)}`);
      const said = fields.length > 0 ? ` with ${fields.join(", ")}` : "";
      return `add one to ${step.path}${said}${basis}`;
    }
    case "set": {
      const also =
        step.also === undefined ? "" : `, and the same of ${countNumber(step.also)} more`;
      return `${step.path}: ${differenceWords(step.from, step.to)}${also}`;
    }
  }
}

function basisWords([first, ...more]: readonly string[] = []): string {
  return more.length === 0 ? String(first) : `${first} and ${countOf(more.length, "other type")}`;
}

function differenceWords(from: FieldValue, to: FieldValue): string {
  if (Array.isArray(from) && Array.isArray(to)) {
    const [own, other] = [from as readonly unknown[], to as readonly unknown[]];
    const gone = own.filter((one) => !other.includes(one));
    const come = other.filter((one) => !own.includes(one));
    if (come.length === 0 && gone.length > 0) return `without ${gone.map(shown).join(", ")}`;
    if (gone.length === 0 && come.length > 0) return `with ${come.map(shown).join(", ")} besides`;
  }
  return `${shown(to)} in place of ${shown(from)}`;
}

/** What a change turns besides: of what it turns red it is always said that it is nothing. */
export function besidesWords({ turns, mayTurn }: Change): readonly string[] {
  const words = (to: Turned["to"]) =>
    turns
      .filter((one) => one.to === to)
      .map(({ check, count, assets }) => {
        const [only] = assets;
        return count === 1
          ? `${check} for ${only!.name ?? only!.id}`
          : `${check} for ${countOf(count, "asset")}`;
      });
  const [green, red, open] = [words("pass"), words("fail"), words("undecided")];
  return [
    ...(green.length > 0 ? [`Also turns green ${green.join("; ")}.`] : []),
    red.length > 0 ? `Turns red ${red.join("; ")}.` : "Turns nothing red.",
    ...(open.length > 0 ? [`Leaves undecided ${open.join("; ")}.`] : []),
    ...(mayTurn.length > 0 ? [`May turn, once it is read again: ${mayTurn.join(", ")}.`] : []),
  ];
}

/** What each thing that a datum could turn out to be would decide: `true → fails; false → passes`. */
export function outcomeWords({ outcomes }: Wait, isOnly: boolean): string {
  return outcomes
    .map((outcome) => {
      const decides = assetStatusWords[outcome.status];
      const alone = isOnly || outcome.status === "undecided" ? "" : ", whatever the rest is";
      return `${whatWords(outcome)} → ${decides}${alone}`;
    })
    .join("; ");
}

function whatWords({ is, values = [] }: Outcome): string {
  if (is === "values") return values.map(shown).join(" or ");
  return { otherValue: "anything else", noFurther: "nothing more", oneThatHolds: "one that fits" }[
    is
  ];
}

function relatedWords({ quantifier, relation, counts, toMany }: RelatedNode): string {
  const count = counts.true + counts.false + counts.unknown + counts.missing;
  const words = { SOME: "some of", NONE: "none of", ALL: "all of", SINGLE: "exactly one of" };
  if (!toMany)
    return `${quantifier === "NONE" ? "no " : ""}${relation}${count === 0 ? " (there is none)" : ""}`;
  return `${words[quantifier]} ${countNumber(count)} ${relation}`;
}

/** Why something is not known, in a few words. */
export function missingNote(missing: readonly MissingEvidence[]): string {
  const [first, ...others] = [...new Set(missing.map(missingWords))];
  const more = others.length > 0 ? ` and ${countOf(others.length, "other reason")}` : "";
  return `${first ?? truthWords.missing}${more}`;
}

function shown(value: unknown): string {
  return JSON.stringify(value);
}
