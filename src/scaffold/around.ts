import type { Reads } from "../dialect/reads.ts";
import { madeUpConnector } from "../estate/made-up-ids.ts";
import type { SmallEstate } from "../estate/small-estate.ts";
import type { AssetRecord, FieldValue, Inventory, Rows } from "../types.ts";

/** Rows behind one relation of one row that are taken over; nobody reads more in a file of cases. */
const MOST = 8;

/** An asset of a snapshot as an estate of its own: what `reads` name of it and of the rows that it leads to, under made-up ids. */
export async function readAround(
  inventory: Inventory,
  asset: Rows,
  reads: readonly Reads[],
): Promise<{ readonly estate: SmallEstate; readonly row: AssetRecord }> {
  const { model } = inventory;
  const connector = madeUpConnector(model);
  const records: AssetRecord[] = [];
  const known = new Map<string, AssetRecord>();

  async function take({ type, rows }: Rows, from: readonly Reads[]): Promise<AssetRecord> {
    const key = `${type} ${rows[0]}`;
    const before = known.get(key);
    if (before) return before;
    const own = from.find((one) => one.type === type);
    const declared = model.types.get(type)!;
    const names = [...(own?.fields ?? [])];
    const columns = await inventory.read({ type, rows }, names);
    const fields: Record<string, FieldValue> = {};
    const links: Record<string, string[]> = {};
    const missing: string[] = [];
    for (const [i, name] of names.entries()) fields[name] = columns[i]![0]!;
    const id = String(fields.id ?? `${connector}/${declared.name}/${known.size}`);
    const record: AssetRecord = { type, id, connector, fields, links, missing };
    known.set(key, record);
    records.push(record);
    for (const name of [...names, ...(own?.relations.keys() ?? [])])
      if ((await inventory.missing({ type, rows }, name)).length > 0) missing.push(name);
    for (const [name, behind] of own?.relations ?? []) {
      const relation = declared.relations.get(name)!;
      for (const far of await behindOf(inventory, { type, rows }, name)) {
        const other = await take(far, behind);
        const inverse = relation.kind === "inverse" ? relation.inverse! : undefined;
        const [holder, through, target] =
          inverse === undefined ? [record, name, other] : [other, inverse, record];
        const held = holder.links as Record<string, string[]>;
        held[through] = [...(held[through] ?? []), target.id];
      }
    }
    return record;
  }

  const row = await take(asset, reads);
  return { estate: { records, unread: [] }, row };
}

async function behindOf(
  inventory: Inventory,
  row: Rows,
  relation: string,
): Promise<readonly Rows[]> {
  const { types, targetTypes, targets } = await inventory.related(row, relation);
  return [...targets.subarray(0, MOST)].map((target, i) => ({
    type: types[targetTypes[i]!]!,
    rows: Uint32Array.of(target),
  }));
}
