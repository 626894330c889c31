import type { Model, Relation } from "../../types.ts";

/** Groups hang above connectors: a relation of theirs that is named so, to what has a name and perhaps another for display. */
export function groupsAbove(model: Model): Relation | undefined {
  const relations = model.types.get("Connector")?.relations.values() ?? [];
  return [...relations].find(({ name }) => /groups$/i.test(name));
}
