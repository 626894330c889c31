import { createHash } from "node:crypto";
import { operators } from "../../dialect/operators.ts";
import { renderFilter } from "../../dialect/render.ts";
import { compareText } from "../../dialect/values.ts";
import type { Filter, Literal, Rule } from "../../types.ts";
import { asCount } from "./expectation.ts";

/** The part of a rule that decides what it says of an estate. */
export type Meant = Pick<Rule, "query" | "expectation" | "offendersPath">;

/**
 * What a rule asks, as 12 hex digits: the same for rules that differ in prose, in the order or repetition of conditions, in the spelling
 * of their filter, of their expectation or of values, in their name, or in whether they ask for a list, a connection or a count. It is
 * kept for years beside findings, so that it says whether a check has changed since: it must never change for what it was given before.
 */
export function meaningOf({ query, expectation, offendersPath = [] }: Meant): string {
  const { operator, count } = plainest(expectation);
  const asked = [
    query.type,
    renderWhere(query.where),
    `${operator} ${count}`,
    ...offendersPath.map(({ relation, where }) => [relation, renderWhere(where)]),
  ];
  return createHash("sha256").update(JSON.stringify(asked)).digest("hex").slice(0, 12);
}

function renderWhere(where: Filter | undefined): string {
  return where ? renderFilter(inOrder(where)) : "";
}

/** The filter with the members of lists in one order, and once, where neither says anything. */
function inOrder(filter: Filter): Filter {
  switch (filter.kind) {
    case "and":
    case "or":
      return { ...filter, of: filter.of.map(inOrder) };
    case "not":
      return { ...filter, of: inOrder(filter.of) };
    case "quantify":
      return filter.where ? { ...filter, where: inOrder(filter.where) } : filter;
    case "compare":
      return Array.isArray(filter.value) && operators[filter.operator]!.takes === "list"
        ? { ...filter, value: sorted(filter.value as readonly Literal[]) }
        : filter;
    default:
      return filter;
  }
}

function sorted(members: readonly Literal[]): readonly Literal[] {
  const byText = new Map(members.map((member) => [JSON.stringify(member), member]));
  return [...byText].toSorted(([a], [b]) => compareText(a, b)).map(([, member]) => member);
}

/** Counts are whole and never less than none: "fewer than 1" is none, "at least 1" is not none. */
function plainest(expectation: Rule["expectation"]) {
  const { operator, count } = asCount(expectation);
  switch (operator) {
    case "lt":
      return count === 1 ? { operator: "eq", count: 0 } : { operator: "lte", count: count - 1 };
    case "lte":
      return count === 0 ? { operator: "eq", count: 0 } : { operator, count };
    case "gt":
      return count === 0 ? { operator: "neq", count: 0 } : { operator: "gte", count: count + 1 };
    case "gte":
      return count === 1 ? { operator: "neq", count: 0 } : { operator, count };
    default:
      return { operator, count };
  }
}
