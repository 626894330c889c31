import { isOfType } from "../../dialect/nodes.ts";
import type { AssetType, Filter } from "../../types.ts";

/** What a filter over connectors says of assets of a type, each by the connector that it is in. What can be in none is outside. */
export function ofConnector({ name, relations }: AssetType, where: Filter): Filter {
  if (name === "Connector") return where;
  if (!relations.has("connector")) return isOfType([]);
  return { kind: "quantify", relation: "connector", quantifier: "SOME", where };
}
