import { invariant } from "../errors.ts";
import type { AssetRecord, Collection, Model, SnapshotInfo } from "../types.ts";
import type { CollectionsBuilder } from "./collections.ts";
import { createCollections } from "./collections.ts";
import type { Draft } from "./draft.ts";
import type { Derivations } from "./derivation.ts";
import { deriveMembers } from "./derive-members.ts";
import { addRecord, createTypeDraft, unreadMarks } from "./draft.ts";
import type { Ids } from "./ids.ts";
import type { Names } from "./names.ts";
import { createNames } from "./names.ts";
import { orderDrafts } from "./ordered.ts";
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
 * An empty builder for assets of `model`; `derivations` work out its derived members; those that none does are missing. With `stated` nothing is
 * derived: records say themselves what their derived members hold, and bring the parts that those lead to.
 *
 * Every id, of an asset or of a link's far end, is kept once as UTF-8 and counted by its number; values go straight into
 * columns. What a record costs is thus little more than its bytes, however many there are.
 */
export function createBuilder(model: Model, derivations: Derivations | "stated" = {}): Builder {
  const names = createNames();
  const collections = createCollections((connector) => names.connector(connector).number);
  const drafts = new Map<string, Draft>(
    [...model.types.values()].map((type) => [type.name, createTypeDraft(type)]),
  );
  return {
    add(record) {
      const draft = drafts.get(record.type);
      if (draft === undefined) invariant(false, `the model has the asset type "${record.type}"`);
      addRecord(draft, record, names);
    },
    addCollection: collections.add,
    build: (info) => build(model, derivations, drafts, names, collections, info),
  };
}

function build(
  model: Model,
  derivations: Derivations | "stated",
  drafts: Map<string, Draft>,
  names: Names,
  collections: CollectionsBuilder,
  info: SnapshotInfo,
): Tables {
  const { ids, connectors } = names;
  markUnread(model, drafts, ids, collections);
  if (derivations !== "stated") deriveMembers(model, derivations, drafts, names, collections);
  const { orders, relations } = relateRows(model, drafts, ids);
  const connectorOrder = sortTexts(connectors.view());
  const connectorCode = new Uint32Array(connectors.count);
  connectorOrder.forEach((index, i) => {
    connectorCode[index] = i + 1;
  });
  const tables = new Map<string, Table>();
  for (const [type, draft] of drafts) {
    const order = orders.get(type)!;
    tables.set(type, {
      type,
      rows: order.length,
      columns: layColumns(draft, order, ids),
      relations: relations.get(type)!,
      connector: packCodes(
        order.length,
        connectors.count,
        (row) => connectorCode[draft.connectors.get(order[row]!)]!,
      ),
    });
    drafts.delete(type);
  }
  const coverage = collections.lay(model, connectorOrder);
  return { info, tables, connectors: gatherTexts(connectors.view(), connectorOrder), ...coverage };
}

/** By type the rows in their final order, and the relations. A function of its own, so that what it works with is let go. */
function relateRows(model: Model, drafts: ReadonlyMap<string, Draft>, ids: Ids) {
  const order = orderDrafts([...drafts.values()], ids.sort());
  const relations = layRelations(model, order, ids);
  const orders = new Map([...order.drafts].map(([type, ordered]) => [type, ordered.order]));
  return { orders, relations };
}

/** A column is let go of once it is laid out: what a snapshot holds need not be in memory twice. */
function layColumns(draft: Draft, order: Uint32Array, ids: Ids): Map<string, Column> {
  const texts = ids.gather(order.map((row) => draft.ids.get(row)));
  const columns = new Map<string, Column>([
    ["id", { kind: "plain", scalar: "ID", texts, sorted: true }],
  ]);
  for (const [field, column] of draft.columns) {
    columns.set(field, column.finish(order));
    draft.columns.delete(field);
  }
  return columns;
}

/** Marks the relations of those assets for which lists of their own could not be read. */
function markUnread(
  model: Model,
  drafts: ReadonlyMap<string, Draft>,
  ids: Ids,
  collections: CollectionsBuilder,
): void {
  for (const unread of unreadRelations(model, collections.unread())) {
    const owners = new Set(unread.ids.map((id) => ids.intern(id)));
    const draft = drafts.get(unread.owner)!;
    const marks = unreadMarks(draft, unread.relation, unread.type);
    for (let row = 0; row < draft.ids.length; row++)
      if (owners.has(draft.ids.get(row))) marks.add(row);
  }
}
