import { asksForNone, renderExpectation } from "../check/document/expectation.ts";
import { meaningOf } from "../check/document/meaning.ts";
import { allOf, type OptionalFilter } from "../dialect/nodes.ts";
import { readsOf } from "../dialect/reads.ts";
import { renderFilter } from "../dialect/render.ts";
import { bindVariable, usesVariable } from "../dialect/variables.ts";
import { invariant } from "../errors.ts";
import { judgeRows } from "../estate/judge-rows.ts";
import { madeUpConnector } from "../estate/made-up-ids.ts";
import type { RowStatus } from "../estate/row-status.ts";
import { truthsOfStatus } from "../solver/distinguish.ts";
import { renderGiven } from "../solver/render-given.ts";
import { type Goal, search } from "../solver/search.ts";
import type { Model, Rule } from "../types.ts";

/** A made-up asset of which two rules say something else, or that there is none. */
export type Example =
  | { readonly is: "found"; readonly type: string; readonly row: string }
  /** No asset can: proved. */
  | { readonly is: "none" }
  | { readonly is: "notDecided"; readonly why: string };

/** What has become of a rule. */
export interface RuleDifference {
  readonly rule: string;
  readonly before: string;
  readonly after: string;
  /** What is different beside the filter, in words: another type, another expectation. */
  readonly says: readonly string[];
  /** Where both ask about the same type, find the same offenders and count nothing: an asset that passed and fails, one that failed and passes, and one that is undecided on one side. */
  readonly newlyFails?: Example;
  readonly newlyPasses?: Example;
  readonly otherwise?: Example;
}

/** How two rules differ; undefined where they mean the same. */
export async function compareRules(
  model: Model,
  before: Rule,
  after: Rule,
): Promise<RuleDifference | undefined> {
  const [old, present] = [meaningOf(before), meaningOf(after)];
  if (old === present) return undefined;
  const about = {
    rule: after.name,
    before: old,
    after: present,
    says: differencesOf(before, after),
  };
  if (before.query.type !== after.query.type || wayOf(before) !== wayOf(after)) return about;
  // What one row comes to tells nothing of a count, nor of two expectations.
  if (![before, after].every(({ expectation }) => asksForNone(expectation))) {
    const whole = "assets are counted: what turns hangs on all that an estate holds";
    return { ...about, says: [...about.says, whole] };
  }
  const asked = {
    model,
    type: after.query.type,
    before: bound(model, before),
    after: bound(model, after),
    written: [before.query.where, after.query.where],
  };
  const newlyFails = await findExample(asked, [["PASS", "FAIL"]]);
  const newlyPasses = await findExample(asked, [["FAIL", "PASS"]]);
  const otherwise = await findExample(asked, [
    ["FAIL", "UNDECIDED"],
    ["UNDECIDED", "FAIL"],
    ["PASS", "UNDECIDED"],
    ["UNDECIDED", "PASS"],
  ]);
  return { ...about, newlyFails, newlyPasses, otherwise };
}

function differencesOf(before: Rule, after: Rule): readonly string[] {
  const expected = (rule: Rule) => renderExpectation(rule.expectation);
  return [
    ...(before.query.type === after.query.type
      ? []
      : [`asks about ${after.query.type} in place of ${before.query.type}`]),
    ...(expected(before) === expected(after)
      ? []
      : [`expects ${expected(after)} in place of ${expected(before)}`]),
    ...(wayOf(before) === wayOf(after)
      ? []
      : [`offenders are ${wayOf(after)} in place of ${wayOf(before)}`]),
  ];
}

function wayOf({ offendersPath = [] }: Rule): string {
  if (offendersPath.length === 0) return "the assets themselves";
  return offendersPath
    .map(({ relation, where }) => relation + (where ? ` (${renderFilter(where)})` : ""))
    .join(", then ");
}

function bound(model: Model, { query: { where } }: Rule): OptionalFilter {
  return where && usesVariable(where) ? bindVariable(where, madeUpConnector(model)) : where;
}

interface Asked {
  readonly model: Model;
  readonly type: string;
  readonly before: OptionalFilter;
  readonly after: OptionalFilter;
  /** Both with the variable, which is bound to whichever connector the engine is asked about. */
  readonly written: readonly OptionalFilter[];
}

/** The first example of these changes of a row's status, judged by the engine before it is shown. */
async function findExample(
  { model, type, before, after, written }: Asked,
  changes: readonly (readonly [before: RowStatus, after: RowStatus])[],
): Promise<Example> {
  let open: Example | undefined;
  for (const statuses of changes) {
    const goals = [before, after].flatMap((filter, i): Goal[] => {
      return filter ? [{ filter, truths: truthsOfStatus[statuses[i]!] }] : [];
    });
    // Without a filter every row is found.
    if ([before, after].some((filter, i) => !filter && statuses[i] !== "FAIL")) continue;
    const found = search(model, type, goals);
    if (found.is === "notDecided") open ??= found;
    if (found.is !== "found") continue;
    const { estate, row } = found;
    const wheres = [before, after];
    const said = await judgeRows(
      model,
      written.map((where) => ({ estate, row, where })),
    );
    invariant(
      said.every((status, i) => status === statuses[i]),
      "the engine agrees with what was found",
    );
    const reads = readsOf(model, row.type, allOf(wheres));
    const text = renderGiven(model, estate, row, reads, statuses[1]);
    return { is: "found", type: row.type, row: text };
  }
  return open ?? { is: "none" };
}
