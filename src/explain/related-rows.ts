import type { Inventory, RowRef, Rows } from "../types.ts";

/** What a relation leads to from one row. */
export interface RelatedRows {
  readonly rows: readonly RowRef[];
  /** The same rows, type by type. */
  readonly runs: readonly Rows[];
  /** What the row at a place is called, and an asset's id. */
  name(place: number): Promise<{ readonly label: string; readonly id?: string }>;
}

export async function readRelated(
  inventory: Inventory,
  { type, row }: RowRef,
  relation: string,
): Promise<RelatedRows> {
  const { model } = inventory;
  const declared = model.types.get(type)!.relations.get(relation)!;
  const found = await inventory.allRelated({ type, rows: Uint32Array.of(row) }, relation);
  const rows = Array.from(found.targets, (target, i) => ({
    type: found.types[found.targetTypes[i]!]!,
    row: target,
  }));
  return {
    rows,
    runs: [...Map.groupBy(rows, (one) => one.type)].map(([far, group]) => ({
      type: far,
      rows: Uint32Array.from(group, (one) => one.row),
    })),
    async name(place) {
      const own = rows[place]!;
      const { kind, fields } = model.types.get(own.type)!;
      const asked = fields.has("name") ? ["id", "name"] : ["id"];
      const [[id] = [], [name] = []] = await inventory.read(
        { type: own.type, rows: Uint32Array.of(own.row) },
        asked,
      );
      const called = typeof name === "string" && name !== "" ? name : place;
      const label = declared.toMany ? `${relation}[${called}]` : relation;
      return kind === "asset" ? { label, id: String(id) } : { label };
    },
  };
}
