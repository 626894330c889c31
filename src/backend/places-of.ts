import type { Slices } from "../slices.ts";
import type { RowRef } from "../types.ts";

/** Rows that are looked at between two places where work may give way. */
const LOOKED_AT = 512;

/** The places of those rows that are so. */
export function* placesOf(
  rows: readonly RowRef[],
  isSo: (row: RowRef) => boolean,
): Slices<readonly number[]> {
  const places: number[] = [];
  for (let i = 0; i < rows.length; i++) {
    if (isSo(rows[i]!)) places.push(i);
    if (i % LOOKED_AT === LOOKED_AT - 1) yield;
  }
  return places;
}
