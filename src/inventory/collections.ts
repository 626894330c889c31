import type { Collection, Field, FieldValue, Model } from "../types.ts";
import { createColumnBuilder } from "./column-builder.ts";
import { packCodes } from "./pack.ts";
import type { Blob, Column, Table, Tables, Texts } from "./tables.ts";
import { collectionFields, memoryBlob } from "./tables.ts";

interface Connectors {
  readonly ids: Texts;
  /** Position of a connector's id, from 1. */
  code(id: string): number;
}

/**
 * The collections as a table of their own, and for each asset type where it is not complete. A type that was never
 * attempted in a connector is not complete there.
 */
export function layCollections(
  model: Model,
  tables: ReadonlyMap<string, Table>,
  collections: readonly Collection[],
  connectors: Connectors,
): Pick<Tables, "collections" | "incomplete" | "unasked"> {
  const sorted = collections
    .map((collection) => ({ collection, connector: connectors.code(collection.connector) }))
    .sort(
      (a, b) =>
        (a.collection.type < b.collection.type
          ? -1
          : a.collection.type > b.collection.type
            ? 1
            : 0) || a.connector - b.connector,
    );
  const order = Uint32Array.from(sorted, (_, i) => i);
  const columns = Object.entries(collectionFields).map(([name, scalar]): [string, Column] => {
    const builder = createColumnBuilder({ scalar, list: false } satisfies Pick<
      Field,
      "scalar" | "list"
    >);
    sorted.forEach(({ collection }, row) => {
      builder.set(row, (collection[name as keyof Collection] ?? null) as FieldValue);
    });
    return [name, builder.finish(order)];
  });
  const assetTypes = [...tables.keys()].filter((type) => model.types.get(type)?.kind === "asset");
  return {
    collections: {
      type: "Collection",
      rows: sorted.length,
      columns: new Map(columns),
      relations: new Map(),
      connector: packCodes(
        Uint32Array.from(sorted, ({ connector }) => connector),
        connectors.ids.count,
      ),
    },
    ...findIncomplete(assetTypes, sorted, connectors.ids.count),
  };
}

function findIncomplete(
  assetTypes: readonly string[],
  collections: readonly { readonly collection: Collection; readonly connector: number }[],
  connectorCount: number,
): Pick<Tables, "incomplete" | "unasked"> {
  const complete = new Map(assetTypes.map((type) => [type, new Uint8Array(connectorCount)]));
  const asked = new Map<string, Set<number>>();
  for (const { collection, connector } of collections) {
    const { type, status, unreadOwners } = collection;
    const seen = complete.get(type);
    if (status === "complete" && seen) seen[connector - 1] = 1;
    else if (unreadOwners) asked.set(type, (asked.get(type) ?? new Set()).add(connector));
  }
  const incomplete = new Map<string, Blob>();
  const unasked = new Map<string, Blob>();
  for (const [type, seen] of complete) {
    const open = Uint32Array.from(seen.keys())
      .filter((i) => seen[i] === 0)
      .map((i) => i + 1);
    if (open.length > 0) incomplete.set(type, memoryBlob(open));
    const some = asked.get(type);
    if (some) unasked.set(type, memoryBlob(open.filter((connector) => !some.has(connector))));
  }
  return { incomplete, ...(unasked.size > 0 ? { unasked } : {}) };
}
