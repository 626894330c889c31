import type { Filter, Inventory, Model, Query } from "../types.ts";
import type { Gap } from "./unreadable.ts";

/** The concrete types whose rows a query can return: those of its root field, narrowed by type tests that must hold. */
export function typesOf(model: Model, { type, where }: Query): readonly string[] {
  const members = model.abstractTypes.get(type)?.members ?? [type];
  const tests = conjunctsOf(where).filter((filter) => filter.kind === "type");
  return members.filter((member) => tests.every(({ names }) => names.includes(member)));
}

/** What of an inventory's assets may be hidden from a query because collections are not complete. */
export interface Scope {
  /** Whether whole rows may be hidden from it. */
  isOpen(query: Query): boolean;
  /** The collections that may hide them. */
  hiding(query: Query): Gap;
}

/**
 * Looks at what an inventory could not read. A query is open where a collection of its types is incomplete in a connector
 * that its filter does not rule out.
 */
export function createScope(inventory: Inventory): Scope {
  const incomplete = inventory.coverage().filter(({ status }) => status !== "complete");
  const incompleteTypes = new Set(incomplete.map(({ type }) => type));
  const hiding = (query: Query): Gap => {
    const types = typesOf(inventory.model, query).filter((type) => incompleteTypes.has(type));
    const connectors = connectorsOf(query);
    return connectors ? { types, connectors } : { types };
  };
  return {
    hiding,
    isOpen(query) {
      const { types, connectors } = hiding(query);
      // Without a connector in the filter there is no need to make an object of each collection.
      if (types.length === 0 || !connectors) return types.length > 0;
      return inventory.collectionsOf(types, { incomplete: true, connectors }).length > 0;
    },
  };
}

/** The connectors whose assets a query can return, where its filter names them: `{ connector: { id: "…" } }`. */
function connectorsOf({ type, where }: Query): readonly string[] | undefined {
  const named = conjunctsOf(where).flatMap((filter) => {
    if (type === "Connector") return idsOf(filter);
    const isConnector = filter.kind === "quantify" && filter.relation === "connector";
    if (!isConnector || filter.quantifier !== "SOME") return [];
    return conjunctsOf(filter.where).flatMap(idsOf);
  });
  return named.length > 0 ? named : undefined;
}

function idsOf(filter: Filter): readonly string[] {
  if (filter.kind !== "compare" || filter.field !== "id" || filter.operator !== "EQ") return [];
  return typeof filter.value === "string" ? [filter.value] : [];
}

/** The conditions that every row of a query fulfils. */
function conjunctsOf(filter: Filter | undefined): readonly Filter[] {
  if (!filter) return [];
  return filter.kind === "and" ? filter.of.flatMap(conjunctsOf) : [filter];
}
