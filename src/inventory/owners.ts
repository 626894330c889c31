import { membersOf } from "../model/concrete.ts";
import { ownersBehind } from "../model/owners.ts";
import type { Collection, Model } from "../types.ts";

/** The relations of an asset type to what is read for each of its assets, and the ids of those for which it was not. */
interface UnreadRelation {
  readonly owner: string;
  readonly relation: string;
  /** What was to be read. */
  readonly type: string;
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
    return model.types.has(type)
      ? relationsTo(model, type).map((one) => ({ ...one, type, ids }))
      : [];
  });
}

function relationsTo(
  model: Model,
  target: string,
): readonly Pick<UnreadRelation, "owner" | "relation">[] {
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
