import type { Slices } from "../../slices.ts";
import { isWorthMemory } from "./read.ts";
import { blobsOfLinks } from "../columns/blobs.ts";
import type { RowAccess } from "../columns/rows.ts";
import type { Engine } from "../engine.ts";
import { createSharedReader } from "./shared-values.ts";

/** After so many reads it is asked anew whether a column is worth memory: asking costs as much as a few of them. */
const readsNoted = 64;

/** Rows of which many are told of, one after the other. */
export interface ManyRows extends RowAccess {
  /** Brings into memory what was read again and again since the last time, where that is worth it. */
  bring(): Slices<void>;
}

/**
 * Rows as `engine` has them, for telling of many one by one: a value that many share is made once, and columns and links that
 * are read again and again are brought into memory where that is worth it.
 */
export function accessMany({ rows, store }: Pick<Engine, "rows" | "store">): ManyRows {
  const read = createSharedReader(store);
  const reads = new Map<object, number>();
  const wanted: Slices<boolean>[] = [];

  function note(what: object, bring: () => Slices<boolean>): void {
    const count = (reads.get(what) ?? 0) + 1;
    reads.set(what, count % readsNoted);
    if (count === readsNoted) wanted.push(bring());
  }

  return {
    ...rows,
    value(cell, field) {
      const { table, row } = cell;
      const column = table.columns.get(field);
      if (!column) return null;
      note(column, () => isWorthMemory(store, column, readsNoted));
      return column.kind === "plain" ? store.cell(column, row) : read(column, row);
    },
    targets(cell, relation) {
      for (const { forward } of cell.table.relations.get(relation)?.links ?? [])
        note(forward, () => store.isWorth(blobsOfLinks(forward), readsNoted));
      return rows.targets(cell, relation);
    },
    *bring() {
      for (const one of wanted.splice(0)) yield* one;
    },
  };
}
