import { createOutcomes } from "../../dialect/outcomes.ts";
import type { Table } from "../../inventory/tables.ts";
import { collectedTypesOf, membersOf } from "../../model/concrete.ts";
import { ownersBehind } from "../../model/owners.ts";
import type { Derived, Filter, MissingEvidence, Relation } from "../../types.ts";
import { connectorOf, openBehind } from "../plan/hidden.ts";
import type { Cell } from "../columns/rows.ts";
import { relationOf } from "../columns/rows.ts";
import type { Engine } from "../engine.ts";
import type { CollectionBook } from "./coverage.ts";

type Quantify = Extract<Filter, { kind: "quantify" }>;

/**
 * Asset types, each with the types of a relation's far side that it brings, and the connectors where it may hide something: positions
 * from 1, rising; at least one.
 */
type OpenTypes = readonly {
  readonly type: string;
  readonly brings: readonly string[];
  readonly connectors: Uint32Array;
}[];

/** What the relations of single rows may hide, and why. */
export interface HiddenRows {
  /**
   * The types of the far side of which hidden rows may change a quantifier's answer, which `held` known ones fulfil: those for which
   * the condition can hold, or, where ALL holds so far, for which it can fail.
   */
  typesThatMatter(table: Table, filter: Quantify, held: number): readonly string[];
  /** Whether a relation may lead to more of these types than is known. */
  any(cell: Cell, relation: string, types: readonly string[]): boolean;
  /** What the rows wait for that it may lead to besides. */
  reasons(
    cell: Cell,
    relation: string,
    types: readonly string[],
  ): readonly Omit<MissingEvidence, "path">[];
  /** What a derived value that is missing waits for: the collections of what it rests on that are not complete. */
  unreadBehind(cell: Cell, derived: Derived): readonly Pick<MissingEvidence, "collection">[];
}

/** What `rows` are known to lead to, and what `book` says of the rest. */
export function createHiddenRows(
  { model, tables, store, rows }: Pick<Engine, "model" | "tables" | "store" | "rows">,
  book: CollectionBook,
): HiddenRows {
  const outcomes = createOutcomes(model);
  const farTypes = new WeakMap<Quantify, Map<string, readonly string[]>>();
  const openTypes = new Map<Relation, Map<string, OpenTypes>>();
  let connectors: Map<string, number> | undefined;

  function typesThatMatter(table: Table, filter: Quantify, held: number): readonly string[] {
    const can = filter.quantifier === "ALL" && held > 0 ? "canFail" : "canHold";
    const byTable = farTypes.get(filter) ?? new Map<string, readonly string[]>();
    farTypes.set(filter, byTable);
    const key = `${table.type} ${can}`;
    const declared = relationOf(model, table, filter.relation);
    const types =
      byTable.get(key) ??
      (declared ? membersOf(model, declared.target) : []).filter(
        (far) => outcomes.behind(table.type, declared!, far, filter.where)[can],
      );
    byTable.set(key, types);
    return types;
  }

  /** Whether `reasons` has anything to say, which is asked far more often than what. */
  function any(cell: Cell, relation: string, types: readonly string[]): boolean {
    const declared = relationOf(model, cell.table, relation);
    if (!declared || types.length === 0) return false;
    if (rows.isMissing(cell, relation)) return true;
    if (declared.kind === "references") return rows.dangling(cell, relation).length > 0;
    return (
      declared.kind === "inverse" &&
      (types.some((type) => rows.isUnread(cell, relation, type)) ||
        connectorsHiding(cell, declared, types).length > 0)
    );
  }

  function reasons(
    cell: Cell,
    relation: string,
    types: readonly string[],
  ): readonly Omit<MissingEvidence, "path">[] {
    const declared = relationOf(model, cell.table, relation);
    if (!declared || types.length === 0) return [];
    const found: Omit<MissingEvidence, "path">[] = [];
    if (rows.isMissing(cell, relation)) found.push(...unlearnt(cell, declared));
    if (declared.kind === "references") {
      for (const id of rows.dangling(cell, relation)) found.push(...openCollections(types, id));
    }
    if (declared.kind === "inverse") {
      for (const type of types)
        if (rows.isUnread(cell, relation, type)) found.push(...unread(cell, declared, type));
      for (const { type, connector } of connectorsHiding(cell, declared, types))
        found.push({ collection: book.at(type, connector) });
    }
    return found;
  }

  /** What a relation waits for that could not be learnt as a whole. */
  function unlearnt(
    cell: Cell,
    relation: Relation,
  ): readonly Pick<MissingEvidence, "collection" | "reason">[] {
    if (relation.uncollected !== undefined) return [{ reason: relation.uncollected }];
    if (relation.derived) return unreadBehind(cell, relation.derived);
    return relation.holders ? [{ reason: heldByOthers }] : [{}];
  }

  /** What an inverse waits for that could not be learnt of one type: its collection, if it is read for this asset alone. */
  function unread(
    cell: Cell,
    relation: Relation,
    type: string,
  ): readonly Pick<MissingEvidence, "collection">[] {
    const isOwn = ownersBehind(model, type, relation.inverse)?.includes(cell.table.type);
    const open = isOwn ? openOf(cell, [type]) : [];
    return open.length > 0 ? open : [{}];
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
    types: readonly string[],
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
    const open = [...new Set(types.flatMap((type) => collectedTypesOf(model, type)))]
      .sort()
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
      .map(({ open: list, ...one }) => ({ ...one, connectors: store.numbers(list) }));
    byType.set(type, open);
    return open;
  }

  /** The collections in which an inverse may hide something of these types, each by its own type and connector. */
  function connectorsHiding(cell: Cell, relation: Relation, types: readonly string[]) {
    return openTypesOf(cell.table.type, relation).flatMap(({ type, brings, connectors: open }) => {
      if (!brings.some((one) => types.includes(one))) return [];
      // Anywhere: the first one is enough to say why.
      const connector = relation.scope === "CONNECTOR" ? rows.connector(cell) : open[0]!;
      return holds(open, connector) ? [{ type, connector }] : [];
    });
  }

  return { typesThatMatter, any, reasons, unreadBehind };
}

const heldByOthers = "Its own answer names something here that nothing reads yet.";

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
