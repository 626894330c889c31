import type { Table } from "../../inventory/tables.ts";
import { bitSetBytes } from "../../inventory/tables.ts";
import type { AssetRecord } from "../../types.ts";
import type { IdIndex } from "./id-index.ts";
import { createIdIndex } from "./id-index.ts";
import type { Touched } from "../rows/rows.ts";
import type { Store } from "../rows/store.ts";

/** What changed in one table. */
export interface Changed {
  readonly table: Table;
  readonly records: Map<number, AssetRecord>;
  /** Where the snapshot has which id. */
  readonly ids: IdIndex;
  /** Added rows, the first with the number `firstAdded(table)`: their ids, and once asked before which stored row they belong. */
  readonly added: { readonly id: string; before?: number }[];
  readonly rowOf: Map<string, number>;
  readonly removed: Set<number>;
  /** Rows without a record that are others all the same: they went, or the other end of a link is another. */
  readonly marked: Set<number>;
  readonly touched: Touched;
  readonly mayMiss: Set<string>;
}

/** The number of the first added row: added rows' bits are in lines of their own, which kernels over stored rows leave alone. */
export function firstAdded({ rows }: Table): number {
  return bitSetBytes(rows) * 8;
}

/** Nothing so far. */
export function createChanged(store: Store, table: Table): Changed {
  const ids = table.columns.get("id");
  const records = new Map<number, AssetRecord>();
  const marked = new Set<number>();
  return {
    table,
    ids:
      ids?.kind === "plain"
        ? createIdIndex(store, ids.texts)
        : { find: () => undefined, isAt: () => false },
    records,
    added: [],
    rowOf: new Map(),
    removed: new Set(),
    marked,
    touched: {
      has: (row) => records.has(row) || marked.has(row),
      get size() {
        return records.size + marked.size;
      },
    },
    mayMiss: new Set(),
  };
}
