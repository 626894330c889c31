import pluralize from "pluralize";
import { suggestionFor } from "../errors.ts";
import type { AbstractType, AssetType, Model } from "../types.ts";

type NamedType = AssetType | AbstractType;

/** Nothing longer is anybody's name, and each is taken apart. */
const LONGEST = 150;

/**
 * The types that somebody means who writes `written`, by other names than ours: the cloud's (`virtualMachines`, `virtualmachine`,
 * `Microsoft.Compute/virtualMachines`), those of `@knownAs`, and such with other words before them, as tools that span clouds have them
 * (`tool_linux_virtual_machine`). In the model's order; several where the cloud calls several so.
 */
export function typesKnownAs(model: Model, written: string): readonly NamedType[] {
  if (written.length > LONGEST) return [];
  const known = indexOf(model);
  if (written.includes("/")) return known.get(written.toLowerCase()) ?? [];
  const words = written.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+/g) ?? [];
  const isSnake = written.includes("_");
  for (let from = 0; from < words.length; from++) {
    // One word alone, behind others, is said of too many things; but for a tool's own word in front.
    if (from > (isSnake ? 1 : 0) && words.length - from < 2) return [];
    const found = known.get(keyOf(words.slice(from).join("")));
    if (found) return found;
  }
  return [];
}

/** ` Did you mean …?` with the asset types that somebody means by other names than ours, else with the nearest of `names`. */
export function suggestType(model: Model, written: string, names: Iterable<string>): string {
  const known = new Set(names);
  const meant = typesKnownAs(model, written).filter(({ name }) => known.has(name));
  if (meant.length === 0) return suggestionFor(written, known);
  return ` Did you mean ${meant.map(({ name }) => `"${name}"`).join(" or ")}?`;
}

const indexes = new WeakMap<Model, ReadonlyMap<string, readonly NamedType[]>>();

function indexOf(model: Model): ReadonlyMap<string, readonly NamedType[]> {
  const known = indexes.get(model) ?? createIndex(model);
  indexes.set(model, known);
  return known;
}

function createIndex(model: Model): ReadonlyMap<string, readonly NamedType[]> {
  const index = new Map<string, NamedType[]>();
  for (const type of [...model.types.values(), ...model.abstractTypes.values()])
    for (const name of new Set(namesOf(type))) index.set(name, [...(index.get(name) ?? []), type]);
  return index;
}

function namesOf(type: NamedType): readonly string[] {
  const own = [type.name, type.plural, ...(type.alsoKnownAs ?? [])];
  const resourceType = "source" in type ? type.source?.resourceType : undefined;
  const parts = resourceType?.split("/").slice(1) ?? [];
  // `servers/firewallRules` is a server's firewall rule too.
  const called = parts.length === 0 ? [] : [parts.at(-1)!, parts.map(singular).join("")];
  return [
    ...[...own, ...called].map(keyOf),
    ...(resourceType === undefined ? [] : [resourceType.toLowerCase()]),
  ];
}

/** The same for names that differ in case, underscores and number alone. */
function keyOf(name: string): string {
  return singular(name.replaceAll("_", ""));
}

function singular(word: string): string {
  return pluralize.singular(word.toLowerCase());
}
