import { isOfType } from "../../dialect/nodes.ts";
import { InputError, shorten, suggestionFor, type Mistake } from "../../errors.ts";
import { readId } from "../../model/spellings.ts";
import type { AssetType, Filter, Inventory } from "../../types.ts";

/** Assets that were named by their ids. */
export interface NamedInScope {
  rowsOf(type: AssetType): Filter;
  /** The ids of the connectors that they were read in. */
  readonly connectors: readonly string[];
}

/**
 * Finds assets by their ids, each in any case or as an address of the portal.
 *
 * @throws InputError of all that no asset has, with the id that ends alike
 */
export async function findInScope(
  inventory: Inventory,
  values: readonly string[],
): Promise<NamedInScope> {
  const types = [...inventory.model.types.values()].filter(({ kind }) => kind === "asset");
  const ids = values.map(readId);
  const idsOf = new Map<string, readonly string[]>();
  const connectors = new Set<string>();
  for (const { name: type } of types) {
    const found = await inventory.find(type, ids);
    const rows = Uint32Array.from(found.filter((row) => row !== undefined));
    if (rows.length === 0) continue;
    for (const one of await inventory.connectorsOf({ type, rows })) connectors.add(one);
    const here = ids.filter((_, i) => found[i] !== undefined);
    idsOf.set(type, [...new Set(here)]);
  }
  const known = new Set([...idsOf.values()].flat());
  const mistakes: Mistake[] = [];
  for (const [i, id] of ids.entries())
    if (!known.has(id)) mistakes.push(await unknownAsset(inventory, types, values[i]!, id));
  if (mistakes.length > 0) throw new InputError(mistakes);
  return {
    connectors: [...connectors],
    rowsOf({ name }) {
      const own = idsOf.get(name);
      return own ? { kind: "compare", field: "id", operator: "IN", value: own } : isOfType([]);
    },
  };
}

async function unknownAsset(
  inventory: Inventory,
  types: readonly AssetType[],
  written: string,
  id: string,
): Promise<Mistake> {
  const end = id.slice(id.lastIndexOf("/"));
  const queries = types.map(({ name: type }) => ({
    type,
    where: { kind: "compare", field: "id", operator: "ENDS_WITH", value: end } as const,
  }));
  const near: string[] = [];
  for (const selection of await inventory.select(queries))
    for (const rows of selection.matched > 0 ? await selection.rows("matched", { limit: 20 }) : [])
      near.push(...(await inventory.read(rows, ["id"]))[0]!.map(String));
  const [only] = near;
  const nearest = near.length === 1 ? ` Did you mean "${only}"?` : suggestionFor(id, new Set(near));
  return {
    code: "unknown-asset",
    message: `There is no asset "${shorten(written)}" in the snapshot, by its id.${nearest}`,
  };
}
