import type { Model } from "../types.ts";

/** The concrete types that a type's name stands for, by name: itself, or an interface's or union's members. */
export function membersOf(model: Model, name: string): readonly string[] {
  return model.types.has(name)
    ? [name]
    : [...(model.abstractTypes.get(name)?.members ?? [])].sort();
}

/** The asset types whose collections bring the rows of a type: its members, and for a part the assets that hold it. */
export function collectedTypesOf(model: Model, name: string): readonly string[] {
  const types = membersOf(model, name).flatMap((member) => {
    const type = model.types.get(member)!;
    return type.kind === "part" ? (type.owners ?? []) : [member];
  });
  return [...new Set(types)].sort();
}
