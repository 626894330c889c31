import { asCount, renderExpectation } from "../check/document/expectation.ts";
import { usesVariable } from "../dialect/variables.ts";
import { allOf, anyOf, not, type OptionalFilter } from "../dialect/nodes.ts";
import type { Expectation, Filter, Rule } from "../types.ts";
import type { Mutant } from "./change.ts";

/** Changes of what a rule makes of what it finds: what is expected, whose fault it is, which connector is asked about. M15. */
export function* changeAnswers(rule: Rule): Generator<Mutant> {
  const { expectation, offendersPath, query, place } = rule;
  for (const other of othersOf(expectation)) {
    const says = `${renderExpectation(other)} in place of ${renderExpectation(expectation)}`;
    yield { operator: "M15", place, says, rule: { ...rule, expectation: other } };
  }
  const last = offendersPath?.at(-1);
  if (offendersPath && last) {
    const { offendersPath: _, ...bare } = rule;
    const shorter = offendersPath.slice(0, -1);
    const says = `offenders without the step ${last.relation}`;
    const changed = shorter.length > 0 ? { ...bare, offendersPath: shorter } : bare;
    yield { operator: "M15", place, says, rule: changed };
  }
  if (query.where && usesVariable(query.where)) {
    const where = withoutVariable(query.where);
    const says = "for every connector at once";
    yield {
      ...{ operator: "M15", place, says },
      rule: { ...rule, query: { type: query.type, ...(where ? { where } : {}) } },
    };
  }
}

/** The opposite, and of counts the next ones. */
function othersOf(expectation: Expectation): readonly Expectation[] {
  const { operator, count } = asCount(expectation);
  const opposite = { eq: "neq", neq: "eq", lt: "gte", lte: "gt", gt: "lte", gte: "lt" } as const;
  const flipped = { operator: opposite[operator], value: count };
  if (typeof expectation.value !== "number") return [flipped];
  return [
    flipped,
    ...(count > 0 ? [{ operator, value: count - 1 }] : []),
    { operator, value: count + 1 },
  ];
}

/** The filter without the comparisons with the variable. */
function withoutVariable(filter: Filter): OptionalFilter {
  switch (filter.kind) {
    case "and":
      return allOf(filter.of.map(withoutVariable));
    case "or":
      return anyOf(filter.of.map(withoutVariable));
    case "not": {
      const inner = withoutVariable(filter.of);
      return inner && not(inner);
    }
    case "compare":
      return usesVariable(filter) ? undefined : filter;
    case "quantify": {
      const { where, ...bare } = filter;
      const inner = where && withoutVariable(where);
      if (inner) return { ...bare, where: inner };
      return where && usesVariable(where) ? undefined : filter;
    }
    default:
      return filter;
  }
}
