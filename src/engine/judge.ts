import type { Answer } from "../dialect/operators.ts";
import { compileComparison } from "../dialect/operators.ts";
import { membersOf } from "../inventory/build.ts";
import type { Dangling, Table } from "../inventory/tables.ts";
import type { Collection, FieldValue, Filter, MissingEvidence } from "../types.ts";
import type { CollectionBook } from "./coverage.ts";
import { createOpenness, connectorOf } from "./hidden.ts";
import { eachTarget } from "./related.ts";
import type { Engine } from "./select.ts";

export type Truth = "true" | "false" | "unknown" | "missing";

/** One row of a table. */
export interface Cell {
  readonly table: Table;
  readonly row: number;
}

type Compare = Extract<Filter, { kind: "compare" }>;
type Quantify = Extract<Filter, { kind: "quantify" }>;

/** The four values of a filter on one row at a time: for telling people why, where a few rows are asked for. */
export interface Judge {
  judge(cell: Cell, filter: Filter): Truth;
  value(cell: Cell, field: string): FieldValue;
  related(cell: Cell, relation: string): readonly Cell[];
  /** What the rows that `relation` may hide wait for; empty where it hides none. */
  hidden(cell: Cell, relation: string): readonly Omit<MissingEvidence, "path">[];
}

export function createJudge({ model, tables, store }: Engine, book: CollectionBook): Judge {
  const answers = new WeakMap<Compare, Map<Table, (actual: FieldValue) => Answer>>();
  let isOpen: ((target: string, id: string) => boolean) | undefined;
  let connectors: Map<string, number> | undefined;

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

  function value({ table, row }: Cell, field: string): FieldValue {
    const column = table.columns.get(field);
    return column ? store.cell(column, row) : null;
  }

  function isMissing({ table, row }: Cell, field: string): boolean {
    const missing = table.columns.get(field)?.missing;
    return missing !== undefined && store.isSet(missing, row);
  }

  function related({ table, row }: Cell, relation: string): readonly Cell[] {
    return (table.relations.get(relation)?.links ?? []).flatMap(({ target, forward }) => {
      const cells: Cell[] = [];
      const far = tables.tables.get(target)!;
      eachTarget(store, forward, row, (targetRow) => cells.push({ table: far, row: targetRow }));
      return cells;
    });
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
        if (isMissing(cell, filter.field)) return "missing";
        return value(cell, filter.field) === null ? "true" : "false";
      case "compare": {
        if (isMissing(cell, filter.field)) return "missing";
        const answer = answerOf(cell.table, filter)(value(cell, filter.field));
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

  function quantify(cell: Cell, { relation, quantifier, where }: Quantify): Truth {
    if (!cell.table.relations.has(relation)) return "unknown";
    const truths = related(cell, relation).map((far) => (where ? judge(far, where) : "true"));
    const count = (truth: Truth) => truths.filter((other) => other === truth).length;
    const open = () => count("missing") > 0 || hidden(cell, relation).length > 0;
    const held = count("true");
    switch (quantifier) {
      case "SOME":
        return held > 0 ? "true" : open() ? "missing" : "false";
      case "NONE":
        return held > 0 ? "false" : open() ? "missing" : "true";
      case "ALL":
        if (count("false") > 0) return "false";
        return open() ? "missing" : held > 0 ? "true" : "false";
      case "SINGLE":
        if (held > 1) return "false";
        return open() ? "missing" : held === 1 ? "true" : "false";
    }
  }

  function hidden(cell: Cell, relation: string): readonly Omit<MissingEvidence, "path">[] {
    const { table, row } = cell;
    const stored = table.relations.get(relation);
    const declared = model.types.get(table.type)?.relations.get(relation);
    if (!stored || !declared) return [];
    const reasons: Omit<MissingEvidence, "path">[] = [];
    if (stored.missing && store.isSet(stored.missing, row)) reasons.push({});
    if (declared.kind === "references" && stored.dangling) {
      for (const id of danglingIds(stored.dangling, row))
        reasons.push(...openCollections(declared.target, id));
    }
    if (declared.kind === "inverse")
      reasons.push(...openInverse(cell, declared.target, declared.scope));
    return reasons;
  }

  function danglingIds({ count, rows, ids }: Dangling, row: number): readonly string[] {
    let low = 0;
    for (let high = count; low < high;) {
      const half = (low + high) >>> 1;
      if (store.integer(rows, 4, half) < row) low = half + 1;
      else high = half;
    }
    const found: string[] = [];
    for (; low < count && store.integer(rows, 4, low) === row; low++)
      found.push(store.text(ids, low));
    return found;
  }

  function openCollections(target: string, id: string): readonly { collection?: Collection }[] {
    isOpen ??= createOpenness(model, tables, store);
    if (!isOpen(target, id)) return [];
    if (!connectors) {
      const known = new Map<string, number>();
      store.eachText(tables.connectors, (index, text) => known.set(text, index + 1));
      connectors = known;
    }
    const connector = connectorOf(connectors, id);
    if (connector === undefined) return [{}];
    const name = store.text(tables.connectors, connector - 1);
    return membersOf(model, target)
      .map((member) => book.find(member, name))
      .filter(({ status }) => status !== "complete")
      .map((collection) => ({ collection }));
  }

  function openInverse(
    { table, row }: Cell,
    target: string,
    scope: "CONNECTOR" | "ANYWHERE",
  ): readonly { collection: Collection }[] {
    const { width, blob } = table.connector;
    const own = store.integer(blob, width, row);
    return membersOf(model, target).flatMap((member) => {
      const incomplete = tables.incomplete.get(member);
      if (!incomplete) return [];
      for (let i = 0; i < incomplete.byteLength / 4; i++) {
        const connector = store.integer(incomplete, 4, i);
        if (scope === "CONNECTOR" && connector !== own) continue;
        // Anywhere: the first one is enough to say why.
        return [{ collection: book.find(member, store.text(tables.connectors, connector - 1)) }];
      }
      return [];
    });
  }

  return { judge, value, related, hidden };
}

const opposite: Readonly<Record<Truth, Truth>> = {
  true: "false",
  false: "true",
  unknown: "unknown",
  missing: "missing",
};
