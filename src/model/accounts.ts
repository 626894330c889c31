import type { AssetType, Model } from "../types.ts";
import { connectorType } from "./constants.ts";

/** What the ids of those accounts begin with that have assets of a type; undefined where any may. */
export function accountsOf(model: Model, type: AssetType): string | undefined {
  if (!type.source || type === connectorType(model)) return undefined;
  const loader = model.loaders.get(type.source.loader);
  return model.providers.get(loader?.provider ?? "")?.accounts;
}
