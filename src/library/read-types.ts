import { connectorType } from "../model/constants.ts";
import type { AssetType, Model } from "../types.ts";
import { providers } from "./providers.ts";

/** Which of a schema's asset types this version reads; collections of the others say nothing of an account. */
export function readTypesOf(model: Model): (type: AssetType) => boolean {
  const connector = connectorType(model);
  return (type) =>
    type === connector ||
    providers.some(({ loaders }) => Object.hasOwn(loaders, type.source?.loader ?? ""));
}
