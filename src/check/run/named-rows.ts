import { conjunctsOf } from "../../dialect/clash.ts";
import { membersOf } from "../../model/concrete.ts";
import type { Filter, Inventory, Query } from "../../types.ts";
import { findConnectorAbove } from "./connectors.ts";

/**
 * Where a question can find what is not known, which names the ids of the assets that it is about: the connectors in which those of them
 * stand that no asset has. Undefined where it names none, or one stands in no connector that is known.
 */
export async function findNamed(
  inventory: Inventory,
  query: Query,
): Promise<readonly string[] | undefined> {
  const ids = idsNamed(query);
  if (!ids || !inventory.model.types.has("Connector")) return undefined;
  const found = await Promise.all(
    membersOf(inventory.model, query.type).map((type) => inventory.find(type, ids)),
  );
  const unknown = ids.filter((_, i) => found.every((rows) => rows[i] === undefined));
  const homes = await Promise.all(unknown.map((id) => findConnectorAbove(inventory, id)));
  return homes.every((home) => home !== undefined) ? [...new Set(homes)] : undefined;
}

/** Few enough to look up each; a longer list says as little as none. */
const MOST_IDS = 100;

function idsNamed({ where }: Query): readonly string[] | undefined {
  const lists = conjunctsOf(where).flatMap((filter) => listOf(filter) ?? []);
  const shortest = lists.sort((a, b) => a.length - b.length)[0];
  return shortest && shortest.length <= MOST_IDS ? shortest : undefined;
}

function listOf(filter: Filter): readonly [readonly string[]] | undefined {
  if (filter.kind !== "compare" || filter.field !== "id" || filter.ignoreCase) return undefined;
  const { operator, value } = filter;
  const wanted = operator === "EQ" ? [value] : operator === "IN" ? value : undefined;
  if (!Array.isArray(wanted)) return undefined;
  return [wanted.filter((id) => typeof id === "string")];
}
