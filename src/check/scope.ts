import type { Collection, Filter, Model, Query } from "../types.ts";

/** The concrete types whose rows a query can return: those of its root field, narrowed by type tests that must hold. */
export function typesOf(model: Model, { type, where }: Query): readonly string[] {
  const members = model.abstractTypes.get(type)?.members ?? [type];
  const tests = conjunctsOf(where).filter((filter) => filter.kind === "type");
  return members.filter((member) => tests.every(({ names }) => names.includes(member)));
}

/** The collections that are not complete, by type and connector. */
export type Incomplete = ReadonlyMap<string, ReadonlyMap<string, Collection>>;

/** Sorts out what an inventory could not read, so that each question finds its part at once. */
export function indexIncomplete(collections: readonly Collection[]): Incomplete {
  const incomplete = collections.filter(({ status }) => status !== "complete");
  return new Map(
    [...Map.groupBy(incomplete, ({ type }) => type)].map(([type, group]) => [
      type,
      new Map(group.map((collection) => [collection.connector, collection])),
    ]),
  );
}

/**
 * The incomplete collections that may hide whole rows from a query: those of its types, in the connectors that its filter
 * does not rule out.
 */
export function hiddenFrom(
  model: Model,
  incomplete: Incomplete,
  query: Query,
): readonly Collection[] {
  const connectors = connectorsOf(query);
  return typesOf(model, query).flatMap((type) => {
    const ofType = incomplete.get(type);
    if (!ofType) return [];
    if (!connectors) return [...ofType.values()];
    return connectors.flatMap((connector) => ofType.get(connector) ?? []);
  });
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
