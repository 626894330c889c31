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

/** The relations of an asset type to what is read for each of its assets, and the ids of those for which it was not. */
interface UnreadRelation {
  readonly owner: string;
  readonly relation: string;
  readonly ids: readonly string[];
}

/** What could not be read of what is read for each asset of others, once for each relation that leads there. */
export function unreadRelations(
  model: Model,
  collections: readonly Pick<Collection, "type" | "unreadOwners">[],
): readonly UnreadRelation[] {
  const unread = collections.filter(({ unreadOwners }) => (unreadOwners?.length ?? 0) > 0);
  return [...Map.groupBy(unread, ({ type }) => type)].flatMap(([type, some]) => {
    const ids = some.flatMap(({ unreadOwners }) => unreadOwners!);
    return model.types.has(type) ? relationsTo(model, type).map((one) => ({ ...one, ids })) : [];
  });
}

function relationsTo(model: Model, target: string): readonly Omit<UnreadRelation, "ids">[] {
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
