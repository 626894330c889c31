import { bitSetBytes } from "../../inventory/tables.ts";
import type { Model } from "../../types.ts";
import { execute } from "../execute.ts";
import type { Kernels } from "../kernels/kernels.ts";
import type { Memory } from "../kernels/memory.ts";
import type { Valued } from "../plan/node.ts";
import { createNodes } from "../plan/node.ts";
import { createStoredSources } from "../plan/stored.ts";
import type { Store } from "../rows/store.ts";
import type { Segment } from "./changed-table.ts";
import type { Kept, Sheet } from "./row-bits.ts";

/**
 * What found rows' values say of these nodes, each of which asks for values of the segment's type: bits of each row that stand where
 * the sheet has them; of other nodes none is set.
 */
export type EvaluateFound = (segment: Segment, sheet: Sheet, nodes: readonly Kept[]) => Int32Array;

/** Evaluates a segment as a snapshot of its own, by the leaves and kernels that do so for one. */
export function createEvaluation(model: Model, store: Store, kernels: Kernels): EvaluateFound {
  const { memory } = store;
  return ({ found, table: { rows } }, sheet, nodes) => {
    const sources = createStoredSources(model, found, store, createNodes());
    const roots = nodes.map(({ node }) => (node.single as Valued).plan(sources));
    const { words } = sheet;
    const bytes = rows * words * 4;
    const bits = memory.allocate(bytes);
    memory.u8.fill(0, bits, bits + bytes);
    const every = memory.allocate(bitSetBytes(rows));
    kernels.span(rows, 0, rows, every);
    execute(memory, kernels, roots, (i, address) => {
      const set = roots[i] === "all" ? every : address;
      if (set !== undefined) kernels.toRows(rows, set, words, nodes[i]!.bit, bits);
    });
    const copy = new Int32Array(memory.u8.slice(bits, bits + bytes).buffer);
    memory.release(every, bitSetBytes(rows));
    memory.release(bits, bytes);
    return copy;
  };
}

/**
 * The bits of rows that are not those found, of these nodes. A loop that does nothing else: rows lie far apart, and the machine
 * then waits for several at a time.
 */
export function findDifferences(
  { u32 }: Memory,
  { address, words }: Sheet,
  nodes: readonly Kept[],
  rows: Int32Array,
  found: Int32Array,
): Int32Array {
  const masks = new Int32Array(words);
  for (const { word, mask } of nodes) masks[word]! |= mask;
  const first = address >>> 2;
  const turned = new Int32Array(found.length);
  for (let i = 0; i < rows.length; i++)
    for (let word = 0; word < words; word++)
      turned[i * words + word] =
        (u32[first + rows[i]! * words + word]! ^ found[i * words + word]!) & masks[word]!;
  return turned;
}
