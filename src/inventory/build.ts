import { invariant } from "../errors.ts";
import type { AssetRecord, Collection, Model, SnapshotInfo } from "../types.ts";
import { layCollections } from "./collections.ts";
import type { Draft } from "./draft.ts";
import { addRecord, createDraft, orderDraft } from "./draft.ts";
import type { Interner } from "./interner.ts";
import { createInterner } from "./interner.ts";
import { unreadRelations } from "./owners.ts";
import { gatherTexts, packCodes } from "./pack.ts";
import { layRelations } from "./relations.ts";
import { sortTexts } from "./sort-texts.ts";
import type { Column, Table, Tables } from "./tables.ts";

/** Takes assets one by one, in any order, and lays them out as columns. */
export interface Builder {
  /** Of two records with one type and id the later one counts. */
  add(record: AssetRecord): void;
  /** Of two for one type and connector the later one counts. */
  addCollection(collection: Collection): void;
  /** Everything that was added; the builder is spent. */
  build(info: SnapshotInfo): Tables;
}

/**
 * An empty builder for assets of `model`.
 *
 * Every id, of an asset or of a link's far end, is kept once as UTF-8 and counted by its number; values go straight into
 * columns. What a record costs is thus little more than its bytes, however many there are.
 */
export function createBuilder(model: Model): Builder {
  const ids = createInterner();
  const connectors = createInterner();
  const collections = new Map<string, Collection>();
  const drafts = new Map<string, Draft>(
    [...model.types.values()].map((type) => [type.name, createDraft(type)]),
  );
  return {
    add(record) {
      const draft = drafts.get(record.type);
      invariant(draft, `the model has the asset type "${record.type}"`);
      addRecord(draft, record, ids, connectors);
    },
    addCollection(collection) {
      connectors.intern(collection.connector);
      collections.set(`${collection.type}\0${collection.connector}`, collection);
    },
    build: (info) => build(model, drafts, ids, connectors, [...collections.values()], info),
  };
}

function build(
  model: Model,
  drafts: ReadonlyMap<string, Draft>,
  ids: Interner,
  connectors: Interner,
  collections: readonly Collection[],
  info: SnapshotInfo,
): Tables {
  markUnread(model, drafts, ids, collections);
  const texts = ids.view();
  const rank = new Uint32Array(ids.count);
  sortTexts(texts.bytes, texts.offsets).forEach((id, i) => {
    rank[id] = i;
  });
  const ordered = new Map([...drafts].map(([name, draft]) => [name, orderDraft(draft, rank)]));
  const names = connectors.view();
  const connectorOrder = sortTexts(names.bytes, names.offsets);
  const connectorCode = new Uint32Array(connectors.count);
  connectorOrder.forEach((index, i) => {
    connectorCode[index] = i + 1;
  });
  const links = layRelations(model, ordered, ids);
  const tables = new Map<string, Table>();
  for (const [name, { draft, order }] of ordered) {
    const own = order.map((row) => draft.ids.get(row));
    const idColumn: Column = {
      kind: "plain",
      scalar: "ID",
      texts: gatherTexts(texts.bytes, texts.offsets, own),
      sorted: true,
    };
    const columns = [...draft.columns].map(
      ([field, column]) => [field, column.finish(order)] as const,
    );
    const connector = order.map((row) => connectorCode[draft.connectors.get(row)]!);
    tables.set(name, {
      type: name,
      rows: order.length,
      columns: new Map([["id", idColumn], ...columns]),
      relations: links.get(name)!,
      connector: packCodes(connector, connectors.count),
    });
  }
  const connectorTexts = gatherTexts(names.bytes, names.offsets, connectorOrder);
  const coverage = layCollections(model, tables, collections, {
    ids: connectorTexts,
    code: (id) => connectorCode[connectors.intern(id)]!,
  });
  return { info, tables, connectors: connectorTexts, ...coverage };
}

/** Marks the relations of those assets for which lists of their own could not be read. */
function markUnread(
  model: Model,
  drafts: ReadonlyMap<string, Draft>,
  ids: Interner,
  collections: readonly Collection[],
): void {
  for (const unread of unreadRelations(model, collections)) {
    const owners = new Set(unread.ids.map((id) => ids.intern(id)));
    const draft = drafts.get(unread.owner)!;
    for (let row = 0; row < draft.ids.length; row++)
      if (owners.has(draft.ids.get(row))) draft.missingLinks.get(unread.relation)!.push(row);
  }
}
