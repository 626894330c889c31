import type { CodedColumn } from "../inventory/tables.ts";
import type { FieldValue } from "../types.ts";
import { isWorthMemory } from "./read.ts";
import { blobsOf } from "./related.ts";
import type { RowAccess } from "./rows.ts";
import type { Engine } from "./select.ts";

/** Values of so many different ones at most are kept: what many rows share, and no more than a little memory. */
const mostValues = 1024;

/** After so many reads it is asked anew whether a column is worth memory: asking costs as much as a few of them. */
const readsNoted = 64;

/**
 * Rows as `engine` has them, for telling of many one by one: a value that many share is made once, and columns and links that
 * are read again and again are brought into memory where that is worth it.
 */
export function accessMany({ rows, store }: Pick<Engine, "rows" | "store">): RowAccess {
  const known = new Map<CodedColumn, FieldValue[]>();
  const reads = new Map<object, number>();

  function note(what: object, bring: () => void): void {
    const count = (reads.get(what) ?? 0) + 1;
    reads.set(what, count % readsNoted);
    if (count === readsNoted) bring();
  }

  return {
    ...rows,
    value(cell, field) {
      const { table, row } = cell;
      const column = table.columns.get(field);
      if (!column || rows.touched(table).has(row)) return rows.value(cell, field);
      note(column, () => isWorthMemory(store, column, readsNoted));
      if (column.kind === "plain" || column.dictionary.count >= mostValues)
        return store.cell(column, row);
      const { blob, width } = column.codes;
      const code = store.integer(blob, width, row);
      const values = known.get(column) ?? [null];
      known.set(column, values);
      if (code > 0) values[code] ??= store.value(column.dictionary, code);
      return values[code]!;
    },
    targets(cell, relation) {
      for (const { forward } of cell.table.relations.get(relation)?.links ?? [])
        note(forward, () => store.isWorth(blobsOf(forward), readsNoted));
      return rows.targets(cell, relation);
    },
  };
}
