import type { Slices } from "../../slices.ts";
import type { Relation, Rows, Unlearnt } from "../../types.ts";
import type { Table } from "../../inventory/tables.ts";
import { membersOf } from "../../model/concrete.ts";
import { ownersBehind } from "../../model/owners.ts";
import { openBehind } from "../plan/hidden.ts";
import { type TableRow, relationOf } from "../columns/rows.ts";
import type { Engine } from "../engine.ts";

/** Whether a field or relation of a type may be missing in any of its rows, by what is stored of all of them together. */
export function mayMiss({ model, tables }: Engine, type: string, name: string): boolean {
  const table = tables.tables.get(type);
  if (!table) return false;
  if (table.columns.get(name)?.missing) return true;
  const stored = table.relations.get(name);
  const declared = stored && relationOf(model, table, name);
  if (!declared) return false;
  if (stored.missing || stored.unread) return true;
  if (declared.kind === "references") return stored.dangling !== undefined;
  if (declared.kind !== "inverse") return false;
  return openBehind(model, tables, type, declared).some(({ open }) => open.byteLength > 0);
}

/** Rows that are looked at between two places where work may give way: each may be a read of its own from a file. */
const AT_ONCE = 256;

/** What could not be learnt of a field or relation: an entry for each of the rows where that is anything. */
export function* listUnlearnt(
  engine: Engine,
  { type, rows }: Rows,
  name: string,
): Slices<readonly Unlearnt[]> {
  const found: Unlearnt[] = [];
  const { model, tables, rows: access } = engine;
  const table = tables.tables.get(type)!;
  const declared = relationOf(model, table, name);
  const behind = declared ? typesBehindOf(engine, table, declared) : [];
  const isKnown = declared
    ? behind.length === 0 && !hasMarks(table, name)
    : !table.columns.get(name)?.missing;
  if (isKnown) return found;
  for (let place = 0; place < rows.length; place++) {
    const at = { table, row: rows[place]! };
    const whole = access.isMissing(at, name);
    const ids = declared?.kind === "references" ? access.dangling(at, name) : [];
    const unread = behind.filter((one) => one.isUnread(at)).map((one) => one.type);
    if (whole || ids.length > 0 || unread.length > 0)
      found.push({
        place,
        ...(whole ? { whole } : {}),
        ...(ids.length > 0 ? { ids } : {}),
        ...(unread.length > 0 ? { unread } : {}),
      });
    if (place % AT_ONCE === AT_ONCE - 1) yield;
  }
  return found;
}

function hasMarks(table: Table, relation: string): boolean {
  const stored = table.relations.get(relation);
  return stored?.missing !== undefined || stored?.dangling !== undefined;
}

/** The types of a relation's far side of which it may not be known who leads to a row. */
function typesBehindOf(
  { model, tables, cache, rows }: Engine,
  table: Table,
  relation: Relation,
): readonly { readonly type: string; isUnread(at: TableRow): boolean }[] {
  if (relation.kind !== "inverse") return [];
  const stored = table.relations.get(relation.name);
  const unread = new Set(stored?.unread?.keys() ?? []);
  // What is read for each asset of others: where it is not told for which it was not, it may be for any.
  const open = new Map(
    openBehind(model, tables, table.type, relation)
      .filter(
        ({ type, open: list }) =>
          list.byteLength > 0 && ownersBehind(model, type, relation.inverse),
      )
      .map(({ type, open: list }) => [type, new Set(cache.numbers(list))]),
  );
  const isOpen = (type: string, at: TableRow): boolean => {
    const connectors = open.get(type);
    if (!connectors) return false;
    return relation.scope === "ANYWHERE" || connectors.has(rows.connector(at));
  };
  return membersOf(model, relation.target)
    .filter((type) => unread.has(type) || open.has(type))
    .map((type) => ({
      type,
      isUnread: (at) =>
        (unread.has(type) && rows.isUnread(at, relation.name, type)) || isOpen(type, at),
    }));
}
