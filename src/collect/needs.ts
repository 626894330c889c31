import { connectorType } from "../model/constants.ts";
import type { Model } from "../types.ts";
import type { Provider } from "./provider.ts";

/** One permission, and the asset types that cannot be read without it, sorted. */
export interface Need {
  readonly permission: string;
  readonly types: readonly string[];
}

/** The permissions that a cloud takes for reading these asset types, sorted; all of its types where none are named. */
export function needsOf(
  model: Model,
  { name, loaders }: Pick<Provider, "name" | "loaders">,
  names?: readonly string[],
): readonly Need[] {
  const listing = connectorType(model);
  const lister = model.loaders.get(listing?.source?.loader ?? "")?.provider;
  const connector = lister === name ? listing : undefined;
  const types = new Map<string, Set<string>>();
  for (const type of model.types.values()) {
    const { source } = type;
    if (!source || (type !== connector && !Object.hasOwn(loaders, source.loader))) continue;
    if (names && !names.includes(type.name)) continue;
    for (const { permission } of [source, ...(source.details ?? [])])
      if (permission !== undefined)
        types.set(permission, (types.get(permission) ?? new Set()).add(type.name));
  }
  return [...types]
    .map(([permission, set]) => ({ permission, types: [...set].sort() }))
    .sort((a, b) => (a.permission < b.permission ? -1 : 1));
}
