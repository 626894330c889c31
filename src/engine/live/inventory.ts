import { ownersOf } from "../../model/owners.ts";
import type { Blob, Tables } from "../../inventory/tables.ts";
import { atOnce } from "../../slices.ts";
import type { Collection, Inventory, Model } from "../../types.ts";
import { rememberPlans } from "../answer.ts";
import type { Changes, Dirty } from "./apply-changes.ts";
import type { Segment } from "./changed-table.ts";
import { collectionKey, createCollectionBook } from "../evidence/coverage.ts";
import { createInventoryOver } from "../inventory.ts";
import { createKernels } from "../kernels/simd.ts";
import { createLiveBits } from "./bits.ts";
import { createLiveSources } from "./sources.ts";
import { once } from "./memo.ts";
import { createMemory } from "../kernels/memory.ts";
import { createNodes } from "../plan/node.ts";
import { createOverlay } from "./overlay.ts";
import { createPlanner } from "../plan/plan.ts";
import type { Engine } from "../engine.ts";
import { createStore, type Store } from "../columns/store.ts";

/** An inventory that follows its estate. */
export interface LiveInventory extends Inventory {
  /**
   * Takes in what a re-collection found. From then on everything is answered as by an inventory of the estate as it is
   * now; what was selected before is worked out only where it changed.
   *
   * False, with nothing changed, where that would not be less work: an asset of a connector that the snapshot does not
   * know, links that could not be learnt and now can or the other way round, a collection that ended otherwise than
   * before or for some assets only, or, found in all updates together, more than 65,536 assets and an eighth of the snapshot.
   * Then open the new snapshot instead.
   *
   * Throws an `InputError` where the snapshot's file is damaged. Then every later call throws it too.
   */
  update(changes: Changes): boolean;
}

/** The inventory over `tables`, ready to follow changes. Bit sets of the last suite selected stay in memory. */
export function createLiveInventory(model: Model, tables: Tables): LiveInventory {
  const memory = createMemory();
  const store = createStore(memory);
  const kernels = createKernels(memory);
  const overlay = createOverlay(model, tables, store, kernels);
  const nodes = createNodes();
  const bits = createLiveBits(model, store, kernels, overlay);
  // Taken into the bits when somebody asks.
  const pending: Dirty[] = [];
  const recollected = new Map<string, Collection>();
  const parts = { model, tables, store, rows: overlay, kernels };
  const book = createCollectionBook(parts, recollected);
  const sources = createLiveSources(parts, overlay, nodes);
  const newPlanner = () => createPlanner(nodes, sources);
  let failure: { readonly error: unknown } | undefined;

  /** What fails halfway (a damaged block of the file, no memory left) leaves bits that are of no time: then nothing is answered. */
  function inWhole<T>(work: () => T): T {
    if (failure) throw failure.error;
    try {
      return work();
    } catch (error) {
      failure = { error };
      throw error;
    }
  }

  let plan = rememberPlans(newPlanner);
  let missed = 0;
  const engine: Engine = {
    ...parts,
    // All at once: bits of two times must not be mixed.
    *answer(asks) {
      return inWhole(() => {
        for (const dirty of pending.splice(0)) bits.update(dirty);
        // What may be missing is planned for; where nothing was and something now may be, the plan is another.
        if (overlay.everMissed() > missed) plan = rememberPlans(newPlanner);
        missed = overlay.everMissed();
        const roots = atOnce(plan(asks));
        return bits.rows(
          asks.map(({ table }, i) => {
            const root = roots[i]!;
            return root === "all" ? sources.every(table) : root;
          }),
        );
      });
    },
  };

  const partlyRead = once(() => findPartlyRead(model, tables, store));
  /** Whether something is read for each asset of this type, and for some of them in one of these connectors was not. */
  const isPartlyRead = ({ table: { type }, connectors: codes }: Segment): boolean =>
    codes.some((code) => partlyRead().has(`${type} ${code}`));
  let foundRows = 0;
  const mostFound = mostFoundOf(tables);

  function isEndedAsBefore(collection: Collection): boolean {
    if (!overlay.hasConnector(collection.connector)) return false;
    const before = book.find(collection.type, collection.connector);
    return (["status", "cause", "permission"] as const).every(
      (name) => before[name] === collection[name],
    );
  }

  function update(changes: Changes): boolean {
    const { found } = changes;
    const located = overlay.locate(changes);
    const count = [...found.tables.values()].reduce((sum, { rows }) => sum + rows, 0);
    if (!located || foundRows + count > mostFound || found.unasked) return false;
    if (partlyRead().size > 0 && [...located.segments.values()].some(isPartlyRead)) return false;
    const collections = createCollectionBook({ model, tables: found, store }).attempted();
    if (!collections.every(isEndedAsBefore) || !overlay.isFollowed(located)) return false;
    foundRows += count;
    for (const collection of collections) recollected.set(collectionKey(collection), collection);
    pending.push(inWhole(() => overlay.apply(located)));
    return true;
  }

  return Object.assign(createInventoryOver(engine, book), { update });
}

/** So many found rows are kept before they take more than opening the new snapshot would: an eighth of all. */
function mostFoundOf({ tables }: Tables): number {
  return 65_536 + [...tables.values()].reduce((sum, { rows }) => sum + (rows >> 3), 0);
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
