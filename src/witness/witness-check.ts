import { asksForNone } from "../check/document/expectation.ts";
import { type Reads, readsOf } from "../dialect/reads.ts";
import { renderFilter } from "../dialect/render.ts";
import { conditionsIn } from "../dialect/nodes.ts";
import { createRowJudge } from "../estate/judge-rows.ts";
import type { RowStatus } from "../estate/row-status.ts";
import { renderGiven } from "../solver/render-given.ts";
import type { Check, Filter, Model, Place } from "../types.ts";
import { leavesOf } from "./conditions.ts";
import { type Remark, remarksOn } from "./remarks.ts";
import { type ConditionWitness, witnessCondition } from "./witness-condition.ts";
import {
  type AskedRule,
  askedRules,
  type Asking,
  findWitness,
  type Witness,
} from "./witness-rule.ts";

/** What shows that a rule can fail, pass and stay undecided, and by which of its conditions. */
export interface RuleWitnesses {
  readonly check: string;
  readonly rule: string;
  readonly type: string;
  /** Whether assets have to be counted: its conditions then tell which assets are found, and not which are at fault. */
  readonly counts: boolean;
  readonly fail: Witness;
  readonly pass: Witness;
  readonly undecided: Witness;
  readonly conditions: readonly ConditionWitness[];
  readonly remarks: readonly Remark[];
  /** A witness as a row of a case file. */
  given(witness: Witness & { readonly is: "found" }, status?: RowStatus): string;
}

/** For each rule of some checks, in their order. */
export async function witnessChecks(
  model: Model,
  checks: readonly Check[],
): Promise<readonly RuleWitnesses[]> {
  const asking = { model, judge: createRowJudge(model) };
  const rules = checks.flatMap((check) => askedRules(model, check));
  return Promise.all(rules.map((asked) => witnessRule(asking, asked)));
}

async function witnessRule(asking: Asking, asked: AskedRule): Promise<RuleWitnesses> {
  const { check, rule, where } = asked;
  const { model } = asking;
  const { type } = rule.query;
  const reads: readonly Reads[] = readsOf(model, type, where);
  const places = placesOf(asked);
  const leaves = where ? leavesOf(model, type, where) : [];
  // As they are written: with the variable, not with the connector of made-up estates.
  const written = rule.query.where ? leavesOf(model, type, rule.query.where) : [];
  const [fail, pass, undecided, ...conditions] = await Promise.all([
    findWitness(asking, asked, "FAIL"),
    findWitness(asking, asked, "PASS"),
    findWitness(asking, asked, "UNDECIDED"),
    ...leaves.map(async ({ leaf }, i) => ({
      ...(await witnessCondition(asking, { ...asked, where: where! }, leaf)),
      text: renderFilter(written[i]!.leaf),
      place: places.get(leaf),
    })),
  ]);
  const remarks = remarksOn(model, asked, places);
  return {
    counts: !asksForNone(rule.expectation),
    ...{ check: check.id, rule: rule.name, type, fail, pass, undecided, conditions, remarks },
    given: ({ estate, row }, status) =>
      estate.records.length === 0 ? "" : renderGiven(model, estate, row, reads, status),
  };
}

/** The places of a bound filter's conditions, which are those of the filter as it was written. */
export function placesOf({ rule, where }: AskedRule): ReadonlyMap<Filter, Place> {
  const { places, query } = rule;
  const found = new Map<Filter, Place>();
  const visit = (one: Filter, other: Filter): void => {
    const place = places.get(one);
    if (place) found.set(other, place);
    const inner = conditionsIn(other);
    for (const [i, part] of conditionsIn(one).entries()) visit(part, inner[i]!);
  };
  if (query.where && where) visit(query.where, where);
  return found;
}
