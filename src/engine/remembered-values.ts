import type { CodedColumn } from "../inventory/tables.ts";
import type { FieldValue } from "../types.ts";
import type { RowAccess } from "./rows.ts";
import type { Engine } from "./select.ts";

/** Values of so many different ones at most are kept: what many rows share, and no more than a little memory. */
const mostValues = 1024;

/** Rows as `engine` has them, where a value that many rows share is made once. For telling of many rows one by one. */
export function rememberValues({ rows, store }: Pick<Engine, "rows" | "store">): RowAccess {
  const known = new Map<CodedColumn, FieldValue[]>();
  return {
    ...rows,
    value(cell, field) {
      const { table, row } = cell;
      const column = table.columns.get(field);
      const isShared = column?.kind === "coded" && column.dictionary.count < mostValues;
      if (!isShared || rows.touched(table).has(row)) return rows.value(cell, field);
      const { blob, width } = column.codes;
      const code = store.integer(blob, width, row);
      const values = known.get(column) ?? [null];
      known.set(column, values);
      if (code > 0) values[code] ??= store.value(column.dictionary, code);
      return values[code]!;
    },
  };
}
