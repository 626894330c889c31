import type { Table } from "../../inventory/tables.ts";
import { bitSetBytes } from "../../inventory/tables.ts";
import type { Model } from "../../types.ts";
import { execute } from "../execute.ts";
import type { Kernels } from "../kernels/kernels.ts";
import type { PlanNode } from "../plan/node.ts";
import type { RowSet } from "../columns/row-set.ts";
import { copyRows, noRows } from "../columns/row-set.ts";
import type { Store } from "../columns/store.ts";
import type { Dirty } from "./apply-changes.ts";
import { createDecideRows } from "./decide-rows.ts";
import type { AskedRows } from "./followed-rows.ts";
import { createFollowedRows } from "./followed-rows.ts";
import { remember } from "./memo.ts";
import type { Overlay } from "./overlay.ts";
import type { Kept } from "./row-bits.ts";
import { createRowBits } from "./row-bits.ts";
import { distinct } from "../rows/row-lists.ts";
import { createTurning, isOf } from "./turn-bits.ts";

/** Bits that are kept, and brought up to date where something changed. */
export interface LiveBits {
  /** Takes in a round of changes: every kept bit that it turns is turned. */
  update(dirty: Dirty): void;
  /** The rows of each root, in the order of ids. What was not asked for in a while is given up. */
  rows(roots: readonly (PlanNode | "none")[]): readonly RowSet[];
}

/** A node that so many answers did not need is given up. */
const mostIdle = 8;

/** No bit sets so far. */
export function createLiveBits(
  model: Model,
  store: Store,
  kernels: Kernels,
  overlay: Overlay,
): LiveBits {
  const { memory } = store;
  const kept = createRowBits(memory);
  const { has, turn } = kept;
  const decide = createDecideRows(model, store, kernels, overlay, kept);
  let answers = 0;

  /** Keeps these nodes and what they stand on: worked out from the snapshot, and then brought up to date. */
  function make(roots: readonly PlanNode[]): void {
    const known = new Set([...kept.all()].map(({ node }) => node));
    const made: Kept[] = [];
    const visit = (node: PlanNode) => {
      if (kept.get(node)) return;
      for (const input of node.inputs) visit(input);
      kept.makeRoom(node.table, overlay.everyRow(node.table));
      made.push(kept.keep(node, answers));
    };
    for (const root of roots) visit(root);
    const asked = new Set(roots);
    const catchUp = createCatchUp(made);
    /** The same node, where its set is worked out: of what is kept already the set is read from there. */
    const asSet = remember((node: PlanNode): PlanNode => {
      if (!known.has(node)) return { ...node, inputs: node.inputs.map(asSet) };
      const { sheet, bit } = kept.get(node)!;
      const steps: PlanNode["steps"] = (out) => [
        ["fromRows", node.table.rows, sheet.address, sheet.words, bit, out],
      ];
      return { ...node, inputs: [], steps };
    });
    const sets = made.map(({ node }) => asSet(node));
    execute(memory, kernels, sets, (i, address) => {
      const own = made[i]!;
      const { node, sheet, bit } = own;
      const { rows } = node.table;
      kernels.toRows(rows, address!, sheet.words, bit, sheet.address);
      if (asked.has(node)) follow(own, address!);
      catchUp(own, (row, is) => {
        // What stands on it is worked out from the set.
        if (turn(own, row, is) && row < rows) memory.u8[address! + (row >>> 3)]! ^= 1 << (row & 7);
      });
    });
  }

  /** Decides anew what changed since, of nodes that were worked out from the snapshot. */
  function createCatchUp(
    made: readonly Kept[],
  ): (own: Kept, decided: (row: number, is: boolean) => void) => void {
    const found = remember((table: Table) => {
      const nodes = made.filter((own) => own.node.table === table && isOf("valued")(own));
      const { words } = kept.sheet(table);
      return overlay.segments(table).map((segment) => {
        const bits = new Uint32Array(segment.rows.length * words);
        decide.values(segment, nodes, bits);
        return { rows: segment.rows, bits };
      });
    });
    const relinked = remember((table: Table) => distinct([overlay.relinkedRows(table)]));

    /** Bits of rows by more than their values. */
    function decideLed(own: Kept): { readonly rows: Int32Array; readonly bits: Uint32Array } {
      const { table } = own.node;
      const isHidden = isOf("hidden")(own);
      const foundRows = isHidden ? overlay.segments(table).map(({ rows }) => rows) : [];
      const rows = isHidden ? distinct([...foundRows, relinked(table)]) : relinked(table);
      const bits = kept.read(table, rows);
      if (isHidden) decide.hidden([own], rows, bits);
      else if (isOf("hop")(own)) decide.hops([own], rows, bits);
      else decide.combinations([own], bits);
      return { rows, bits };
    }

    return (own, decided) => {
      const { node, sheet, word, mask } = own;
      const removed = overlay.removed(node.table);
      const isValued = isOf("valued")(own);
      for (const { rows, bits } of isValued ? found(node.table) : [decideLed(own)])
        for (let i = 0; i < rows.length; i++)
          decided(rows[i]!, (bits[i * sheet.words + word]! & mask) !== 0);
      for (const row of relinked(node.table)) if (removed.has(row)) decided(row, false);
    };
  }

  /** From now on knows a node's rows, which are those in the set at `address`. */
  function follow(own: Kept, address: number): void {
    const { table } = own.node;
    const ask = (set: number): AskedRows => {
      const added: number[] = [];
      for (let row = table.rows; row < overlay.everyRow(table); row++)
        if (has(own, row)) added.push(row);
      return { stored: copyRows(memory, kernels, table.rows, set), added };
    };
    own.answer = createFollowedRows(
      table,
      ask(address),
      () => withSet(own, ask),
      (a, b) => overlay.compare(table, a, b),
    );
  }

  /** Hands over the set of a node's stored rows. */
  function withSet<T>({ node: { table }, sheet, bit }: Kept, use: (set: number) => T): T {
    const bytes = bitSetBytes(table.rows);
    const set = memory.allocate(bytes);
    kernels.fromRows(table.rows, sheet.address, sheet.words, bit, set);
    const result = use(set);
    memory.release(set, bytes);
    return result;
  }

  function rowsOf(node: PlanNode): RowSet {
    const own = kept.get(node)!;
    if (!own.answer) withSet(own, (set) => follow(own, set));
    return own.answer!.rows();
  }

  function giveUpIdle(roots: readonly PlanNode[]): void {
    const visit = (own: Kept) => {
      if (own.usedIn === answers) return;
      own.usedIn = answers;
      for (const input of own.inputs) visit(input);
    };
    answers++;
    for (const root of roots) visit(kept.get(root)!);
    for (const own of [...kept.all()]) if (answers - own.usedIn > mostIdle) kept.giveUp(own);
  }

  return {
    update: createTurning(overlay, kept, decide),
    rows(roots) {
      const nodes = roots.filter((bits) => typeof bits === "object");
      make(nodes);
      giveUpIdle(nodes);
      return roots.map((bits) => (typeof bits === "object" ? rowsOf(bits) : noRows));
    },
  };
}
