import { ownersOf } from "../../inventory/owners.ts";
import type { Blob, Tables } from "../../inventory/tables.ts";
import type { AssetRecord, Collection, Inventory, Model } from "../../types.ts";
import { rememberPlans } from "../answer.ts";
import type { Changes, Dirty, Located } from "./apply-changes.ts";
import { firstAdded } from "./changed-table.ts";
import { collectionKey, createCollectionBook } from "../evidence/coverage.ts";
import { createIdIndex } from "./id-index.ts";
import { createInventoryOver } from "../inventory.ts";
import { createKernels } from "../kernels/simd.ts";
import { createLiveBits, roomFor } from "./bits.ts";
import { createLiveSources } from "./sources.ts";
import { createMemory } from "../kernels/memory.ts";
import { createNodes } from "../plan/node.ts";
import { createOverlay } from "./overlay.ts";
import { createPlanner } from "../plan/plan.ts";
import type { Engine } from "../select.ts";
import { createStore, type Store } from "../rows/store.ts";

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
  update(changes: EstateChanges): boolean;
}

type EstateChanges = Changes & { readonly collections?: readonly Collection[] };

/** The inventory over `tables`, ready to follow changes. Bit sets of the last suite selected stay in memory. */
export function createLiveInventory(model: Model, tables: Tables): LiveInventory {
  const memory = createMemory();
  const store = createStore(memory);
  const kernels = createKernels(memory);
  const connectors = createIdIndex(store, tables.connectors);
  // Records of one connector mostly come together.
  let last: { id?: string; code: number } = { code: 0 };
  const connectorCode = (id: string) => {
    if (id !== last.id) last = { id, code: (connectors.find(id) ?? -1) + 1 };
    return last.code;
  };
  const overlay = createOverlay(model, tables, store, connectorCode);
  const nodes = createNodes();
  const bits = createLiveBits(memory, kernels, overlay);
  // Taken into the bits when somebody asks.
  const pending: Dirty[] = [];
  const recollected = new Map<string, Collection>();
  const parts = { model, tables, store, rows: overlay, kernels };
  const book = createCollectionBook(parts, recollected);
  const sources = createLiveSources(parts, overlay, nodes);
  const newPlanner = () => createPlanner(nodes, sources);
  let plan = rememberPlans(newPlanner);
  let missed = 0;
  const engine: Engine = {
    ...parts,
    answer(asks) {
      for (const dirty of pending.splice(0)) bits.update(dirty);
      // What may be missing is planned for; where nothing was and something now may be, the plan is another.
      if (overlay.everMissed() > missed) plan = rememberPlans(newPlanner);
      missed = overlay.everMissed();
      const roots = plan(asks);
      return bits.rows(asks.map(({ table }, i) => ({ table, bits: roots[i]! })));
    },
  };

  const partlyRead = once(() => findPartlyRead(model, tables, store));
  /** Whether something is read for each asset of this type, and for some of them in this connector was not. */
  const isPartlyRead = ({ type, connector }: AssetRecord): boolean =>
    partlyRead().has(`${type} ${connectorCode(connector)}`);

  function isFollowed(changes: EstateChanges, located: Located): boolean {
    const { records, collections = [] } = changes;
    if (!overlay.isFollowed(changes, located)) return false;
    if (partlyRead().size > 0 && records.some(isPartlyRead)) return false;
    for (const [type, { positions }] of located.byType) {
      const table = tables.tables.get(type)!;
      const count = positions.filter((i) => located.rows[i] === undefined).length;
      if (count > 0 && firstAdded(table) + overlay.added(table) + count > roomFor(table))
        return false;
    }
    return collections.every((collection) => {
      if (connectorCode(collection.connector) === 0 || collection.unreadOwners) return false;
      const before = book.find(collection.type, collection.connector);
      return (["status", "cause", "permission"] as const).every(
        (name) => before[name] === collection[name],
      );
    });
  }

  function update(changes: EstateChanges): boolean {
    const located = overlay.locate(changes);
    if (!isFollowed(changes, located)) return false;
    for (const collection of changes.collections ?? [])
      recollected.set(collectionKey(collection), collection);
    pending.push(overlay.apply(changes, located, bits.reads()));
    return true;
  }

  return Object.assign(createInventoryOver(engine, book), { update });
}

function once<T>(work: () => T): () => T {
  let done: { readonly value: T } | undefined;
  return () => {
    done ??= { value: work() };
    return done.value;
  };
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
