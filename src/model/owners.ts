import type { Model, Relation } from "../types.ts";
import { collectedTypesOf, membersOf } from "./concrete.ts";

/**
 * The asset types whose assets `type` is read for, one by one, if `link` is what leads to them: then it leads nowhere else.
 * Undefined for every other relation.
 */
export function ownersBehind(
  model: Model,
  type: string,
  link: string | undefined,
): readonly string[] | undefined {
  const { source, relations } = model.types.get(type)!;
  const paths = link === undefined ? undefined : relations.get(link)?.reading?.paths;
  if (!source?.of || paths?.length !== 1 || paths[0] !== "$parent.id") return undefined;
  return ownersOf(model, type);
}

/** The asset types whose assets `type` is read for, one by one; none where it is read otherwise. */
export function ownersOf(model: Model, type: string): readonly string[] {
  return (model.types.get(type)?.source?.of ?? []).flatMap((name) => membersOf(model, name));
}

/**
 * The asset types whose collections bring what an inverse leads to, by name, each with the types of the far side that it brings. None
 * where the far side embeds the near one: what is embedded is read from its owner's answer, and so never without it.
 */
export function typesBehind(
  model: Model,
  { target, inverse }: Relation,
): readonly (readonly [type: string, brings: readonly string[]])[] {
  const brought = membersOf(model, target)
    .filter((member) => model.types.get(member)!.relations.get(inverse!)?.kind !== "embeds")
    .flatMap((member) => collectedTypesOf(model, member).map((type) => ({ type, member })));
  return [...Map.groupBy(brought, ({ type }) => type)]
    .map(([type, some]) => [type, some.map(({ member }) => member)] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
}
