import { membersOf } from "../model/concrete.ts";
import { ownersBehind } from "../model/owners.ts";
import type { AssetType, Model, Relation } from "../types.ts";

/** What every estate of a model keeps to, beyond the types of its fields. */
export interface ModelFacts {
  readonly model: Model;
  /** Whether rows of a type are the connected accounts themselves. */
  isConnector(type: string): boolean;
  /** Whether a relation leads to the connector that a row was read in. */
  leadsToOwn(relation: Relation): boolean;
  /** The concrete types that a relation of a type can lead to. */
  farTypes(type: AssetType, relation: Relation): readonly AssetType[];
  /** Whether a relation leads from every row of a type to a row. */
  always(type: AssetType, relation: Relation): boolean;
  /** The relations of a far type that walk one of a near type backwards. */
  backwards(near: AssetType, relation: Relation, far: AssetType): readonly Relation[];
}

export function factsOf(model: Model): ModelFacts {
  const facts = known.get(model) ?? createModelFacts(model);
  known.set(model, facts);
  return facts;
}

/** Many questions are asked about one model. */
const known = new WeakMap<Model, ModelFacts>();

function createModelFacts(model: Model): ModelFacts {
  const leadsToOwn = ({ name, kind }: Relation) => name === "connector" && kind === "references";
  const connectors = new Set(
    [...model.types.values()].flatMap(({ relations }) =>
      [...relations.values()].filter(leadsToOwn).flatMap(({ target }) => membersOf(model, target)),
    ),
  );
  const far = new Map<Relation, Map<string, readonly AssetType[]>>();
  const embedders = countEmbedders(model);

  /** A far row of this type can be at the other end: it has the relation that is walked backwards, and is read for this type. */
  function canBeBehind(type: AssetType, relation: Relation, one: AssetType): boolean {
    if (relation.kind !== "inverse")
      return ownersBehind(model, type.name, relation.name)?.includes(one.name) ?? true;
    const forwards = one.relations.get(relation.inverse!);
    if (!forwards || !membersOf(model, forwards.target).includes(type.name)) return false;
    return ownersBehind(model, one.name, forwards.name)?.includes(type.name) ?? true;
  }

  function farTypes(type: AssetType, relation: Relation): readonly AssetType[] {
    const byType = far.get(relation) ?? new Map<string, readonly AssetType[]>();
    far.set(relation, byType);
    const known =
      byType.get(type.name) ??
      membersOf(model, relation.target)
        .map((name) => model.types.get(name)!)
        .filter((one) => canBeBehind(type, relation, one));
    byType.set(type.name, known);
    return known;
  }

  return {
    model,
    isConnector: (type) => connectors.has(type),
    leadsToOwn,
    farTypes,
    always(type, relation) {
      if (leadsToOwn(relation)) return true;
      if (relation.kind === "references")
        return ownersBehind(model, type.name, relation.name) !== undefined;
      if (relation.kind !== "inverse" || type.kind !== "part") return false;
      const owners = farTypes(type, relation);
      const isEmbedded = owners.some(
        (owner) => owner.relations.get(relation.inverse!)?.kind === "embeds",
      );
      return isEmbedded && embedders.get(type.name) === 1;
    },
    backwards: (near, relation, one) =>
      [...one.relations.values()].filter(
        ({ kind, inverse, target }) =>
          kind === "inverse" &&
          inverse === relation.name &&
          membersOf(model, target).includes(near.name),
      ),
  };
}

/** By part how many relations hold it. */
function countEmbedders(model: Model): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { relations } of model.types.values())
    for (const { kind, target } of relations.values())
      if (kind === "embeds")
        for (const one of membersOf(model, target)) counts.set(one, (counts.get(one) ?? 0) + 1);
  return counts;
}
