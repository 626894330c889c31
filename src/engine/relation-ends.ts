import { membersOf } from "../model/concrete.ts";
import type { Model, Relation } from "../types.ts";

/** Which relations see each other's links, by type. Each answer is worked out once. */
export interface RelationEnds {
  /** The relations of a type whose links assets hold themselves. */
  stored(type: string): readonly Relation[];
  /** The stored relations, and their types, that may lead to this type. */
  leadingTo(type: string): readonly { readonly type: string; readonly name: string }[];
  /** Where a stored relation leads: the types, and which of their relations are the same links from the other side. */
  farSide(
    type: string,
    relation: string,
  ): readonly { readonly member: string; readonly inverses: readonly Relation[] }[];
  /** Whether another relation is this one's links from the other side. What embeds a part is known from both. */
  isSeenFromAfar(type: string, relation: string): boolean;
}

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
      const members = membersOf(model, target).map((member) => ({
        member,
        inverses: [...model.types.get(member)!.relations.values()].filter((far) =>
          isInverse(far, name),
        ),
      }));
      return [name, members] as const;
    });
    return new Map(sides);
  });

  const farSide = (type: string, relation: string) => farSides(type).get(relation)!;
  return {
    stored,
    leadingTo,
    farSide,
    isSeenFromAfar: (type, relation) =>
      model.types.get(type)?.relations.get(relation)?.kind !== "embeds" &&
      farSide(type, relation).some(({ inverses }) => inverses.length > 0),
  };
}

/** The same function, worked out once for each type. */
export function remember<T>(work: (type: string) => T): (type: string) => T {
  const known = new Map<string, T>();
  return (type) => {
    const value = known.get(type) ?? work(type);
    known.set(type, value);
    return value;
  };
}
