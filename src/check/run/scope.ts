import { conjunctsOf } from "../../dialect/clash.ts";
import { createOutcomes } from "../../dialect/outcomes.ts";
import type { Filter, Inventory, Model, Query } from "../../types.ts";
import { findNamed } from "./named-rows.ts";
import type { Gap } from "./unreadable.ts";
import { type Keep, weaken } from "./weaken.ts";

/** The concrete types whose rows a query can return: those of its root field, narrowed by type tests that must hold. */
export function typesOf(model: Model, { type, where }: Query): readonly string[] {
  const members = model.abstractTypes.get(type)?.members ?? [type];
  const tests = conjunctsOf(where).filter((filter) => filter.kind === "type");
  return members.filter((member) => tests.every(({ names }) => names.includes(member)));
}

/** A condition on the connector that an asset is in, whatever it asks of it. */
export const isOfConnector: Keep = (filter) =>
  filter.kind === "quantify" && filter.relation === "connector";

/** What of an inventory's assets may be hidden from a query because collections are not complete. */
export interface Scope {
  /** Whether whole rows may be hidden from it. */
  isOpen(query: Query): Promise<boolean>;
  /** The collections that may hide them. */
  hiding(query: Query): Promise<Gap>;
}

/**
 * Looks at what an inventory could not read. A query is open where a collection of its types is incomplete, of one for which its
 * filter can hold, in a connector that it does not rule out: by its id, or by any condition on connectors that is known to be false of it. `queries` are
 * those that will be asked about, but for connectors that are named by their ids.
 */
export async function createScope(inventory: Inventory, queries: readonly Query[]): Promise<Scope> {
  const coverage = await inventory.coverage();
  const incomplete = coverage.filter(({ status }) => status !== "complete");
  const incompleteTypes = new Set(incomplete.map(({ type }) => type));
  const outcomes = createOutcomes(inventory.model);
  const incompleteOf = (query: Query) =>
    typesOf(inventory.model, query).filter(
      (type) => incompleteTypes.has(type) && outcomes.of(type, query.where).canHold,
    );
  const relevant = queries.filter(
    (query) => namedConnectors(query) === undefined && incompleteOf(query).length > 0,
  );
  const named = new Map<Query, readonly string[]>();
  for (const query of relevant) {
    const connectors = await findNamed(inventory, query);
    if (connectors) named.set(query, connectors);
  }
  const within = await findConnectors(inventory, relevant.flatMap(filterOf(inventory.model)));
  const left = async (query: Query): Promise<readonly string[] | undefined> => {
    const [filter] = filterOf(inventory.model)(query);
    const isWithin = filter && within.get(JSON.stringify(filter));
    if (!isWithin) return undefined;
    const types = incompleteOf(query);
    const hidden = await inventory.collections({ types, incomplete: true });
    return [...new Set(hidden.map(({ connector }) => connector))].filter(isWithin);
  };
  const find = async (query: Query): Promise<Gap> => {
    const types = incompleteOf(query);
    if (types.length === 0) return { types };
    const connectors = namedConnectors(query) ?? named.get(query) ?? (await left(query));
    return connectors ? { types, connectors } : { types };
  };
  const remembered = new Map<Query, Promise<Gap>>();
  const hiding = (query: Query): Promise<Gap> => {
    const gap = remembered.get(query) ?? find(query);
    remembered.set(query, gap);
    return gap;
  };
  return {
    hiding,
    async isOpen(query) {
      const { types, connectors } = await hiding(query);
      // Without a connector in the filter there is no need to make an object of each collection.
      if (types.length === 0 || !connectors) return types.length > 0;
      const open = await inventory.collections({ types, incomplete: true, connectors });
      return open.length > 0;
    },
  };
}

/** What a query says of its rows' connectors, as a filter over connectors: each of those names itself as its own. */
function filterOf(model: Model): (query: Query) => readonly Filter[] {
  const isOwn = model.types.get("Connector")?.relations.get("connector")?.target === "Connector";
  return ({ type, where }) => {
    const filter = isOwn && type !== "Connector" ? weaken(where, isOfConnector) : undefined;
    return filter ? [filter] : [];
  };
}

/** For each filter over connectors, by its text: whether it may be true of the connector with an id. One that is not known may be any. */
async function findConnectors(
  inventory: Inventory,
  filters: readonly Filter[],
): Promise<ReadonlyMap<string, (id: string) => boolean>> {
  const distinct = [...new Map(filters.map((one) => [JSON.stringify(one), one]))];
  if (distinct.length === 0) return new Map();
  const selections = await inventory.select([
    { type: "Connector" },
    ...distinct.map(([, where]) => ({ type: "Connector", where })),
  ]);
  const [known, ...found] = await Promise.all(
    selections.map(async (selection) => {
      const ids = new Set<unknown>();
      for (const which of ["matched", "undecided"] as const)
        for (const rows of await selection.rows(which))
          for (const id of (await inventory.read(rows, ["id"]))[0]!) ids.add(id);
      return ids;
    }),
  );
  return new Map(distinct.map(([text], i) => [text, (id) => found[i]!.has(id) || !known!.has(id)]));
}

/** The connectors whose assets a query can return, where its filter names them: `{ connector: { id: "…" } }`. */
function namedConnectors({ type, where }: Query): readonly string[] | undefined {
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
