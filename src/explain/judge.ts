import { makeEstate } from "../estate/make-estate.ts";
import { type RowStatus, statusesOf } from "../estate/row-status.ts";
import type { SmallEstate } from "../estate/small-estate.ts";
import type { Filter, Inventory } from "../types.ts";

/** What a filter says of rows of a small estate, as the engine judges; undefined of those that it does not have. */
export async function judgeRows(
  { model, snapshot }: Inventory,
  estate: SmallEstate,
  type: string,
  ids: readonly string[],
  where: Filter,
): Promise<readonly (RowStatus | undefined)[]> {
  const inventory = makeEstate(model, [estate], { takenAt: snapshot.takenAt });
  const [selection] = await inventory.select([{ type, where }]);
  const found = await inventory.find(type, ids);
  const rows = Uint32Array.from(found.filter((row) => row !== undefined));
  const statuses = await statusesOf(selection!, { type, rows });
  let next = 0;
  return found.map((row) => (row === undefined ? undefined : statuses[next++]));
}
