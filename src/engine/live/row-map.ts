import { createMarks } from "../../inventory/marks.ts";

/** Values of a few rows of a large table. */
export interface RowMap<Value> {
  readonly size: number;
  has(row: number): boolean;
  get(row: number): Value | undefined;
  set(row: number, value: Value): void;
  /** Whether there was one. */
  delete(row: number): boolean;
  rows(): Iterable<number>;
}

/** No values. A row that never had one is told by a bit, which is far cheaper than to look for it in a large map. */
export function createRowMap<Value>(): RowMap<Value> {
  const values = new Map<number, Value>();
  const ever = createMarks();
  return {
    get size() {
      return values.size;
    },
    has: (row) => ever.has(row) && values.has(row),
    get: (row) => (ever.has(row) ? values.get(row) : undefined),
    set(row, value) {
      values.set(row, value);
      ever.add(row);
    },
    delete: (row) => ever.has(row) && values.delete(row),
    rows: () => values.keys(),
  };
}
