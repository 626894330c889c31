import type { Slices } from "../../slices.ts";
import type { Rows } from "../../types.ts";
import { openBehind } from "../plan/hidden.ts";
import { relationOf } from "../columns/rows.ts";
import type { Engine } from "../engine.ts";
import type { Judge } from "./judge.ts";

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

/** The places among `rows`, rising, where a field is missing or a relation may lead to more than is known. */
export function* listMissing(
  { model, tables, rows: access }: Pick<Engine, "model" | "tables" | "rows">,
  judge: Judge,
  { type, rows }: Rows,
  name: string,
): Slices<Uint32Array> {
  const table = tables.tables.get(type)!;
  const relation = relationOf(model, table, name);
  const isMissing = (row: number): boolean => {
    const cell = { table, row };
    if (access.isMissing(cell, name)) return true;
    if (!relation || !judge.hides(cell, name)) return false;
    return relation.toMany || access.targets(cell, name).length === 0;
  };
  const places: number[] = [];
  for (let i = 0; i < rows.length; i++) {
    if (isMissing(rows[i]!)) places.push(i);
    if (i % AT_ONCE === AT_ONCE - 1) yield;
  }
  return Uint32Array.from(places);
}
