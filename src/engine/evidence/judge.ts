import type { Answer } from "../../dialect/operators.ts";
import { compileComparison } from "../../dialect/operators.ts";
import type { Table } from "../../inventory/tables.ts";
import type { Derived, FieldValue, Filter, MissingEvidence } from "../../types.ts";
import type { Cell } from "../columns/rows.ts";
import type { Engine } from "../engine.ts";
import type { CollectionBook } from "./coverage.ts";
import { createHiddenRows } from "./hidden-rows.ts";

export type Truth = "true" | "false" | "unknown" | "missing";

type Compare = Extract<Filter, { kind: "compare" }>;
type Quantify = Extract<Filter, { kind: "quantify" }>;

/** The four values of a filter on one row at a time: for telling people why, where a few rows are asked for. */
export interface Judge {
  judge(cell: Cell, filter: Filter): Truth;
  /** What a derived value that is missing waits for: the collections of what it rests on that are not complete. */
  unreadBehind(cell: Cell, derived: Derived): readonly Pick<MissingEvidence, "collection">[];
  /** Whether a relation may lead to more than is known. */
  hides(cell: Cell, relation: string): boolean;
  /** What a quantifier waits for of the rows that its relation may hide; empty where none of those can matter. */
  hidden(cell: Cell, filter: Quantify): readonly Omit<MissingEvidence, "path">[];
}

export function createJudge(
  { model, tables, store, rows }: Pick<Engine, "model" | "tables" | "store" | "rows">,
  book: CollectionBook,
): Judge {
  const answers = new WeakMap<Compare, Map<Table, (actual: FieldValue) => Answer>>();
  const hiddenRows = createHiddenRows({ model, tables, store, rows }, book);
  const { typesThatMatter, unreadBehind } = hiddenRows;

  function answerOf(table: Table, filter: Compare): (actual: FieldValue) => Answer {
    const byTable = answers.get(filter) ?? new Map<Table, (actual: FieldValue) => Answer>();
    answers.set(filter, byTable);
    let answer = byTable.get(table);
    if (!answer) {
      const field = model.types.get(table.type)?.fields.get(filter.field);
      answer = field ? compileComparison(field, filter) : () => undefined;
      byTable.set(table, answer);
    }
    return answer;
  }

  function judge(cell: Cell, filter: Filter): Truth {
    switch (filter.kind) {
      case "and":
        return first(["false", "missing", "unknown"], "true", filter.of, cell);
      case "or":
        return first(["true", "missing", "unknown"], "false", filter.of, cell);
      case "not":
        return opposite[judge(cell, filter.of)];
      case "type":
        return filter.names.includes(cell.table.type) ? "true" : "false";
      case "null":
        if (!cell.table.columns.has(filter.field)) return "unknown";
        if (rows.isMissing(cell, filter.field)) return "missing";
        return rows.value(cell, filter.field) === null ? "true" : "false";
      case "compare": {
        if (rows.isMissing(cell, filter.field)) return "missing";
        const answer = answerOf(cell.table, filter)(rows.value(cell, filter.field));
        return answer === undefined ? "unknown" : answer ? "true" : "false";
      }
      case "quantify":
        return quantify(cell, filter);
    }
  }

  /** The first of `ranking` that any part comes to, else `otherwise`. */
  function first(
    ranking: readonly Truth[],
    otherwise: Truth,
    parts: readonly Filter[],
    cell: Cell,
  ): Truth {
    const found = new Set(parts.map((part) => judge(cell, part)));
    return ranking.find((truth) => found.has(truth)) ?? otherwise;
  }

  function countTruths(cell: Cell, { relation, where }: Quantify): Record<Truth, number> {
    const counts = { true: 0, false: 0, unknown: 0, missing: 0 };
    for (const far of rows.targets(cell, relation)) counts[where ? judge(far, where) : "true"]++;
    return counts;
  }

  function quantify(cell: Cell, filter: Quantify): Truth {
    const { relation, quantifier } = filter;
    if (!cell.table.relations.has(relation)) return "unknown";
    const counts = countTruths(cell, filter);
    const held = counts.true;
    const open = () =>
      counts.missing > 0 ||
      hiddenRows.any(cell, relation, typesThatMatter(cell.table, filter, held));
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

  // Kept, so that what matters to it is found once for a type.
  const asked = new Map<string, Quantify>();
  const hides = (cell: Cell, relation: string): boolean => {
    const anything = asked.get(relation) ?? { kind: "quantify", relation, quantifier: "SOME" };
    asked.set(relation, anything);
    return hiddenRows.any(cell, relation, typesThatMatter(cell.table, anything, 0));
  };
  const hidden = (cell: Cell, filter: Quantify) => {
    const held = countTruths(cell, filter).true;
    return hiddenRows.reasons(cell, filter.relation, typesThatMatter(cell.table, filter, held));
  };

  return { judge, unreadBehind, hides, hidden };
}

const opposite: Readonly<Record<Truth, Truth>> = {
  true: "false",
  false: "true",
  unknown: "unknown",
  missing: "missing",
};
