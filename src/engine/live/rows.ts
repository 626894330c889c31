import type { Table } from "../../inventory/tables.ts";
import { firstAdded } from "./changed-table.ts";
import type { Overlay } from "./overlay.ts";
import type { RowSet } from "../rows/row-set.ts";
import { allRows, turnRows } from "../rows/row-set.ts";

/** All rows that there are now. */
export function everyRow(overlay: Overlay, table: Table): RowSet {
  const removed = overlay.removed(table);
  const stored = allRows(table.rows);
  const came = Array.from({ length: overlay.added(table) }, (_, i) => firstAdded(table) + i);
  const added = came.filter((row) => !removed.has(row));
  if (removed.size === 0) return addRows(overlay, table, stored, added);
  const gone = [...removed].filter((row) => row < table.rows);
  return addRows(overlay, table, turnRows(stored.rows(), gone), added);
}

/** Stored rows, and those that came where their id belongs. */
export function addRows(
  overlay: Overlay,
  table: Table,
  stored: RowSet,
  came: Iterable<number>,
): RowSet {
  const added = [...came];
  if (added.length === 0) return stored;
  const count = stored.count + added.length;
  let rows: Uint32Array | undefined;
  return {
    count,
    rows(offset = 0, limit = count) {
      rows ??= merge(
        overlay,
        table,
        stored.rows(),
        added.sort((a, b) => overlay.compare(table, a, b)),
      );
      return rows.slice(offset, offset + limit);
    },
  };
}

/** Two lists of rows in the order of ids, as one. */
function merge(
  overlay: Overlay,
  table: Table,
  stored: Uint32Array,
  added: readonly number[],
): Uint32Array {
  const merged = new Uint32Array(stored.length + added.length);
  let from = 0;
  let end = 0;
  for (const row of added) {
    let [low, high] = [from, stored.length];
    while (low < high) {
      const half = (low + high) >>> 1;
      if (overlay.compare(table, stored[half]!, row) < 0) low = half + 1;
      else high = half;
    }
    merged.set(stored.subarray(from, low), end);
    end += low - from;
    merged[end++] = row;
    from = low;
  }
  merged.set(stored.subarray(from), end);
  return merged;
}
