import type { Field, FieldValue, Inventory } from "../types.ts";

/** Rows that are looked at. */
const LOOKED_AT = 500;

/** Values of texts that some rows of a type have, the most frequent first: what a service calls a thing is not to be guessed. */
export async function seenIn(
  inventory: Inventory,
  type: string,
  { name, scalar, list }: Field,
): Promise<readonly FieldValue[]> {
  if (scalar !== "String" || list) return [];
  const [selection] = await inventory.select([{ type }]);
  const counts = new Map<FieldValue, number>();
  for (const rows of await selection!.rows("matched", { limit: LOOKED_AT }))
    for (const value of (await inventory.read(rows, [name]))[0]!)
      if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a).map(([value]) => value);
}
