import type { RuleResult, VerdictStatus } from "../../types.ts";
import { compareExpectation, foundTooMany, renderExpectation } from "../document/expectation.ts";
import { isNone } from "../scope/scope.ts";
import type { Question } from "./question.ts";

/** What the inventory answered to a question. */
export interface RuleCounts {
  readonly question: Question;
  /** Assets looked at, over all types that the question can return. */
  readonly examined: number;
  readonly found: number;
  readonly undecided: number;
  /** Whole assets may be hidden by a collection that is not complete. */
  readonly open: boolean;
}

/** An answer with what it comes to. */
export interface Judged extends RuleCounts {
  readonly status: VerdictStatus;
  /** It fails because too many assets came back, so these are the offenders; else too few did. */
  readonly tooMany: boolean;
}

/**
 * What a rule comes to. The count it expects lies between what was found for certain and that plus all that is
 * undecided or hidden; it fails or passes only where every such count does. A pass over no asset is `notApplicable`.
 */
export function judgeRule(answer: RuleCounts): Judged {
  const { found, undecided, open, examined } = answer;
  const { expectation } = answer.question.rule;
  const high = open ? Number.POSITIVE_INFINITY : found + undecided;
  const met = compareExpectation(expectation, { low: found, high });
  const tooMany = met === false && foundTooMany(expectation, found);
  if (met === undefined) return { ...answer, status: "undecided", tooMany };
  if (!met) return { ...answer, status: "fail", tooMany };
  return { ...answer, status: examined === 0 ? "notApplicable" : "pass", tooMany };
}

/**
 * What a rule comes to where only some assets are meant, which alone do not tell whether it holds: `whole` is judged over all there are,
 * `inside` counts those that are meant. What asks for more assets than there are fails wherever one looks; of those that are too many only
 * the ones inside are at fault.
 */
export function judgeInside(
  whole: Judged,
  inside: RuleCounts,
  isMeant: boolean | undefined,
): Judged {
  const { question, examined, found, undecided } = inside;
  const own = { ...whole, question, undecided, open: whole.open || inside.open };
  const held = examined === 0 ? "notApplicable" : "pass";
  // It is about other types of assets.
  if (isNone(question.inside?.within)) return { ...own, status: "notApplicable" };
  if (whole.status === "undecided") return own;
  if (whole.status !== "fail") return { ...own, status: held };
  if (!whole.tooMany) return isMeant === undefined ? { ...own, status: "undecided" } : own;
  if (found > 0) return own;
  return { ...own, status: undecided > 0 || inside.open ? "undecided" : held };
}

/** What a check comes to: the gravest of its rules. It is not applicable where none of them looked at anything. */
export function foldStatus(statuses: Iterable<VerdictStatus>): VerdictStatus {
  const all = new Set(statuses);
  if (all.has("fail")) return "fail";
  if (all.has("undecided")) return "undecided";
  return all.has("pass") ? "pass" : "notApplicable";
}

/** A judged answer as the verdict shows it. */
export function resultOf({ question, status, found, undecided }: Judged): RuleResult {
  return {
    rule: question.rule.name,
    ...(question.connector === undefined ? {} : { connector: question.connector }),
    status,
    expected: renderExpectation(question.rule.expectation),
    found,
    undecided,
  };
}
