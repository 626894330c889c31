import type { CodedColumn, Table } from "../inventory/tables.ts";
import type { Collection, EvidenceSource } from "../types.ts";
import type { Store } from "./store.ts";

/** A collection as what evidence rests on; undefined where nobody tried to read it. */
export function sourceOf({
  type,
  status,
  readAt,
  apiVersion,
}: Pick<Collection, "type" | "status" | "readAt" | "apiVersion">): EvidenceSource | undefined {
  if (status === "notCollected") return undefined;
  return { type, readAt, ...(apiVersion === undefined ? {} : { apiVersion }) };
}

/** Reads rows of the table of collections as sources, without all else that a collection is; a value of many is made once. */
export function createSourceReader(
  store: Store,
  collections: Table,
): (type: string, row: number) => EvidenceSource | undefined {
  const [status, readAt, apiVersion] = ["status", "readAt", "apiVersion"].map((name) =>
    createTextReader(store, collections.columns.get(name) as CodedColumn),
  );
  return (type, row) => {
    const version = apiVersion!(row);
    return sourceOf({
      type,
      status: status!(row) as Collection["status"],
      readAt: readAt!(row)!,
      ...(version === undefined ? {} : { apiVersion: version }),
    });
  };
}

function createTextReader(
  store: Store,
  { codes, dictionary }: CodedColumn,
): (row: number) => string | undefined {
  const texts = new Map<number, string | undefined>([[0, undefined]]);
  return (row) => {
    const code = store.integer(codes.blob, codes.width, row);
    if (!texts.has(code)) texts.set(code, store.value(dictionary, code) as string);
    return texts.get(code);
  };
}
