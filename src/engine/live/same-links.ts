import type { Adjacency, Links, Table } from "../../inventory/tables.ts";
import { bringIn } from "./changed-fields.ts";
import type { ChangedLinks } from "./changed-links.ts";
import { isSameCell, usedLinks } from "./changed-links.ts";
import type { ChangedRows } from "./changed-rows.ts";
import { remember } from "./relation-ends.ts";
import { blobsOf, eachTarget } from "../rows/related.ts";
import { followTo } from "../rows/rows.ts";
import type { Store } from "../rows/store.ts";

/** Tells of rows, by their position, whether a stored relation's links are as they were. */
export interface LinkComparison {
  /** Whether they name these ids, in any order. */
  isSame(position: number, ids: readonly string[]): boolean;
  /** Whether they name a connector alone, given with its position among all, from 1. */
  isConnector(position: number, id: string, code: number): boolean;
}

/** Compares links with what records say of them; `connectors` is how many there are. */
export function createLinkComparison(
  store: Store,
  { of, tableOf }: ChangedRows,
  links: ChangedLinks,
  connectors: number,
): (table: Table, relation: string, rows: readonly number[]) => LinkComparison {
  /** By type: the rows from 1 of connectors, 0 where one was not yet looked for. */
  const connectorRows = remember((_type: string) => new Int32Array(connectors + 1));

  function isInOrder({ target, forward }: Links, row: number, ids: readonly string[]): boolean {
    const index = of(target).ids;
    let same = 0;
    let count = 0;
    eachTarget(store, forward, row, (to) => {
      if (count < ids.length && index.isAt(to, ids[count]!)) same++;
      count++;
    });
    return count === ids.length && same === count;
  }

  function isAtConnector(type: string, row: number, id: string, code: number): boolean {
    const known = connectorRows(type);
    known[code] ||= (of(type).ids.find(id) ?? -1) + 1;
    return known[code] === row + 1;
  }

  return (table, relation, rows) => {
    const used = usedLinks(table, relation);
    const isLost = table.relations.get(relation)?.dangling !== undefined;
    const kept = links.kept.byRow(table, relation);
    for (const { forward } of used) bringIn(store, blobsOf(forward), table.rows, rows.length);
    const only = used.length === 1 && !isLost ? used[0] : undefined;
    const single = only ? targetsOf(only) : undefined;

    function isSame(position: number, ids: readonly string[]): boolean {
      const row = rows[position]!;
      const own = kept.get(row);
      if (own) return isSameIds(own.ids, ids);
      if (row >= table.rows) return false;
      if (used.length === 0 && !isLost) return ids.length === 0;
      // Ids mostly come in the order of their rows.
      if (only && isInOrder(only, row, ids)) return true;
      const before = used.flatMap(({ target, forward }) =>
        followTo(store, tableOf(target), forward, row),
      );
      const nowhere = links.dangling({ table, row }, relation);
      if (before.length + nowhere.length !== ids.length) return false;
      if (nowhere.length > 0) return isSameIds(links.storedIds({ table, row }, relation), ids);
      const after = links.withIds(table, relation, ids);
      return (
        after.length === before.length && after.every((cell, i) => isSameCell(cell, before[i]!))
      );
    }

    return {
      isSame,
      isConnector(position, id, code) {
        const row = rows[position]!;
        if (!single || row >= table.rows || kept.has(row)) return isSame(position, [id]);
        const to = store.integer(single.targets, 4, row) - 1;
        return to >= 0 && isAtConnector(only!.target, to, id, code);
      },
    };
  };
}

function targetsOf({ forward }: Links): Extract<Adjacency, { kind: "one" }> | undefined {
  return forward.kind === "one" ? forward : undefined;
}

function isSameIds(some: readonly string[], others: readonly string[]): boolean {
  if (some.length !== others.length) return false;
  const sorted = others.toSorted();
  return some.toSorted().every((id, i) => id === sorted[i]);
}
