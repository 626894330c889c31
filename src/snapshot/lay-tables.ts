import { createBuilder } from "../inventory/build.ts";
import type { Derivations } from "../inventory/derivation.ts";
import type { Tables } from "../inventory/tables.ts";
import type { AssetRecord, Collection, Model, SnapshotInfo } from "../types.ts";
import { ownerTracker, readCollections, readJournal } from "./journal.ts";
import { createPairs } from "./pairs.ts";

/** What assets there can be, and how what is derived of them comes about. */
export interface EstateKind {
  readonly model: Model;
  readonly derivations: Derivations;
}

/** Tables in the making, as long as everything that is written is also finished and belongs to a connector that is listed. */
export function createEstateDraft({ model, derivations }: EstateKind) {
  const builder = createBuilder(model, derivations);
  const open = createPairs<true>();
  const connectors = new Set<string>();
  return {
    write(records: readonly AssetRecord[]): void {
      for (const record of records) {
        builder.add(record);
        if (model.types.get(record.type)?.kind === "asset")
          open.set(record.type, record.connector, true);
      }
    },
    finish(collection: Collection): void {
      builder.addCollection(collection);
      connectors.add(collection.connector);
      open.delete(collection.type, collection.connector);
    },
    build(info: SnapshotInfo, extent: Listed): Tables | undefined {
      const isWhole = [...connectors].every((connector) => isKnown(connector, extent));
      return isWhole && open.size === 0 ? builder.build(info) : undefined;
    },
  };
}

/** The journal's finished collections and their assets, as tables. */
export async function layTables(
  path: string,
  { model, derivations }: EstateKind,
  info: SnapshotInfo,
  extent: Listed,
) {
  const builder = createBuilder(model, derivations);
  const finished = createPairs<true>();
  for await (const collection of readCollections(path))
    if (isKnown(collection.connector, extent)) {
      finished.set(collection.type, collection.connector, true);
      builder.addCollection(collection);
    }
  const ownerOf = ownerTracker(model);
  for await (const line of readJournal(path)) {
    if (!("records" in line)) continue;
    for (const record of line.records) {
      const { type, connector } = ownerOf(record);
      if (finished.get(type, connector) && extent.connectors.has(connector)) builder.add(record);
    }
  }
  return builder.build(info);
}

/** Connectors that were listed, whose assets are kept, and what stands in for those that nobody could list. */
export interface Listed {
  readonly connectors: ReadonlySet<string>;
  readonly standIns: ReadonlySet<string>;
}

function isKnown(connector: string, { connectors, standIns }: Listed): boolean {
  return connectors.has(connector) || standIns.has(connector);
}
