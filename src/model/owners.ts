import type { Model } from "../types.ts";
import { membersOf } from "./concrete.ts";

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
