import type { Tristate } from "../dialect/operators.ts";
import { compileComparison } from "../dialect/operators.ts";
import type { FieldValue, Filter, Model, RowRef } from "../types.ts";
import type { Facts } from "./facts.ts";
import type { HiddenRows, Reason } from "./hidden-rows.ts";

export type Truth = "true" | "false" | "unknown" | "missing";

type Compare = Extract<Filter, { kind: "compare" }>;
type Quantify = Extract<Filter, { kind: "quantify" }>;

/** The four values of a filter on one row at a time: for telling people why, where a few rows are asked for. */
export interface RowEvaluator {
  evaluate(facts: Facts, row: RowRef, filter: Filter): Truth;
  /** What a quantifier waits for of the rows that its relation may hide; empty where none of those can matter. */
  hidden(facts: Facts, row: RowRef, filter: Quantify): readonly Reason[];
}

export function createRowEvaluator(model: Model, hiddenRows: HiddenRows): RowEvaluator {
  const answers = new WeakMap<Compare, Map<string, (actual: FieldValue) => Tristate>>();
  const { typesThatMatter } = hiddenRows;

  function answerOf(type: string, filter: Compare): (actual: FieldValue) => Tristate {
    const byType = answers.get(filter) ?? new Map<string, (actual: FieldValue) => Tristate>();
    answers.set(filter, byType);
    let answer = byType.get(type);
    if (!answer) {
      const field = model.types.get(type)?.fields.get(filter.field);
      answer = field ? compileComparison(field, filter) : () => undefined;
      byType.set(type, answer);
    }
    return answer;
  }

  function evaluate(facts: Facts, row: RowRef, filter: Filter): Truth {
    switch (filter.kind) {
      case "and":
        return first(["false", "missing", "unknown"], "true", filter.of, facts, row);
      case "or":
        return first(["true", "missing", "unknown"], "false", filter.of, facts, row);
      case "not":
        return opposite[evaluate(facts, row, filter.of)];
      case "type":
        return filter.names.includes(row.type) ? "true" : "false";
      case "null":
        if (!model.types.get(row.type)?.fields.has(filter.field)) return "unknown";
        if (facts.unlearnt(row, filter.field)) return "missing";
        return facts.value(row, filter.field) === null ? "true" : "false";
      case "compare": {
        if (facts.unlearnt(row, filter.field)) return "missing";
        const answer = answerOf(row.type, filter)(facts.value(row, filter.field));
        return answer === undefined ? "unknown" : answer ? "true" : "false";
      }
      case "quantify":
        return quantify(facts, row, filter);
    }
  }

  /** The first of `ranking` that any part comes to, else `otherwise`. */
  function first(
    ranking: readonly Truth[],
    otherwise: Truth,
    parts: readonly Filter[],
    facts: Facts,
    row: RowRef,
  ): Truth {
    const found = new Set(parts.map((part) => evaluate(facts, row, part)));
    return ranking.find((truth) => found.has(truth)) ?? otherwise;
  }

  function countTruths(
    facts: Facts,
    row: RowRef,
    { relation, where }: Quantify,
  ): Record<Truth, number> {
    const counts = { true: 0, false: 0, unknown: 0, missing: 0 };
    for (const far of facts.targets(row, relation))
      counts[where ? evaluate(facts, far, where) : "true"]++;
    return counts;
  }

  function quantify(facts: Facts, row: RowRef, filter: Quantify): Truth {
    const { relation, quantifier } = filter;
    if (!model.types.get(row.type)?.relations.has(relation)) return "unknown";
    const counts = countTruths(facts, row, filter);
    const held = counts.true;
    const open = () =>
      counts.missing > 0 ||
      hiddenRows.any(facts, row, relation, typesThatMatter(row.type, filter, held));
    switch (quantifier) {
      case "SOME":
        return held > 0 ? "true" : open() ? "missing" : "false";
      case "NONE":
        return held > 0 ? "false" : open() ? "missing" : "true";
      case "ALL":
        if (counts.false > 0) return "false";
        return open() ? "missing" : held > 0 ? "true" : "false";
      case "SINGLE":
        if (held > 1) return "false";
        return open() ? "missing" : held === 1 ? "true" : "false";
    }
  }

  function hidden(facts: Facts, row: RowRef, filter: Quantify): readonly Reason[] {
    const held = countTruths(facts, row, filter).true;
    const types = typesThatMatter(row.type, filter, held);
    return hiddenRows.reasons(facts, row, filter.relation, types);
  }

  return { evaluate, hidden };
}

const opposite: Readonly<Record<Truth, Truth>> = {
  true: "false",
  false: "true",
  unknown: "unknown",
  missing: "missing",
};
