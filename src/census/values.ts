import type { FieldValue, Inventory, Scalar } from "../types.ts";

/** What a field holds in the rows of a type. */
export interface ValueCensus {
  readonly rows: number;
  readonly nulls: number;
  /** Rows where its value is not known. */
  readonly unknown: number;
  /** Every value with the number of rows that have it, the most frequent first; of a list each of its members. */
  readonly values: readonly ValueCount[];
}

export interface ValueCount {
  readonly value: Scalar;
  readonly rows: number;
}

/** Counts the values of fields, each field once: a snapshot does not change. */
export interface ValueCounter {
  /** `type` may be an interface. */
  of(type: string, field: string): Promise<ValueCensus>;
}

/** Rows whose values are read at once. */
const BATCH = 65_536;

export function createValueCounter(inventory: Inventory): ValueCounter {
  const known = new Map<string, Promise<ValueCensus>>();
  return {
    of(type, field) {
      const key = `${type}.${field}`;
      const found = known.get(key) ?? countValues(inventory, type, field);
      known.set(key, found);
      return found;
    },
  };
}

async function countValues(
  inventory: Inventory,
  type: string,
  field: string,
): Promise<ValueCensus> {
  const where = { kind: "null", field } as const;
  const [all, nulls] = await inventory.select([{ type }, { type, where }]);
  const counts = new Map<Scalar, number>();
  for (const { type: concrete, rows } of await all!.rows("matched"))
    for (let from = 0; from < rows.length; from += BATCH) {
      const some = { type: concrete, rows: rows.subarray(from, from + BATCH) };
      const [values = []] = await inventory.read(some, [field]);
      for (const value of values) count(counts, value);
    }
  const values = [...counts]
    .map(([value, rows]) => ({ value, rows }))
    .sort((a, b) => b.rows - a.rows || (String(a.value) < String(b.value) ? -1 : 1));
  return { rows: all!.matched, nulls: nulls!.matched, unknown: nulls!.undecided, values };
}

function count(counts: Map<Scalar, number>, value: FieldValue): void {
  if (value === null) return;
  if (typeof value !== "object") counts.set(value, (counts.get(value) ?? 0) + 1);
  else
    for (const member of new Set(value))
      if (member !== null) counts.set(member, (counts.get(member) ?? 0) + 1);
}
