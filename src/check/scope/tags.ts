import { shorten, suggestionFor } from "../../errors.ts";
import { giveWay } from "../../slices.ts";
import type { Inventory } from "../../types.ts";

/** A tag as a word names it. */
export interface TagWord {
  readonly key: string;
  readonly value: string;
}

/** Tags that are looked at for what may have been meant. */
const LOOKED_AT = 100_000;
const AT_ONCE = 10_000;

/** Says that no asset has a tag, and which is nearest: a value of the same key, else a key. `type` is that of tags, if there is one. */
export async function suggestTag(
  inventory: Inventory,
  type: string | undefined,
  { key, value }: TagWord,
): Promise<string> {
  const keys = new Map<string, Set<string>>();
  for await (const [own, text] of type === undefined ? [] : readTags(inventory, type)) {
    const values = keys.get(own) ?? new Set();
    keys.set(own, values.add(text));
  }
  const same = [...keys].filter(([own]) => own.toLowerCase() === key.toLowerCase());
  if (same.length === 0)
    return `No asset in the snapshot has a tag "${shorten(key)}".${suggestionFor(key, keys.keys())}`;
  const values = new Set(same.flatMap(([, own]) => [...own]));
  return `No asset in the snapshot has the tag "${shorten(key)}" with the value "${shorten(value)}".${suggestionFor(value, values)}`;
}

async function* readTags(
  inventory: Inventory,
  type: string,
): AsyncGenerator<readonly [key: string, value: string]> {
  const [all] = await inventory.select([{ type }]);
  for (const { rows } of await all!.rows("matched", { limit: LOOKED_AT }))
    for (let from = 0; from < rows.length; from += AT_ONCE) {
      const some = { type, rows: rows.subarray(from, from + AT_ONCE) };
      const [keys, values] = await inventory.read(some, ["key", "value"]);
      for (const [i, key] of keys!.entries()) yield [String(key), String(values![i] ?? "")];
      await giveWay();
    }
}
