import type { Blob, Codes, Table } from "../../inventory/tables.ts";
import { bitSetBytes } from "../../inventory/tables.ts";
import type { Ranges } from "./decide.ts";
import type { Step } from "../kernels/kernels.ts";
import type { Bits, Nodes } from "./node.ts";
import type { ColumnCache } from "../columns/column-cache.ts";

// Bits as one pass over what is stored gives them, whatever the question: a bit set itself, or codes in some ranges.

/** More runs of codes than this cost more than one look into a bit set of codes for each row. */
const mostRanges = 4;

/** A bit set that the snapshot holds; `name` says which of the table's. */
export function planStored(
  cache: ColumnCache,
  nodes: Nodes,
  table: Table,
  bits: Blob,
  name: string,
): Bits {
  return nodes.node(
    `stored(${table.type}.${name})`,
    table,
    [],
    (out) => [["copy", table.rows, cache.address(bits), out]],
    { prepare: () => cache.bring([bits]) },
  );
}

/** Rows whose code is in `ranges`; `name` says whose codes of the table's. */
export function planCodes(
  cache: ColumnCache,
  nodes: Nodes,
  table: Table,
  name: string,
  codes: Codes,
  count: number,
  ranges: Ranges,
): Bits {
  if (ranges.length === 0) return "none";
  if (ranges[0]![0] === 0 && ranges[0]![1] === count) return "all";
  const key = `codes(${table.type}.${name} ${ranges.map(([low, high]) => `${low}-${high}`).join()})`;
  const { width, blob } = codes;
  const { rows } = table;
  if (ranges.length > mostRanges) {
    return planLookup(cache, nodes, table, key, codes, count, ranges);
  }
  const scan = ([low, high]: Ranges[number], out: number): Step => [
    "range",
    width,
    cache.address(blob),
    rows,
    low,
    high,
    out,
  ];
  return nodes.node(
    key,
    table,
    [],
    (out, _inputs, takeZeroed) => [
      scan(ranges[0]!, out),
      ...ranges.slice(1).flatMap((range): Step[] => {
        const other = takeZeroed(bitSetBytes(rows));
        return [scan(range, other), ["or", rows, out, other, out]];
      }),
    ],
    { prepare: () => cache.bring([blob]) },
  );
}

function planLookup(
  cache: ColumnCache,
  nodes: Nodes,
  table: Table,
  key: string,
  { width, blob }: Codes,
  count: number,
  ranges: Ranges,
): Bits {
  const { rows } = table;
  const ofNull = ranges[0]![0] === 0;
  return nodes.node(
    key,
    table,
    [],
    (out, _inputs, takeZeroed) => {
      const codes = cache.address(blob);
      const set = takeZeroed(bitSetBytes(count));
      for (const [low, high] of ranges) setBits(cache, set, Math.max(low, 1) - 1, high - 1);
      const steps: Step[] = [["lookup", width, codes, rows, set, out]];
      if (!ofNull) return steps;
      const other = takeZeroed(bitSetBytes(rows));
      return [...steps, ["range", width, codes, rows, 0, 0, other], ["or", rows, out, other, out]];
    },
    { prepare: () => cache.bring([blob]) },
  );
}

/** Sets the bits from `low` to `high`, both included, of the set at `place`. */
export function setBits(
  { memory: { u8 } }: ColumnCache,
  place: number,
  low: number,
  high: number,
): void {
  for (let bit = low; bit <= high; bit++) u8[place + (bit >> 3)]! |= 1 << (bit & 7);
}
