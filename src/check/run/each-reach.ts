import { allOf } from "../../dialect/nodes.ts";
import { usesVariable } from "../../dialect/variables.ts";
import { giveWay } from "../../slices.ts";
import type { Model, Rule, Selection } from "../../types.ts";
import { splitByConnector } from "./each-connector.ts";
import { isOfConnector, typesOf } from "./hidden-rows.ts";
import type { Question } from "./question.ts";
import { unbound } from "./unbound.ts";
import type { Answers } from "./run-queries.ts";
import { type Keep, weaken } from "./weaken.ts";

/** For questions about one connector each the question for all assets that it can reach there. */
export type ReachPlan = ReadonlyMap<Question, Question>;

/**
 * Those of the questions that are asked connector by connector of rules that say by it which connectors' assets they mean. The others
 * look at the same assets whatever the connector.
 */
export function planReaches(questions: readonly Question[]): ReachPlan {
  const known = new Map<Rule, Rule | undefined>();
  const plan = new Map<Question, Question>();
  for (const question of questions) {
    const { rule, connector } = question;
    if (connector === undefined) continue;
    if (!known.has(rule)) known.set(rule, reachOf(question));
    const reach = known.get(rule);
    if (reach) plan.set(question, { rule: reach, connector });
  }
  return plan;
}

/** The rule without what it finds fault with. The same object for all its questions: they are asked at once. */
function reachOf({ rule, inside }: Question): Rule | undefined {
  const { type } = rule.query;
  const isOwn: Keep = (filter, negated) =>
    isOfConnector(filter, negated) ||
    (type === "Connector" && filter.kind === "compare" && filter.field === "id");
  const own = weaken(rule.query.where, isOwn);
  if (!own || !usesVariable(own)) return undefined;
  return { ...rule, query: { type, where: allOf([own, unbound(inside?.within)])! } };
}

/** How many assets rules looked at that are asked connector by connector. */
export interface EachReach {
  /** For the connector of one question; undefined where its rule looks at the same whatever the connector. */
  countOf(question: Question): number | undefined;
  /** By a rule, per asset type, each asset once; undefined as above, and where nothing was asked. */
  examinedBy(rule: Rule): Readonly<Record<string, number>> | undefined;
}

export async function countReaches(
  model: Model,
  plan: ReachPlan,
  answers: Pick<Answers, "to">,
): Promise<EachReach> {
  const counts = new Map<Question, number>();
  const examined = new Map<Rule, Readonly<Record<string, number>>>();
  for (const [rule, group] of Map.groupBy(plan, ([question]) => question.rule)) {
    const types = typesOf(model, rule.query);
    const asked = group.map(([question, reach]) => ({ question, selection: answers.to(reach) }));
    // Else one asset may be there for several connectors.
    const isParted =
      splitByConnector(group[0]![1].rule.query) !== undefined &&
      asked.every(({ selection }) => selection.undecided === 0);
    const total = createTotal(types, isParted);
    for (const { question, selection } of asked) {
      counts.set(question, await total.add(selection));
      await giveWay();
    }
    examined.set(rule, total.counts());
  }
  return { countOf: (question) => counts.get(question), examinedBy: (rule) => examined.get(rule) };
}

/** Adds up selections; where they are not `parted`, by their rows. */
function createTotal(types: readonly string[], parted: boolean) {
  const sums = new Map(types.map((type) => [type, 0]));
  const seen = new Map(types.map((type) => [type, new Set<number>()]));
  return {
    async add(selection: Selection): Promise<number> {
      let count = 0;
      for (const which of ["matched", "undecided"] as const)
        for (const { type, rows } of await selection.rows(which)) {
          if (!sums.has(type)) continue;
          count += rows.length;
          sums.set(type, sums.get(type)! + rows.length);
          if (!parted) for (const row of rows) seen.get(type)!.add(row);
        }
      return count;
    },
    counts: () =>
      Object.fromEntries(
        types.map((type) => [type, parted ? sums.get(type)! : seen.get(type)!.size]),
      ),
  };
}
