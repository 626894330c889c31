import type { Adjacency, Blob, Column, Dictionary } from "../../inventory/tables.ts";

/** Where the values of a column lie. */
export function blobsOfColumn(column: Column): readonly Blob[] {
  if (column.kind === "plain") {
    const { texts, nulls } = column;
    return [texts.offsets, texts.bytes, ...(nulls ? [nulls] : [])];
  }
  return [column.codes.blob, ...blobsOfDictionary(column.dictionary)];
}

/** Where the values of a dictionary lie. */
export function blobsOfDictionary(dictionary: Dictionary): readonly Blob[] {
  switch (dictionary.kind) {
    case "boolean":
      return [];
    case "number":
      return [dictionary.numbers];
    default:
      return [dictionary.texts.offsets, dictionary.texts.bytes];
  }
}

/** Where the links of one direction lie. */
export function blobsOfLinks(adjacency: Adjacency): readonly Blob[] {
  switch (adjacency.kind) {
    case "one":
      return [adjacency.targets];
    case "runs":
      return [adjacency.offsets];
    case "many":
      return [adjacency.offsets, adjacency.targets];
  }
}
