import type { Inventory, Query } from "../types.ts";

/** Gives what names a connector its name, where there is an asset type of connectors that have one. */
export async function nameConnectors<T extends { readonly connector: string }>(
  inventory: Inventory,
  told: readonly T[],
): Promise<(T & { readonly connectorName: string | null })[]> {
  const names = new Map<string, string | null>();
  if (inventory.model.types.get("Connector")?.fields.has("name")) {
    const ids = [...new Set(told.map(({ connector }) => connector))];
    const found = await inventory.find("Connector", ids);
    for (const [i, row] of found.entries()) {
      if (row === undefined) continue;
      const [column] = await inventory.read({ type: "Connector", rows: Uint32Array.of(row) }, [
        "name",
      ]);
      names.set(ids[i]!, typeof column![0] === "string" ? column![0] : null);
    }
  }
  return told.map((one) => ({ ...one, connectorName: names.get(one.connector) ?? null }));
}

/** Where a condition leaves more connectors than these, all are told of. */
const MOST_CONNECTORS = 100;

/** The connectors that a question's own condition on `connector` leaves, where it leaves few; undefined for all of them. */
export async function connectorsIn(
  inventory: Inventory,
  { type, where }: Query,
): Promise<readonly string[] | undefined> {
  const conjuncts = where?.kind === "and" ? where.of : where ? [where] : [];
  const condition = conjuncts.find(
    (one) => one.kind === "quantify" && one.relation === "connector" && one.quantifier === "SOME",
  );
  if (condition?.kind !== "quantify" || !condition.where) return undefined;
  const { types, abstractTypes } = inventory.model;
  const target = (types.get(type) ?? abstractTypes.get(type))?.relations.get("connector")?.target;
  if (target === undefined || !types.has(target)) return undefined;
  const [kept] = await inventory.select([{ type: target, where: condition.where }]);
  if (kept!.matched + kept!.undecided > MOST_CONNECTORS) return undefined;
  const ids: string[] = [];
  for (const which of ["matched", "undecided"] as const)
    for (const rows of await kept!.rows(which)) ids.push(...(await inventory.connectorsOf(rows)));
  return ids;
}
