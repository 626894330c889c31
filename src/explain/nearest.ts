import type { Truths } from "../backend/truths.ts";
import type { Filter, RowRef } from "../types.ts";

/** Of more rows nobody looks for those that come nearest. */
const COMPARED = 10_000;

/** Places of rows: first those that decide, then those that meet most of a conjunction's parts; else in their order. */
export function orderNearest(
  rows: readonly RowRef[],
  decides: (place: number) => boolean,
  where: Filter | undefined,
  truths: Truths,
): readonly number[] {
  const parts = where?.kind === "and" && rows.length <= COMPARED ? where.of : [];
  const met = rows.map((row) => parts.filter((part) => truths.is("true", row, part)).length);
  return [...rows.keys()].sort(
    (a, b) => Number(decides(b)) - Number(decides(a)) || met[b]! - met[a]! || a - b,
  );
}
