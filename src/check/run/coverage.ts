import { typesRead } from "../../dialect/types-read.ts";
import type { Check, Collection, Coverage, Inventory, Query } from "../../types.ts";
import { compareText } from "../../dialect/values.ts";
import { hasConnectors } from "./connectors.ts";
import { readCollections } from "./unreadable.ts";

/** Tells which asset types' collections a query reads. */
export interface TypesRead {
  /** All of them; those with an incomplete collection where there is no connector at all. */
  of(query: Query): readonly string[];
  readonly hasConnectors: boolean;
}

export async function createTypesRead(inventory: Inventory): Promise<TypesRead> {
  const { model } = inventory;
  if (await hasConnectors(inventory))
    return { of: (query) => typesRead(model, query), hasConnectors: true };
  const coverage = await inventory.coverage();
  const open = coverage.filter(({ status }) => status !== "complete").map(({ type }) => type);
  return {
    of: (query) => typesRead(model, query).filter((type) => open.includes(type)),
    hasConnectors: false,
  };
}

/**
 * How completely the asset types that checks read were collected. What no check reads is left out: it changes no verdict.
 * Without any connector all is told, for then something went wrong at the very beginning. Of `connectors` alone, where these are given.
 */
export async function coverageOf(
  inventory: Inventory,
  checks: readonly Check[],
  read: TypesRead,
  connectors?: readonly string[],
): Promise<readonly Coverage[]> {
  if (!read.hasConnectors) return inventory.coverage();
  const types = new Set(
    checks.flatMap(({ rules }) => rules.flatMap(({ query }) => read.of(query))),
  );
  if (connectors) return await countCollections(inventory, [...types], connectors);
  return (await inventory.coverage()).filter(({ type }) => types.has(type));
}

async function countCollections(
  inventory: Inventory,
  types: readonly string[],
  connectors: readonly string[],
): Promise<readonly Coverage[]> {
  const counts = new Map<string, Coverage>();
  const most = Number.POSITIVE_INFINITY;
  for (const type of connectors.length > 0 ? types : [])
    for await (const some of readCollections(inventory, type, { connectors }, most))
      for (const collection of some) {
        const key = keyOf(collection);
        const known = counts.get(key) ?? alike(collection);
        counts.set(key, { ...known, connectors: known.connectors + 1 });
      }
  return [...counts].sort(([a], [b]) => compareText(a, b)).map(([, coverage]) => coverage);
}

function keyOf({ type, status, cause = "", permission = "" }: Collection): string {
  return [type, status, cause, permission].join("\n");
}

function alike({ type, status, cause, permission }: Collection): Coverage {
  return {
    ...{ type, status, connectors: 0 },
    ...(cause === undefined ? {} : { cause }),
    ...(permission === undefined ? {} : { permission }),
  };
}
