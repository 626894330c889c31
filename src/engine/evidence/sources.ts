import { sourceOf } from "../../backend/collections.ts";
import type { CodedColumn, Table } from "../../inventory/tables.ts";
import type { Collection, EvidenceSource, FieldValue } from "../../types.ts";

/** Reads rows of the table of collections as sources, without all else that a collection is. */
export function createSourceReader(
  { columns }: Table,
  read: (column: CodedColumn, row: number) => FieldValue,
): (type: string, row: number) => EvidenceSource | undefined {
  const [status, readAt, apiVersion] = ["status", "readAt", "apiVersion"].map((name) => {
    const column = columns.get(name) as CodedColumn;
    return (row: number) => read(column, row) as string | null;
  });
  return (type, row) => {
    const version = apiVersion!(row);
    return sourceOf({
      type,
      status: status!(row) as Collection["status"],
      readAt: readAt!(row)!,
      ...(version === null ? {} : { apiVersion: version }),
    });
  };
}
