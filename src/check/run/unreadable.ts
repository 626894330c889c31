import { compareText } from "../../dialect/values.ts";
import { giveWay } from "../../slices.ts";
import type { Collection, CollectionScope, Inventory, Unreadable } from "../../types.ts";
import { readConnectorNames } from "./connectors.ts";

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
    for (const [i, name] of (await readConnectorNames(inventory, unknown)).entries())
      names.set(unknown[i]!, name);
    return collections.map((collection) => {
      return { ...collection, connectorName: names.get(collection.connector) ?? null };
    });
  };
}

/** Collections that are read before others are served. */
const PIECE = 1_000;

/** All collections of a type in a scope, piece by piece; `most` of them. */
export async function* readCollections(
  inventory: Inventory,
  type: string,
  scope: CollectionScope,
  most: number,
): AsyncGenerator<readonly Collection[], void, void> {
  const connectors = scope.connectors && [...scope.connectors].sort(compareText);
  for (let offset = 0, left = most; left > 0; offset += PIECE) {
    const limit = Math.min(PIECE, left);
    const some = connectors
      ? { ...scope, connectors: connectors.slice(offset, offset + limit) }
      : { ...scope, offset, limit };
    const piece = await inventory.collections({ ...some, types: [type] });
    if (piece.length > 0) yield piece;
    if (connectors ? offset + limit >= connectors.length : piece.length < limit) return;
    left -= piece.length;
    await giveWay();
  }
}

/**
 * Fills gaps; with `most` the first so many collections of each. Where a permission lacks, it lacks in every connector, for every
 * check that reads the type: all that is incomplete of a type is looked up once and shared.
 */
export function createGapFiller(inventory: Inventory, most = Number.POSITIVE_INFINITY): FillGaps {
  const addNames = createCollectionNamer(inventory);
  const known = new Map<string, readonly Unreadable[]>();

  async function read(type: string, connectors?: readonly string[]) {
    const scope = { incomplete: true as const, ...(connectors ? { connectors } : {}) };
    const all: Unreadable[] = [];
    for await (const piece of readCollections(inventory, type, scope, most))
      for (const named of await addNames(piece)) all.push(named);
    return all;
  }

  async function ofType(type: string): Promise<readonly Unreadable[]> {
    const found = known.get(type) ?? (await read(type));
    known.set(type, found);
    return found;
  }

  return async (gaps) => {
    const everywhere = new Set(gaps.flatMap(({ types, connectors }) => (connectors ? [] : types)));
    const here = new Map<string, Set<string>>();
    for (const { types, connectors } of gaps) {
      for (const type of types) {
        if (everywhere.has(type)) continue;
        const some = here.get(type) ?? new Set();
        here.set(type, some);
        for (const connector of connectors!) some.add(connector);
      }
    }
    const lists: (readonly Unreadable[])[] = [];
    for (const type of [...everywhere, ...here.keys()].sort()) {
      const connectors = here.get(type);
      lists.push(await (connectors ? read(type, [...connectors]) : ofType(type)));
    }
    return lists.length === 1 ? lists[0]! : lists.flat().slice(0, most);
  };
}
