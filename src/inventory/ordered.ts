import type { Draft } from "./draft.ts";

/** A draft whose rows have their final numbers. */
export interface Ordered {
  readonly draft: Draft;
  /** From a new row to the one it came as. */
  readonly order: Uint32Array;
}

/** All drafts in their final order, and which rows an id is. */
export interface Order {
  /** By type, as the drafts came. */
  readonly drafts: ReadonlyMap<string, Ordered>;
  /** Calls `visit` with the place of a type among `drafts` and a new row, for each asset that has the id. */
  find(id: number, visit: (type: number, row: number) => void): void;
}

/**
 * Rows by their ids' order; of several rows with one id the last one stays. `sorted` are the numbers of all ids in the ids'
 * order.
 *
 * Each id notes its row, then one walk over the sorted ids lists the rows of all types. Nearly every id is one asset's: the
 * few that assets of several types share stand apart.
 */
export function orderDrafts(drafts: readonly Draft[], sorted: Uint32Array): Order {
  // Place of the type + 1, 0 for an id that only links name; and its row, as it came, then the new one.
  const typeOf = new Uint16Array(sorted.length);
  const rowOf = new Uint32Array(sorted.length);
  const shared = new Map<number, Map<number, number>>();
  drafts.forEach(({ ids }, type) => {
    ids.view().forEach((id, row) => {
      if (typeOf[id] === 0 || typeOf[id] === type + 1) {
        typeOf[id] = type + 1;
        rowOf[id] = row;
      } else {
        const others = shared.get(id) ?? new Map<number, number>();
        shared.set(id, others.set(type, row));
      }
    });
  });
  const orders = drafts.map(({ ids }) => new Uint32Array(ids.length));
  const counts = new Uint32Array(drafts.length);
  const moveTo = (type: number, row: number) => {
    orders[type]![counts[type]!] = row;
    return counts[type]!++;
  };
  for (const id of sorted) {
    const type = typeOf[id]! - 1;
    if (type >= 0) rowOf[id] = moveTo(type, rowOf[id]!);
    const others = shared.get(id);
    for (const [other, row] of others ?? []) others?.set(other, moveTo(other, row));
  }
  return {
    drafts: new Map(
      drafts.map((draft, type) => [
        draft.type.name,
        { draft, order: orders[type]!.subarray(0, counts[type]!) },
      ]),
    ),
    find(id, visit) {
      if (typeOf[id] === 0) return;
      visit(typeOf[id]! - 1, rowOf[id]!);
      for (const [type, row] of shared.get(id) ?? []) visit(type, row);
    },
  };
}
