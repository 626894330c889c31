import type { CodedColumn } from "../../inventory/tables.ts";
import type { FieldValue } from "../../types.ts";
import type { ColumnCache } from "../columns/column-cache.ts";

/** Values of so many different ones at most are kept: what many rows share, and no more than a little memory. */
const mostValues = 1024;

/** Reads single values of columns. One that many rows share is made once, for as long as the reader is held. */
export function createSharedReader(
  cache: ColumnCache,
): (column: CodedColumn, row: number) => FieldValue {
  const known = new Map<CodedColumn, FieldValue[]>();
  return (column, row) => {
    const { codes, dictionary } = column;
    if (dictionary.count >= mostValues) return cache.cell(column, row);
    const code = cache.integer(codes.blob, codes.width, row);
    const values = known.get(column) ?? [null];
    known.set(column, values);
    if (code > 0) values[code] ??= cache.value(dictionary, code);
    return values[code]!;
  };
}
