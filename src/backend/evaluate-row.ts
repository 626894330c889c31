import type { Tristate } from "../dialect/operators.ts";
import { compileComparison } from "../dialect/operators.ts";
import type { Slices } from "../slices.ts";
import type { FieldValue, Filter, Model, RowRef } from "../types.ts";
import type { Facts } from "./facts.ts";
import type { HiddenRows, Reason } from "./hidden-rows.ts";

export type Truth = "true" | "false" | "unknown" | "missing";

type Compare = Extract<Filter, { kind: "compare" }>;
type Quantify = Extract<Filter, { kind: "quantify" }>;

/** Related rows that are looked at between two places where work may give way. */
const LOOKED_AT = 512;

/** The four values of a filter on one row at a time: for telling people why, where a few rows are asked for. */
export interface RowEvaluator {
  /** A row may lead to very many: work on it gives way. */
  evaluate(facts: Facts, row: RowRef, filter: Filter): Slices<Truth>;
  /** Of each of some rows. */
  evaluateAll(facts: Facts, rows: readonly RowRef[], filter: Filter): Slices<readonly Truth[]>;
  /** What a quantifier waits for of the rows that its relation may hide; empty where none of those can matter. */
  hidden(facts: Facts, row: RowRef, filter: Quantify): Slices<readonly Reason[]>;
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

  /** A filter that follows no relation: as most are that very many rows are held against. */
  function evaluateFlat(facts: Facts, row: RowRef, filter: Exclude<Filter, Quantify>): Truth {
    switch (filter.kind) {
      case "and":
        return first(
          andRanking,
          "true",
          filter.of.map((part) => flat(facts, row, part)),
        );
      case "or":
        return first(
          orRanking,
          "false",
          filter.of.map((part) => flat(facts, row, part)),
        );
      case "not":
        return opposite[flat(facts, row, filter.of)];
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
    }
  }

  const flat = (facts: Facts, row: RowRef, filter: Filter): Truth =>
    evaluateFlat(facts, row, filter as Exclude<Filter, Quantify>);

  function* evaluate(facts: Facts, row: RowRef, filter: Filter): Slices<Truth> {
    if (isFlat(filter)) return flat(facts, row, filter);
    switch (filter.kind) {
      case "and":
        return first(andRanking, "true", yield* evaluateParts(facts, row, filter.of));
      case "or":
        return first(orRanking, "false", yield* evaluateParts(facts, row, filter.of));
      case "not":
        return opposite[yield* evaluate(facts, row, filter.of)];
      case "quantify":
        return yield* quantify(facts, row, filter);
      default:
        return flat(facts, row, filter);
    }
  }

  function* evaluateParts(
    facts: Facts,
    row: RowRef,
    parts: readonly Filter[],
  ): Slices<readonly Truth[]> {
    const truths: Truth[] = [];
    for (const part of parts) truths.push(yield* evaluate(facts, row, part));
    return truths;
  }

  function* evaluateAll(
    facts: Facts,
    rows: readonly RowRef[],
    filter: Filter,
  ): Slices<readonly Truth[]> {
    const truths: Truth[] = [];
    for (const row of rows) {
      truths.push(yield* evaluate(facts, row, filter));
      if (truths.length % LOOKED_AT === 0) yield;
    }
    return truths;
  }

  function* countTruths(
    facts: Facts,
    row: RowRef,
    { relation, where }: Quantify,
  ): Slices<Record<Truth, number>> {
    const counts = { true: 0, false: 0, unknown: 0, missing: 0 };
    const far = facts.targets(row, relation);
    if (where) for (const truth of yield* evaluateAll(facts, far, where)) counts[truth]++;
    else counts.true = far.length;
    return counts;
  }

  function* quantify(facts: Facts, row: RowRef, filter: Quantify): Slices<Truth> {
    const { relation, quantifier } = filter;
    if (!model.types.get(row.type)?.relations.has(relation)) return "unknown";
    const counts = yield* countTruths(facts, row, filter);
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

  function* hidden(facts: Facts, row: RowRef, filter: Quantify): Slices<readonly Reason[]> {
    const held = (yield* countTruths(facts, row, filter)).true;
    const types = typesThatMatter(row.type, filter, held);
    return hiddenRows.reasons(facts, row, filter.relation, types);
  }

  return { evaluate, evaluateAll, hidden };
}

const andRanking = ["false", "missing", "unknown"] as const;
const orRanking = ["true", "missing", "unknown"] as const;

/** The first of `ranking` that any part comes to, else `otherwise`. */
function first(ranking: readonly Truth[], otherwise: Truth, found: readonly Truth[]): Truth {
  return ranking.find((truth) => found.includes(truth)) ?? otherwise;
}

const flatness = new WeakMap<Filter, boolean>();

/** Whether a filter follows no relation. */
function isFlat(filter: Filter): boolean {
  const known = flatness.get(filter) ?? findFlatness(filter);
  flatness.set(filter, known);
  return known;
}

function findFlatness(filter: Filter): boolean {
  if (filter.kind === "and" || filter.kind === "or") return filter.of.every(isFlat);
  return filter.kind === "not" ? isFlat(filter.of) : filter.kind !== "quantify";
}

const opposite: Readonly<Record<Truth, Truth>> = {
  true: "false",
  false: "true",
  unknown: "unknown",
  missing: "missing",
};
