import type { AssetType, Field, Model } from "../types.ts";
import { ownersOf } from "./owners.ts";
import { storeSpelling } from "./spellings.ts";

/** The type of the connected accounts themselves. */
export function connectorType(model: Model): AssetType | undefined {
  return [...model.types.values()].find(
    ({ source }) => source && model.loaders.get(source.loader)?.listsAccounts,
  );
}

/**
 * The resource type that a call for `type` asks about: that of the asset it runs over, or of the subscription, with what the path names
 * below it before it turns to another provider: `{id}/blobServices/default/providers/…` asks about `…/storageAccounts/blobServices`.
 */
export function typeAskedAbout({ source }: AssetType, owner: AssetType | undefined): string {
  const below = /^\{id\}((?:\/[^/]+\/[^/]+)*?)\/providers\//.exec(source?.path ?? "")?.[1] ?? "";
  return [
    owner?.source?.resourceType ?? "",
    ...below.split("/").filter((_, i) => i % 2 === 1),
  ].join("/");
}

/**
 * All that a field can hold in assets of `type` because the schema alone says it: the resource type, that of the asset which it is read
 * for, the cloud. `owner` is the type of that asset, where it is known. Undefined where it depends on the answer.
 */
export function constantsOf(
  model: Model,
  type: AssetType,
  { reading, list, scalar, spelling }: Field,
  owner?: string,
): readonly string[] | undefined {
  const isPlain = !list && scalar === "String" && !reading?.convert && !reading?.equals;
  const facts = isPlain && reading ? factsAt(model, type, reading.paths[0]!, owner) : undefined;
  const values = facts?.map((fact) => (spelling ? storeSpelling(spelling, fact) : fact));
  return values?.every((value) => typeof value === "string") ? values : undefined;
}

function factsAt(
  model: Model,
  type: AssetType,
  path: string,
  owner: string | undefined,
): readonly string[] | undefined {
  switch (path) {
    case "$provider":
      return providersOf(model, type, owner);
    case "$type":
      return type.kind === "asset" && type.source?.resourceType !== undefined
        ? [type.source.resourceType]
        : undefined;
    case "$parentType": {
      const owners = owner === undefined ? ownersOf(model, type.name) : [owner];
      const types = owners.map((name) => model.types.get(name));
      const areTold = types.every((one) => one?.source?.resourceType !== undefined);
      return owners.length > 0 && areTold
        ? types.map((one) => typeAskedAbout(type, one))
        : undefined;
    }
    default:
      return undefined;
  }
}

/** The clouds whose calls bring what a field is read from: that of the asset, or of those that the part stands in. */
function providersOf(
  model: Model,
  type: AssetType,
  owner: string | undefined,
): readonly string[] | undefined {
  const owners = owner === undefined ? [type.name, ...ownersOf(model, type.name)] : [owner];
  // Every cloud lists accounts of its own.
  if (owners.includes(connectorType(model)?.name ?? "")) return [...model.providers.keys()];
  const loaders = owners.flatMap((name) => model.types.get(name)?.source?.loader ?? []);
  const names = loaders.map((loader) => model.loaders.get(loader)?.provider);
  const told = [...new Set(names)].filter((name) => name !== undefined);
  return told.length > 0 ? told : [...model.providers.keys()];
}
