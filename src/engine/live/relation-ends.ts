import { remember } from "./memo.ts";
import { membersOf } from "../../model/concrete.ts";
import type { Model, Relation } from "../../types.ts";

/** Which relations see each other's links, by type. Each answer is worked out once. */
export interface RelationEnds {
  /** The relations of a type whose links assets hold themselves. */
  stored(type: string): readonly Relation[];
  /** The stored relations, and their types, that may lead to this type. */
  leadingTo(type: string): readonly { readonly type: string; readonly name: string }[];
  /** The concrete types that a relation may lead to, by name. */
  members(type: string, relation: string): readonly string[];
  /** The relations of `member`, to which a stored relation leads, that are the same links from the other side. */
  inverses(type: string, relation: string, member: string): readonly Relation[];
  /** Whether another relation is this one's links from the other side. What embeds a part is known from both. */
  isSeenFromAfar(type: string, relation: string): boolean;
}

/** The ends of the relations of `model`. */
export function createRelationEnds(model: Model): RelationEnds {
  const stored = remember((type): readonly Relation[] =>
    [...model.types.get(type)!.relations.values()].filter(({ kind }) => kind !== "inverse"),
  );

  const leadingTo = remember((type) =>
    [...model.types.keys()].flatMap((from) =>
      stored(from)
        .filter(({ target }) => membersOf(model, target).includes(type))
        .map(({ name }) => ({ type: from, name })),
    ),
  );

  const farSides = remember((type) => {
    const isInverse = (far: Relation, name: string) =>
      far.kind === "inverse" && far.inverse === name && membersOf(model, far.target).includes(type);
    const sides = stored(type).map(({ name, target }) => {
      const members = membersOf(model, target).map((member) => {
        const far = [...model.types.get(member)!.relations.values()];
        return [member, far.filter((candidate) => isInverse(candidate, name))] as const;
      });
      return [name, new Map(members)] as const;
    });
    return new Map(sides);
  });

  return {
    stored,
    leadingTo,
    members: (type, relation) =>
      membersOf(model, model.types.get(type)!.relations.get(relation)!.target),
    inverses: (type, relation, member) => farSides(type).get(relation)!.get(member)!,
    isSeenFromAfar: (type, relation) =>
      model.types.get(type)?.relations.get(relation)?.kind !== "embeds" &&
      [...farSides(type).get(relation)!.values()].some((inverses) => inverses.length > 0),
  };
}
