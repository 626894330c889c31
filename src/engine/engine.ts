import type { Table, Tables } from "../inventory/tables.ts";
import type { Slices } from "../slices.ts";
import type { Filter, Model } from "../types.ts";
import type { RowSet } from "./columns/row-set.ts";
import type { ColumnCache } from "./columns/column-cache.ts";
import type { Kernels } from "./kernels/kernels.ts";
import type { RowAccess } from "./columns/rows.ts";

/** All that answering takes: what is stored, and what runs over it. */
export interface Engine {
  readonly model: Model;
  readonly tables: Tables;
  readonly cache: ColumnCache;
  readonly rows: RowAccess;
  readonly kernels: Kernels;
  /** Answers many questions at once, in their order. */
  answer(asks: readonly Ask[]): Slices<readonly RowSet[]>;
}

/** The rows of one table that a filter is true for, or whose answer depends on what is missing. */
export interface Ask {
  readonly table: Table;
  readonly where: Filter | undefined;
  readonly which: "matched" | "undecided";
}
