import { typesRead } from "../../dialect/types-read.ts";
import type { Check, Coverage, Inventory, Query } from "../../types.ts";
import { hasConnectors } from "./connectors.ts";

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
 * Without any connector all is told, for then something went wrong at the very beginning.
 */
export async function coverageOf(
  inventory: Inventory,
  checks: readonly Check[],
  read: TypesRead,
): Promise<readonly Coverage[]> {
  if (!read.hasConnectors) return inventory.coverage();
  const types = new Set(
    checks.flatMap(({ rules }) => rules.flatMap(({ query }) => read.of(query))),
  );
  return (await inventory.coverage()).filter(({ type }) => types.has(type));
}
