import type { Answer } from "../../dialect/operators.ts";
import { compileComparison } from "../../dialect/operators.ts";
import { ownersBehind } from "../../inventory/owners.ts";
import { collectedTypesOf, membersOf } from "../../model/concrete.ts";
import type { Table } from "../../inventory/tables.ts";
import type { Derived, FieldValue, Filter, MissingEvidence, Relation } from "../../types.ts";
import type { CollectionBook } from "./coverage.ts";
import { connectorOf, openBehind } from "../plan/hidden.ts";
import type { Cell } from "../rows/rows.ts";
import { relationOf } from "../rows/rows.ts";
import type { Engine } from "../select.ts";

export type Truth = "true" | "false" | "unknown" | "missing";

type Compare = Extract<Filter, { kind: "compare" }>;
type Quantify = Extract<Filter, { kind: "quantify" }>;

/** Asset types, each with the connectors where it may hide something: positions from 1, rising; at least one. */
type OpenTypes = readonly { readonly type: string; readonly connectors: Uint32Array }[];

/** The four values of a filter on one row at a time: for telling people why, where a few rows are asked for. */
export interface Judge {
  judge(cell: Cell, filter: Filter): Truth;
  /** What a derived value that is missing waits for: the collections of what it rests on that are not complete. */
  unreadBehind(cell: Cell, derived: Derived): readonly Pick<MissingEvidence, "collection">[];
  /** Whether `relation` may lead to more than is known. */
  hides(cell: Cell, relation: string): boolean;
  /** What the rows that `relation` may hide wait for; empty where it hides none. */
  hidden(cell: Cell, relation: string): readonly Omit<MissingEvidence, "path">[];
}

export function createJudge(
  { model, tables, store, rows }: Pick<Engine, "model" | "tables" | "store" | "rows">,
  book: CollectionBook,
): Judge {
  const answers = new WeakMap<Compare, Map<Table, (actual: FieldValue) => Answer>>();
  const openTypes = new Map<Relation, Map<string, OpenTypes>>();
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

  function quantify(cell: Cell, { relation, quantifier, where }: Quantify): Truth {
    if (!cell.table.relations.has(relation)) return "unknown";
    const counts = { true: 0, false: 0, unknown: 0, missing: 0 };
    for (const far of rows.targets(cell, relation)) counts[where ? judge(far, where) : "true"]++;
    const open = () => counts.missing > 0 || hides(cell, relation);
    const held = counts.true;
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

  /** Whether `hidden` has anything to say, which is asked far more often than what. */
  function hides(cell: Cell, relation: string): boolean {
    const declared = relationOf(model, cell.table, relation);
    if (!declared) return false;
    if (rows.isMissing(cell, relation)) return true;
    if (declared.kind === "references") return rows.dangling(cell, relation).length > 0;
    return declared.kind === "inverse" && connectorsHiding(cell, declared).length > 0;
  }

  function hidden(cell: Cell, relation: string): readonly Omit<MissingEvidence, "path">[] {
    const declared = relationOf(model, cell.table, relation);
    if (!declared) return [];
    const reasons: Omit<MissingEvidence, "path">[] = [];
    if (rows.isMissing(cell, relation)) reasons.push(...unread(cell, declared));
    if (declared.kind === "references") {
      for (const id of rows.dangling(cell, relation))
        reasons.push(...openCollections(declared.target, id));
    }
    if (declared.kind === "inverse") {
      for (const { type, connector } of connectorsHiding(cell, declared))
        reasons.push({ collection: book.at(type, connector) });
    }
    return reasons;
  }

  /** What a relation that could not be learnt waits for: the collections of what is read for this asset alone, if it is that. */
  function unread(
    cell: Cell,
    relation: Relation,
  ): readonly Pick<MissingEvidence, "collection" | "reason">[] {
    if (relation.uncollected !== undefined) return [{ reason: relation.uncollected }];
    if (relation.derived) return unreadBehind(cell, relation.derived);
    if (relation.kind !== "inverse") return [{}];
    const behind = membersOf(model, relation.target).filter((type) =>
      ownersBehind(model, type, relation.inverse)?.includes(cell.table.type),
    );
    const open = openOf(cell, behind);
    if (open.length > 0) return open;
    return relation.holders ? [{ reason: heldByOthers }] : [{}];
  }

  function unreadBehind(cell: Cell, { from }: Derived) {
    const open = openOf(cell, from);
    return open.length > 0 ? open : [{}];
  }

  /** Those of some types' collections in a row's connector that are not complete. */
  function openOf(
    cell: Cell,
    types: readonly string[],
  ): readonly Pick<MissingEvidence, "collection">[] {
    const connector = store.text(tables.connectors, rows.connector(cell) - 1);
    return types
      .map((type) => book.find(type, connector))
      .filter(({ status }) => status !== "complete")
      .map((collection) => ({ collection }));
  }

  /** What an id that leads nowhere waits for: the collections it would be in, where they are not complete. */
  function openCollections(
    target: string,
    id: string,
  ): readonly Pick<MissingEvidence, "collection" | "id">[] {
    if (!connectors) {
      const known = new Map<string, number>();
      store.eachText(tables.connectors, (index, text) => known.set(text, index + 1));
      connectors = known;
    }
    const connector = connectorOf(connectors, id);
    if (connector === undefined) return [{ id }];
    const name = store.text(tables.connectors, connector - 1);
    const open = collectedTypesOf(model, target)
      .map((type) => book.find(type, name))
      .filter(({ status }) => status !== "complete")
      .map((collection) => ({ collection, id }));
    return open.length > 0 ? open : [{ id }];
  }

  /** What may be hidden behind an inverse, where anything is: asked of every row, and mostly nothing. */
  function openTypesOf(type: string, relation: Relation): OpenTypes {
    const byType = openTypes.get(relation) ?? new Map<string, OpenTypes>();
    openTypes.set(relation, byType);
    const known = byType.get(type);
    if (known) return known;
    const behind = openBehind(model, tables, type, relation);
    const open = behind
      .filter((one) => one.open.byteLength > 0)
      .map((one) => ({ type: one.type, connectors: store.numbers(one.open) }));
    byType.set(type, open);
    return open;
  }

  /** The types that an inverse may hide something of, each with the connector that it would be in. */
  function connectorsHiding(cell: Cell, relation: Relation) {
    return openTypesOf(cell.table.type, relation).flatMap(({ type, connectors: open }) => {
      // Anywhere: the first one is enough to say why.
      const connector = relation.scope === "CONNECTOR" ? rows.connector(cell) : open[0]!;
      return holds(open, connector) ? [{ type, connector }] : [];
    });
  }

  return { judge, unreadBehind, hides, hidden };
}

const heldByOthers = "Its own answer names something here that nothing reads yet.";

const opposite: Readonly<Record<Truth, Truth>> = {
  true: "false",
  false: "true",
  unknown: "unknown",
  missing: "missing",
};

/** Whether rising numbers hold this one. */
function holds(numbers: Uint32Array, wanted: number): boolean {
  let low = 0;
  for (let high = numbers.length; low < high;) {
    const half = (low + high) >>> 1;
    if (numbers[half]! < wanted) low = half + 1;
    else high = half;
  }
  return numbers[low] === wanted;
}
