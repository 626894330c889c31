import type { Collection, Inventory, Unreadable } from "../types.ts";

/** The incomplete collections of these asset types: in these connectors, or wherever there are any. */
export interface Gap {
  readonly types: readonly string[];
  readonly connectors?: readonly string[];
}

/** Gives the collections of gaps with the names of their connectors, sorted by type, then connector, each once. */
export type FillGaps = (gaps: readonly Gap[]) => Promise<readonly Unreadable[]>;

/** Gives collections the names of their connectors, in their order. */
export type NameCollections = (
  collections: readonly Collection[],
) => Promise<readonly Unreadable[]>;

/** Names of connectors are looked up once each. */
export function createCollectionNamer(inventory: Inventory): NameCollections {
  const names = new Map<string, string | null>();
  return async (collections) => {
    const connectors = new Set(collections.map(({ connector }) => connector));
    const unknown = [...connectors].filter((connector) => !names.has(connector));
    for (const [i, name] of (await readNames(inventory, unknown)).entries())
      names.set(unknown[i]!, name);
    return collections.map((collection) => {
      return { ...collection, connectorName: names.get(collection.connector) ?? null };
    });
  };
}

/**
 * Fills gaps. Where a permission lacks, it lacks in every connector, for every check that reads the type: all that is incomplete
 * of a type is looked up once and shared.
 */
export function createGapFiller(inventory: Inventory): FillGaps {
  const addNames = createCollectionNamer(inventory);
  const known = new Map<string, readonly Unreadable[]>();

  async function ofType(type: string): Promise<readonly Unreadable[]> {
    const found =
      known.get(type) ?? (await addNames(inventory.collectionsOf([type], { incomplete: true })));
    known.set(type, found);
    return found;
  }

  return async (gaps) => {
    const everywhere = new Set(gaps.flatMap(({ types, connectors }) => (connectors ? [] : types)));
    const here = new Map<string, Set<string>>();
    for (const { types, connectors } of gaps) {
      for (const type of connectors ? types : []) {
        if (everywhere.has(type)) continue;
        const some = here.get(type) ?? new Set();
        here.set(type, some);
        for (const connector of connectors!) some.add(connector);
      }
    }
    const lists: (readonly Unreadable[])[] = [];
    for (const type of [...everywhere, ...here.keys()].sort()) {
      const connectors = here.get(type);
      const some = connectors && { incomplete: true as const, connectors: [...connectors] };
      lists.push(await (some ? addNames(inventory.collectionsOf([type], some)) : ofType(type)));
    }
    return lists.length === 1 ? lists[0]! : lists.flat();
  };
}

async function readNames(
  inventory: Inventory,
  ids: readonly string[],
): Promise<readonly (string | null)[]> {
  const isNamed = inventory.model.types.get("Connector")?.fields.has("name") ?? false;
  if (ids.length === 0 || !isNamed) return ids.map(() => null);
  const found = await inventory.find("Connector", ids);
  const rows = Uint32Array.from(found.filter((row) => row !== undefined));
  const [column] = await inventory.read({ type: "Connector", rows }, ["name"]);
  const byRow = new Map(Array.from(rows, (row, i) => [row, column![i]]));
  return found.map((row) => {
    const name = row === undefined ? null : byRow.get(row);
    return typeof name === "string" ? name : null;
  });
}
