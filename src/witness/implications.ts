import { asksForNone } from "../check/document/expectation.ts";
import { readsOf } from "../dialect/reads.ts";
import { allOf } from "../dialect/nodes.ts";
import { InputError, invariant } from "../errors.ts";
import { judgeRows } from "../estate/judge-rows.ts";
import { renderGiven } from "../solver/render-given.ts";
import type { Check, Filter, Model } from "../types.ts";
import { findBeyond } from "./compare-checks.ts";
import { type AskedRule, askedRules, type Witness } from "./witness-rule.ts";

/** Whether one check finds nothing that another does not. */
export interface Implication {
  readonly check: string;
  readonly other: string;
  readonly type: string;
  /** An asset that it finds and the other does not; `cannot` where the other finds all. */
  readonly beyond: Witness;
  /** The asset as a row of a case file. */
  readonly given?: string;
}

/** Holds checks against another. Throws an `InputError` where they cannot be compared. */
export async function tellImplications(
  model: Model,
  checks: readonly Check[],
  other: Check,
): Promise<readonly Implication[]> {
  const second = comparable(model, other);
  const told: Implication[] = [];
  for (const check of checks) {
    const first = comparable(model, check);
    const { type } = first.rule.query;
    if (type !== second.rule.query.type)
      throw new InputError(
        "wrong-type",
        `"${check.id}" asks for ${type} and "${other.id}" for ${second.rule.query.type}: only checks of one type can be compared.`,
      );
    const names = { check: check.id, other: other.id, type };
    const found = findBeyond(model, type, first.where ?? everyRow, second.where ?? everyRow);
    if (found.is !== "found") {
      told.push({ ...names, beyond: found });
      continue;
    }
    const { estate, row } = found;
    const [one, two] = await judgeRows(
      model,
      [first, second].map(({ rule }) => ({ estate, row, where: rule.query.where })),
    );
    invariant(one === "FAIL" && two !== "FAIL", "the engine finds what the solver finds");
    const reads = readsOf(model, type, allOf([first.where, second.where]));
    const given = renderGiven(model, estate, row, reads);
    told.push({ ...names, beyond: { ...found, rows: 1 }, given });
  }
  return told;
}

/** What a rule without a filter finds. */
const everyRow: Filter = { kind: "and", of: [] };

function comparable(model: Model, check: Check): AskedRule {
  const [asked, second] = askedRules(model, check);
  if (!asked || second || !asksForNone(asked.rule.expectation))
    throw new InputError(
      "wrong-expectation",
      `"${check.id}" counts, or has several rules: only checks with one rule that must find nothing can be compared.`,
    );
  return asked;
}
