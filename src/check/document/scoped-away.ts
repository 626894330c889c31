import { conjunctsOf } from "../../dialect/clash.ts";
import { usesVariable } from "../../dialect/variables.ts";
import type { Mistake } from "../../errors.ts";
import type { Filter, Rule } from "../../types.ts";
import { compareExpectation } from "./expectation.ts";

/**
 * Notes on rules that ask each account for something, and of which accounts by the same filter: where an account is none of those, nothing
 * comes back either, so that it offends.
 */
export function noteScopedAway(rules: readonly Rule[]): readonly Mistake[] {
  return rules
    .filter(({ expectation }) => compareExpectation(expectation, { low: 0, high: 0 }) === false)
    .filter(({ query }) => conjunctsOf(query.where).some(asksForMore))
    .map(({ name, place }) => ({
      code: "scope-offends" as const,
      message: `"${name}" has to come back from every connector, and what it asks of "connector" beside the id says which: all others offend. Leave it out and narrow the run with "--in", or ask "connectors" for those that lack it, such as \`connectors(where: { tags_SOME: { … }, securityContacts_NONE: { … } })\`.`,
      place,
    }));
}

/** Whether a condition asks something of the connector beside its id. */
function asksForMore(filter: Filter): boolean {
  if (filter.kind !== "quantify" || filter.relation !== "connector" || !filter.where) return false;
  return conjunctsOf(filter.where).some((one) => !usesVariable(one));
}
