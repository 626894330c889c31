import { meaningOf } from "../check/document/meaning.ts";
import type { OptionalFilter } from "../dialect/nodes.ts";
import type { Model, Place, Rule } from "../types.ts";
import { changeAnswers } from "./answers.ts";
import type { Change, Mutant } from "./change.ts";
import { changeLogic } from "./logic.ts";
import { sitesOf } from "./sites.ts";
import { changeValues } from "./values.ts";

/**
 * The mutants of a rule, each with another meaning than the rule and than the others: those of its filter in the order of the conditions,
 * those of its way to the offenders, then those of what is expected.
 */
export function mutantsOf(model: Model, rule: Rule): readonly Mutant[] {
  const known = new Set([meaningOf(rule)]);
  const mutants: Mutant[] = [];
  const add = (mutant: Mutant): void => {
    const meaning = meaningOf(mutant.rule);
    if (known.has(meaning)) return;
    known.add(meaning);
    mutants.push(mutant);
  };
  const { query } = rule;
  for (const { place, where, ...change } of filterMutants(model, rule, query.type, query.where))
    add({ ...change, place, rule: withQuery(rule, where) });
  for (const mutant of changeAnswers(rule)) add(mutant);
  return mutants;
}

interface FilterMutant extends Omit<Change, "by"> {
  readonly place: Place;
  readonly where: OptionalFilter;
}

function* filterMutants(
  model: Model,
  { places, place: own }: Rule,
  type: string,
  where: OptionalFilter,
): Generator<FilterMutant> {
  for (const site of sitesOf(model, type, where)) {
    const place = places.get(site.filter) ?? own;
    for (const { by, ...change } of [...changeLogic(site), ...changeValues(site)])
      yield { ...change, place, where: site.replace(by) };
  }
}

function withQuery(rule: Rule, where: OptionalFilter): Rule {
  const { type } = rule.query;
  return { ...rule, query: where ? { type, where } : { type } };
}
