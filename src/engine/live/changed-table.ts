import { createMarks } from "../../inventory/marks.ts";
import type { Table, Tables } from "../../inventory/tables.ts";
import type { Cell, Touched } from "../rows/rows.ts";
import type { Kernels } from "../kernels/kernels.ts";
import type { Store } from "../columns/store.ts";
import type { RowMap } from "./row-map.ts";
import { createRowMap } from "./row-map.ts";
import type { IdIndex } from "./id-index.ts";
import type { TextBytes } from "./text-bytes.ts";
import type { HashTexts } from "./text-hash.ts";
import { createIdIndex } from "./id-index.ts";

/** The assets of one type that one re-collection found. */
export interface Segment {
  readonly found: Tables;
  readonly table: Table;
  readonly ids: TextBytes;
  /** Of each found row the row that it is now; it may have been found again since. */
  readonly rows: Int32Array;
  /** Of each found row its connector's position among the snapshot's, from 1. */
  readonly connectors: Uint32Array;
}

/** Where a row was found. */
export interface Found {
  /** The row of the segment's table. */
  readonly at: Cell;
  /** The connector's position among the snapshot's, from 1. */
  readonly connector: number;
}

/** What changed in one table. */
export interface Changed {
  readonly table: Table;
  /** What was found, in the order in which it was. */
  readonly segments: readonly Segment[];
  /** Which row has which id, gone or not. */
  readonly ids: IdIndex;
  /** Added rows, numbered on behind the stored ones: their ids, and once asked before which stored row they belong. */
  readonly added: { readonly id: string; before?: number }[];
  /** Rows that are gone, with their ids. What they led to and what led to them stays known, since they may come back. */
  readonly removed: RowMap<string>;
  /** Rows with other links, at either end. */
  readonly relinked: readonly number[];
  relink(rows: Iterable<number>): void;
  readonly touched: Touched;
  /** Fields and relations that could not be learnt of some found row. */
  readonly mayMiss: Set<string>;
  /** Relations that may lead nowhere by what changed. */
  readonly mayDangle: Set<string>;
  addSegment(segment: Segment): void;
  /** Where a row was last found; undefined where that is the snapshot. */
  foundAt(row: number): Found | undefined;
}

/** Nothing so far. */
export function createChanged(
  store: Store,
  kernels: Kernels,
  hash: HashTexts,
  table: Table,
): Changed {
  const ids = table.columns.get("id");
  const segments: Segment[] = [];
  const touched = createMarks();
  const isRelinked = createMarks();
  const relinked: number[] = [];
  // Positions among all found rows, and how many of these there are up to each segment. Made when somebody reads one.
  const positions = new Map<number, number>();
  const ends: number[] = [];

  function positionOf(row: number): number | undefined {
    while (ends.length < segments.length) {
      const { rows } = segments[ends.length]!;
      const start = ends.at(-1) ?? 0;
      for (let i = 0; i < rows.length; i++) positions.set(rows[i]!, start + i);
      ends.push(start + rows.length);
    }
    return positions.get(row);
  }

  return {
    table,
    segments,
    ids: createIdIndex(store, kernels, hash, ids?.kind === "plain" ? ids.texts : undefined),
    added: [],
    removed: createRowMap(),
    relinked,
    relink(rows) {
      for (const row of rows) {
        if (isRelinked.has(row)) continue;
        isRelinked.add(row);
        relinked.push(row);
        touched.add(row);
      }
    },
    touched,
    mayMiss: new Set(),
    mayDangle: new Set(),
    addSegment(segment) {
      segments.push(segment);
      for (const row of segment.rows) touched.add(row);
    },
    foundAt(row) {
      const position = segments.length > 0 && touched.has(row) ? positionOf(row) : undefined;
      if (position === undefined) return undefined;
      const number = ends.findIndex((end) => position < end);
      const { table: found, connectors } = segments[number]!;
      const at = { table: found, row: position - (ends[number - 1] ?? 0) };
      return { at, connector: connectors[at.row]! };
    },
  };
}
