import { ownersOf } from "../inventory/owners.ts";
import type { Blob, Tables } from "../inventory/tables.ts";
import type { AssetRecord, Collection, Inventory, Model } from "../types.ts";
import { planAsk } from "./answer.ts";
import type { Changes, Dirty } from "./apply-changes.ts";
import { firstAdded } from "./changed-rows.ts";
import { collectionKey, createCollectionBook } from "./coverage.ts";
import { sortedTexts } from "./decide.ts";
import { createInventoryOver } from "./inventory.ts";
import { createJudge } from "./judge.ts";
import { createKernels } from "./kernels-simd.ts";
import { createLiveBits, roomFor } from "./live-answer.ts";
import { createLiveSources } from "./live-sources.ts";
import { createMemory } from "./memory.ts";
import { createNodes } from "./node.ts";
import { createOverlay } from "./overlay.ts";
import { createPlanner } from "./plan.ts";
import type { Engine } from "./select.ts";
import { createStore, type Store } from "./store.ts";

/** An inventory that follows its estate. */
export interface LiveInventory extends Inventory {
  /**
   * Takes in what a re-collection found. From then on everything is answered as by an inventory of the estate as it is
   * now; what was selected before is worked out only where it changed.
   *
   * False, with nothing changed, where that would not be less work: an asset of a connector that the snapshot does not
   * know, links that could not be learnt and now can or the other way round, a collection that ended otherwise than
   * before or for some assets only, or more new assets than there is room for. Then open the new snapshot instead.
   */
  update(changes: Changes & { readonly collections?: readonly Collection[] }): boolean;
}

/** The inventory over `tables`, ready to follow changes. Bit sets of the last suite selected stay in memory. */
export function createLiveInventory(model: Model, tables: Tables): LiveInventory {
  const memory = createMemory();
  const store = createStore(memory);
  const kernels = createKernels(memory);
  const connectors = sortedTexts(store, tables.connectors);
  const codes = new Map<string, number>();
  const connectorCode = (id: string) => {
    const code = codes.get(id) ?? (connectors.find(id) ?? -1) + 1;
    codes.set(id, code);
    return code;
  };
  const overlay = createOverlay(model, tables, store, connectorCode);
  const nodes = createNodes();
  const bits = createLiveBits(memory, kernels, overlay);
  // Taken into the bits when somebody asks.
  const pending: Dirty[] = [];
  const recollected = new Map<string, Collection>();
  let partlyRead: ReadonlySet<string> | undefined;
  const parts = { model, tables, store, rows: overlay, kernels };
  const book = createCollectionBook(parts, recollected);
  const sources = createLiveSources(parts, overlay, createJudge(parts, book), nodes);
  const engine: Engine = {
    ...parts,
    answer(asks) {
      for (const dirty of pending.splice(0)) bits.update(dirty);
      const planner = createPlanner(nodes, sources);
      return bits.rows(asks.map((ask) => ({ table: ask.table, bits: planAsk(planner, ask) })));
    },
  };

  /** Whether something is read for each asset of this type, and for some of them in this connector was not. */
  function isPartlyRead({ type, connector }: AssetRecord): boolean {
    partlyRead ??= findPartlyRead(model, tables, store);
    return partlyRead.has(`${type} ${connectorCode(connector)}`);
  }

  function isFollowed(changes: Parameters<LiveInventory["update"]>[0]): boolean {
    if (!overlay.isFollowed(changes)) return false;
    const { records, collections = [] } = changes;
    if (records.some(isPartlyRead)) return false;
    const added = new Map<string, number>();
    for (const { type, id } of records) {
      if (overlay.find(type, id) === undefined) added.set(type, (added.get(type) ?? 0) + 1);
    }
    for (const [type, count] of added) {
      const table = tables.tables.get(type)!;
      if (firstAdded(table) + overlay.added(table) + count > roomFor(table)) return false;
    }
    return collections.every((collection) => {
      if (connectorCode(collection.connector) === 0 || collection.unreadOwners) return false;
      const before = book.find(collection.type, collection.connector);
      return (["status", "cause", "permission"] as const).every(
        (name) => before[name] === collection[name],
      );
    });
  }

  function update(changes: Parameters<LiveInventory["update"]>[0]): boolean {
    if (!isFollowed(changes)) return false;
    for (const collection of changes.collections ?? [])
      recollected.set(collectionKey(collection), collection);
    pending.push(overlay.apply(changes));
    return true;
  }

  return Object.assign(createInventoryOver(engine, book), { update });
}

/** Types with connectors, as ` `-joined texts, of whose assets some had lists of their own that could not be read. */
function findPartlyRead(model: Model, tables: Tables, store: Store): ReadonlySet<string> {
  const codesIn = (list: Blob | undefined) =>
    Array.from({ length: (list?.byteLength ?? 0) / 4 }, (_, i) => store.integer(list!, 4, i));
  return new Set(
    [...(tables.unasked ?? [])].flatMap(([type, list]) => {
      const unasked = new Set(codesIn(list));
      const codes = codesIn(tables.incomplete.get(type)).filter((code) => !unasked.has(code));
      return ownersOf(model, type).flatMap((owner) => codes.map((code) => `${owner} ${code}`));
    }),
  );
}
