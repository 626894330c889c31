import type { Rows, Selection } from "../types.ts";

/** What a rule says of a row: its filter is true of it, that depends on missing data, else it passes. */
export type RowStatus = "FAIL" | "PASS" | "UNDECIDED";

/** What a selection comes to for each of some rows of one type. */
export async function statusesOf(selection: Selection, rows: Rows): Promise<readonly RowStatus[]> {
  const statuses = Array.from(rows.rows, (): RowStatus => "PASS");
  for (const place of await selection.among("undecided", rows)) statuses[place] = "UNDECIDED";
  for (const place of await selection.among("matched", rows)) statuses[place] = "FAIL";
  return statuses;
}
