import type { CaseFile } from "../cases/given.ts";
import { judgeCases } from "../cases/judge-cases.ts";
import type { Check, Inventory, Model } from "../types.ts";
import { compareOnEstate, type Turned } from "./compare-estate.ts";
import { compareRules, type Example, type RuleDifference } from "./compare-rules.ts";

/** A check at one time: as it could be read, or why it could not. */
export interface CheckThen {
  /** Where it was read, for people: `HEAD~1`, `working tree`. */
  readonly at: string;
  readonly check?: Check;
  /** Why the text is no check by today's schema. */
  readonly mistakes?: readonly string[];
}

/** What has become of a check. */
export interface CheckDifference {
  /** Its id now, or the one that it had. */
  readonly id: string;
  /** The id before, where that was another. */
  readonly formerId?: string;
  readonly before: string;
  readonly after: string;
  readonly is: "same" | "changed" | "new" | "gone" | "incomparable";
  /** Why it cannot be compared. */
  readonly why?: readonly string[];
  readonly rules: readonly RuleDifference[];
  readonly turned?: Turned;
  /** Rows of the check's cases of which the two say something else. */
  readonly cases?: { readonly changed: number; readonly of: number };
}

/** What checks are compared over. */
export interface Ground {
  readonly model: Model;
  readonly files: readonly CaseFile[];
  readonly inventory?: Inventory;
}

/** Compares what a check asked with what it asks: by proof, over a snapshot where there is one, and over its cases. */
export async function compareChecks(
  ground: Ground,
  id: string,
  before: CheckThen,
  after: CheckThen,
): Promise<CheckDifference> {
  const { model, inventory } = ground;
  const formerId = before.check && before.check.id !== id ? { formerId: before.check.id } : {};
  const about = { id, ...formerId, before: before.at, after: after.at, rules: [] };
  const why = [before, after].flatMap(({ mistakes = [] }) => mistakes);
  if (why.length > 0) return { ...about, is: "incomparable", why };
  const rules = await compareAll(model, before.check, after.check);
  const is = !before.check ? "new" : !after.check ? "gone" : rules ? "changed" : "same";
  if (is === "same") return { ...about, is };
  const turned = inventory && (await compareOnEstate(inventory, before.check, after.check));
  const cases =
    before.check && after.check && (await compareCases(ground, before.check, after.check));
  return {
    ...{ ...about, is, rules: rules ?? [] },
    ...(turned ? { turned } : {}),
    ...(cases ? { cases } : {}),
  };
}

/** Undefined where all rules mean the same, and there are no others. */
async function compareAll(
  model: Model,
  before: Check | undefined,
  after: Check | undefined,
): Promise<readonly RuleDifference[] | undefined> {
  if (!before || !after) return [];
  const differences: RuleDifference[] = [];
  for (const [i, rule] of after.rules.entries()) {
    const old = before.rules.find(({ name }) => name === rule.name) ?? before.rules[i];
    const difference = old && (await compareRules(model, old, rule));
    if (difference) differences.push(difference);
  }
  const isSame = differences.length === 0 && before.rules.length === after.rules.length;
  return isSame ? undefined : differences;
}

async function compareCases({ model, files }: Ground, before: Check, after: Check) {
  const own = files.filter(({ check }) => check === after.id);
  if (own.length === 0) return undefined;
  const [[old], [present]] = await Promise.all([
    judgeCases(model, [{ ...before, id: after.id }], own),
    judgeCases(model, [after], own),
  ]);
  const pairs = present!.outcomes.map((outcome, i) => [old!.outcomes[i], outcome] as const);
  const changed = pairs.filter(([was, is]) => was?.cameTo !== is.cameTo).length;
  return { changed, of: pairs.length };
}

/** What a comparison says to whoever asked: nothing turns, something does, or that was not decided. */
export function outcomeOf(
  differences: readonly CheckDifference[],
): "same" | "turns" | "notDecided" {
  if (differences.some(turns)) return "turns";
  return differences.some(isOpen) ? "notDecided" : "same";
}

/** Over a snapshot it is the snapshot that decides; without one whether any asset could turn. */
function turns({ is, turned, rules }: CheckDifference): boolean {
  if (is === "same" || is === "incomparable") return false;
  if (turned) {
    const { passToFail, failToPass, decidedToUndecided, undecidedToDecided, verdicts } = turned;
    const count = passToFail + failToPass + decidedToUndecided + undecidedToDecided;
    return count > 0 || (is === "changed" && verdicts[0] !== verdicts[1]);
  }
  if (is !== "changed") return true;
  return rules.some((rule) => rule.says.length > 0 || examplesOf(rule).some(isFound));
}

function isOpen({ is, turned, rules }: CheckDifference): boolean {
  if (is === "incomparable") return true;
  return !turned && rules.some((rule) => examplesOf(rule).some((one) => one.is === "notDecided"));
}

function examplesOf({ newlyFails, newlyPasses, otherwise }: RuleDifference): readonly Example[] {
  return [newlyFails, newlyPasses, otherwise].filter((one) => one !== undefined);
}

function isFound({ is }: Example): boolean {
  return is === "found";
}
