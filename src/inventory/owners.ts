import { membersOf } from "../model/concrete.ts";
import type { Collection, Model } from "../types.ts";

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

/** An asset's relation to what is read for it alone. */
interface OwnRelation {
  readonly owner: string;
  readonly relation: string;
}

/** Of each owner's relation the ids of those whose lists could not be read. */
export function unreadRelations(
  model: Model,
  collections: readonly Collection[],
): readonly (OwnRelation & { readonly ids: readonly string[] })[] {
  return collections.flatMap(({ type, unreadOwners = [] }) =>
    unreadOwners.length === 0 || !model.types.has(type)
      ? []
      : relationsTo(model, type).map((one) => ({ ...one, ids: unreadOwners })),
  );
}

function relationsTo(model: Model, target: string): readonly OwnRelation[] {
  return [...model.types.values()].flatMap(({ name: owner, relations }) =>
    [...relations.values()]
      .filter(
        (relation) =>
          relation.kind === "inverse" &&
          membersOf(model, relation.target).includes(target) &&
          ownersBehind(model, target, relation.inverse)?.includes(owner),
      )
      .map(({ name: relation }) => ({ owner, relation })),
  );
}
