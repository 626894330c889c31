import { readsOf } from "../dialect/reads.ts";
import { usesVariable } from "../dialect/variables.ts";
import { connectorType } from "../model/constants.ts";
import type { Rule } from "../types.ts";
import type { LintRule } from "./context.ts";

/** Rules over assets that ask of their connector alone: each of its assets offends or none does. */
export const findWideRoots: LintRule = ({ rules }, { model }) => {
  const connector = connectorType(model);
  if (!connector) return [];
  const isWide = (rule: Rule): boolean => {
    const { type, where } = rule.query;
    if (type === connector.name || !where || !isForNothing(rule)) return false;
    const reads = readsOf(model, type, where);
    const asksOnlyThere = reads.every(
      ({ type: own, fields, relations }) =>
        fields.size === 0 &&
        relations.size === 1 &&
        [...relations.keys()].every(
          (name) => model.types.get(own)!.relations.get(name)!.target === connector.name,
        ),
    );
    // A check that is asked for each connector names it so.
    return asksOnlyThere && !usesVariable(where);
  };
  return rules.filter(isWide).map(({ query, place }) => ({
    code: "wide-root" as const,
    message: `The filter asks of each ${query.type} only what its connector is: all in one connector offend, or none. Ask \`${connector.plural}\` instead, which also finds those without any.`,
    place,
  }));
};

function isForNothing({ expectation: { operator, value } }: Rule): boolean {
  return operator === "eq" && (Array.isArray(value) || value === 0 || value === false);
}
