import type { Inventory, RowRef, Rows, Step } from "../../types.ts";

/** An asset at the end of a path, and the returned asset that it was reached from. */
export interface Reached {
  readonly asset: RowRef;
  readonly from: RowRef;
}

/**
 * The assets that a path leads to from each of `rows`, in their order. An asset from which the path leads nowhere stands
 * for itself, so that no offender is lost.
 */
export async function followPath(
  inventory: Inventory,
  rows: Rows,
  steps: readonly Step[],
): Promise<readonly Reached[]> {
  const starts = Array.from(rows.rows, (row) => ({ type: rows.type, row }));
  let reached: readonly Reached[] = starts.map((from) => ({ asset: from, from }));
  for (const step of steps) reached = await followStep(inventory, reached, step);
  const ends = Map.groupBy(reached, ({ from }) => from);
  return starts.flatMap((from) => ends.get(from) ?? [{ asset: from, from }]);
}

async function followStep(
  inventory: Inventory,
  sources: readonly Reached[],
  { relation, where }: Step,
): Promise<readonly Reached[]> {
  const reached: Reached[] = [];
  for (const [type, group] of Map.groupBy(sources, ({ asset }) => asset.type)) {
    if (!inventory.model.types.get(type)?.relations.has(relation)) continue;
    const rows = Uint32Array.from(group, ({ asset }) => asset.row);
    const { offsets, types, targetTypes, targets } = await inventory.related(
      { type, rows },
      relation,
      where,
    );
    for (const [i, { from }] of group.entries())
      for (let at = offsets[i]!; at < offsets[i + 1]!; at++)
        reached.push({ asset: { type: types[targetTypes[at]!]!, row: targets[at]! }, from });
  }
  return reached;
}
