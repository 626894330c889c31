import type { Filter, Inventory, Literal, Scalar } from "../../types.ts";

/** The variable that is bound once for each subscription: its resource id, `/subscriptions/<guid>`. */
export const connectorVariable = "subscriptionResourceId";

/** What stands in a loaded check's filters where the connector's id will: in small letters, as ids are in filters. */
export const connectorPlaceholder = `$${connectorVariable.toLowerCase()}`;

/** The resource ids of all subscriptions of an inventory, in order. */
export async function readSubscriptionIds(inventory: Inventory): Promise<readonly string[]> {
  if (!inventory.model.types.has("Connector")) return [];
  const [selection] = await inventory.select([{ type: "Connector" }]);
  const ids: string[] = [];
  for (const rows of await selection!.rows("matched")) {
    const [column] = await inventory.read(rows, ["id"]);
    // One by one: there may be more subscriptions than a call takes arguments.
    for (const id of column!) if (typeof id === "string") ids.push(id);
  }
  return ids.filter((id) => id.startsWith("/subscriptions/"));
}

/** The filter with a connector's id wherever the variable was used. */
export function bindConnector(filter: Filter, id: string): Filter {
  switch (filter.kind) {
    case "and":
    case "or":
      return { ...filter, of: filter.of.map((part) => bindConnector(part, id)) };
    case "not":
      return { ...filter, of: bindConnector(filter.of, id) };
    case "compare":
      return { ...filter, value: bindValue(filter.value, id) };
    case "quantify":
      return filter.where ? { ...filter, where: bindConnector(filter.where, id) } : filter;
    case "null":
    case "type":
      return filter;
  }
}

function bindValue(value: Scalar | readonly Literal[], id: string): Scalar | readonly Literal[] {
  const bind = <T>(one: T) => (one === connectorPlaceholder ? id : one);
  return typeof value === "object" ? value.map(bind) : bind(value);
}
