import type { AssetType, Filter, Inventory } from "../types.ts";

/** How many rows of a type there are, and what of them its fields and relations say. */
export interface TypeCensus {
  readonly rows: number;
  /** By field or relation. */
  readonly members: ReadonlyMap<string, MemberCensus>;
}

/** Of a field or relation: the rows where it has a value, or leads anywhere, and those where that is not known. */
export interface MemberCensus {
  readonly filled: number;
  readonly unknown: number;
}

/** Counts the rows of concrete types in which each of their fields and relations says something. */
export async function countMembers(
  inventory: Inventory,
  types: readonly AssetType[],
): Promise<ReadonlyMap<string, TypeCensus>> {
  const asked = types.flatMap(({ name: type, fields, relations }) => [
    ...[...fields.keys()].map((name) => ({ type, name, where: isFilled(name) })),
    ...[...relations.keys()].map((name) => ({ type, name, where: leadsAnywhere(name) })),
  ]);
  const selections = await inventory.select(asked.map(({ type, where }) => ({ type, where })));
  const census = new Map<string, { rows: number; members: Map<string, MemberCensus> }>();
  for (const [i, { type, name }] of asked.entries()) {
    const { examined, matched, undecided } = selections[i]!;
    const own = census.get(type) ?? { rows: examined, members: new Map() };
    census.set(type, own);
    own.members.set(name, { filled: matched, unknown: undecided });
  }
  return census;
}

function isFilled(field: string): Filter {
  return { kind: "not", of: { kind: "null", field } };
}

function leadsAnywhere(relation: string): Filter {
  return { kind: "quantify", relation, quantifier: "SOME" };
}
