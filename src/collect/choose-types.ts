import { InputError } from "../errors.ts";
import { connectorType } from "../model/constants.ts";
import { suggestType } from "../model/known-as.ts";
import type { AssetType, Model } from "../types.ts";

/** The asset types to read: those named and what they rest on, in the model's order. Throws an `InputError` for names there are none of. */
export function chooseTypes(
  model: Model,
  names: readonly string[] | undefined,
): readonly AssetType[] {
  const assets = expandParents(model);
  if (names === undefined) return assets;
  const known = new Map(
    assets.flatMap((type) => [
      [type.name, type],
      [type.plural, type],
    ]),
  );
  const unknown = names.filter((name) => !known.has(name));
  if (unknown.length > 0)
    throw new InputError(
      unknown.map((name) => ({
        code: "unknown-type",
        message: `Unknown asset type "${name}".${suggestType(model, name, known.keys())}`,
      })),
    );
  const chosen = new Set<AssetType>([connectorOf(model)]);
  const add = (type: AssetType | undefined) => {
    if (!type || chosen.has(type)) return;
    chosen.add(type);
    for (const parent of type.source?.of ?? []) add(known.get(parent));
  };
  for (const name of names) add(known.get(name));
  return assets.filter((type) => chosen.has(type));
}

/** All asset types, those that run over an interface's assets with its concrete types in place of it. */
function expandParents(model: Model): readonly AssetType[] {
  const assets = [...model.types.values()].filter((type) => type.kind === "asset");
  return assets.map((type) => {
    if (!type.source?.of) return type;
    const of = type.source.of.flatMap((name) => model.abstractTypes.get(name)?.members ?? [name]);
    const read = of.filter((name) => model.types.get(name)?.kind === "asset");
    return { ...type, source: { ...type.source, of: [...new Set(read)] } };
  });
}

/** The type of the accounts themselves. Throws an `InputError` where the schema has none. */
export function connectorOf(model: Model): AssetType {
  const type = connectorType(model);
  if (!type)
    throw new InputError(
      "no-accounts-type",
      "No asset type of the schema is read by a loader that lists accounts.",
    );
  return type;
}

/** The loaders of these types with them, in stages that follow each other: first what needs nothing, then what runs over its assets, and so on. */
export function stagesOf(
  types: readonly AssetType[],
  loads: (type: AssetType) => boolean,
): readonly Map<string, AssetType[]>[] {
  const depths = new Map<string, number>();
  const byName = new Map(types.map((type) => [type.name, type]));
  const depthOf = (type: AssetType, below: readonly string[] = []): number => {
    const known = depths.get(type.name);
    if (known !== undefined || below.includes(type.name)) return known ?? 0;
    const parents = (type.source?.of ?? []).map((name) => byName.get(name));
    const depth = parents.reduce(
      (most, parent) =>
        parent ? Math.max(most, depthOf(parent, [...below, type.name]) + 1) : most,
      0,
    );
    depths.set(type.name, depth);
    return depth;
  };
  const loaded = types.filter(loads);
  const deepest = Math.max(0, ...loaded.map((type) => depthOf(type)));
  return Array.from({ length: deepest + 1 }, (_, depth) =>
    Map.groupBy(
      loaded.filter((type) => depthOf(type) === depth),
      (type) => type.source!.loader,
    ),
  );
}
