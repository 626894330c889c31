import type { Table } from "../../inventory/tables.ts";
import { bitSetBytes } from "../../inventory/tables.ts";
import type { Model } from "../../types.ts";
import { createRooms, execute } from "../execute.ts";
import type { Kernels } from "../kernels/kernels.ts";
import { runSteps } from "../kernels/kernels.ts";
import type { Combined, Hidden, Hop, PlanNode, Valued } from "../plan/node.ts";
import { createNodes } from "../plan/node.ts";
import { createStoredSources } from "../plan/stored.ts";
import type { RowSet } from "../rows/row-set.ts";
import { noRows } from "../rows/row-set.ts";
import type { Store } from "../rows/store.ts";
import type { Dirty } from "./apply-changes.ts";
import type { Segment } from "./changed-table.ts";
import { roomFor } from "./changed-table.ts";
import type { KeptBits } from "./kept-bits.ts";
import { createKeptBits, rowsOf, turn } from "./kept-bits.ts";
import type { Overlay } from "./overlay.ts";

/** Bit sets that are kept, and brought up to date row by row. */
export interface LiveBits {
  /** Takes in a round of changes: every kept bit that it turns is turned. */
  update(dirty: Dirty): void;
  /** The rows of each root, in the order of ids. What was not asked for in a while is given up. */
  rows(roots: readonly (PlanNode | "none")[]): readonly RowSet[];
}

/** A node that so many answers did not need is given up. */
const mostIdle = 8;

/**
 * No bit sets so far.
 *
 * What a round found is a small table of its own: conditions on values are worked out for all of it at once, by the kernels
 * that do so for a snapshot, and compared with the bits that are kept. Then nodes are visited after their inputs: of each, the rows
 * whose inputs turned or whose links changed are decided anew, and only bits that turn are passed on. A change that does
 * not change an answer thus ends where that shows, mostly at the first condition.
 */
export function createLiveBits(
  model: Model,
  store: Store,
  kernels: Kernels,
  overlay: Overlay,
): LiveBits {
  const { memory } = store;
  // Inputs come before those that read them: a node is made after its inputs, and not given up before.
  const kept = new Map<PlanNode, KeptBits>();
  /** Of each kept node by its number: looked up for every input of every row. */
  const addresses: number[] = [];
  let answers = 0;

  function isSet({ id }: PlanNode, row: number): boolean {
    return ((memory.u8[addresses[id]! + (row >>> 3)]! >>> (row & 7)) & 1) === 1;
  }

  /** Works out what found rows' values say, and hands over each node's bits: an address, or a constant. */
  function evaluate(
    nodes: readonly PlanNode[],
    segments: ReadonlyMap<string, Segment>,
    take: (node: PlanNode, segment: Segment, bits: number | boolean) => void,
  ): void {
    const [first] = segments.values();
    if (!first) return;
    const sources = createStoredSources(model, first.found, store, createNodes());
    const wanted = nodes.filter(
      ({ single, table }) => single!.kind === "valued" && segments.has(table.type),
    );
    const roots = wanted.map(({ single }) => (single as Valued).plan(sources));
    execute(memory, kernels, roots, (i, address) =>
      take(wanted[i]!, segments.get(wanted[i]!.table.type)!, address ?? roots[i] === "all"),
    );
  }

  /** Makes a node's bits those of found rows; of rows that are gone since none is set. */
  function takeFound(
    node: PlanNode,
    { rows }: Segment,
    bits: number | boolean,
    turned: number[],
  ): void {
    const { u8 } = memory;
    const own = kept.get(node)!;
    const removed = overlay.removed(node.table);
    const { address } = own;
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i]!;
      const is = typeof bits === "number" ? (u8[bits + (i >>> 3)]! >>> (i & 7)) & 1 : Number(bits);
      const was = (u8[address + (row >>> 3)]! >>> (row & 7)) & 1;
      if (is !== was && (is === 0 || !removed.has(row))) turn(memory, own, row, is === 1, turned);
    }
  }

  /** Decides rows anew, some of them twice, and adds those whose bit turned to `turned`. */
  function decide(
    node: PlanNode,
    own: KeptBits,
    rows: readonly number[] | Int32Array,
    turned: number[],
  ): void {
    const { table } = node;
    const single = node.single!;
    const removed = overlay.removed(table);
    switch (single.kind) {
      case "valued":
        for (const row of rows) if (removed.has(row)) turn(memory, own, row, false, turned);
        return;
      case "hop":
      case "hidden":
        for (const row of rows)
          turn(memory, own, row, !removed.has(row) && single.decide(row, isSet), turned);
        return;
      case "combined": {
        const isIn = combine(node, single);
        for (const row of rows) turn(memory, own, row, isIn(row) && !removed.has(row), turned);
      }
    }
  }

  /** Tells from the inputs' bits whether a row is in their combination. */
  function combine({ inputs }: PlanNode, { positive, isNot }: Combined): (row: number) => boolean {
    const { u8 } = memory;
    const places = inputs.map(({ id }) => addresses[id]!);
    return (row) => {
      for (let i = 0; i < places.length; i++) {
        const bit = (u8[places[i]! + (row >>> 3)]! >>> (row & 7)) & 1;
        if (bit !== (i < positive ? 1 : 0)) return isNot;
      }
      return !isNot;
    };
  }

  /** Decides the rows of a node that lead to these ones of an input. */
  function decideSources(
    node: PlanNode,
    own: KeptBits,
    single: Hop,
    input: PlanNode,
    rows: readonly number[],
    turned: number[],
  ): void {
    const removed = overlay.removed(node.table);
    const follow = overlay.followBack(node.table, single.relation, input.table);
    for (const row of rows) {
      const isIn = isSet(input, row);
      follow(row, (_table, source) => {
        // One related row more takes nobody out, and one less brings nobody in.
        if (single.isSome && isSet(node, source) === isIn) return;
        const is =
          !removed.has(source) && ((single.isSome && isIn) || single.decide(source, isSet));
        turn(memory, own, source, is, turned);
      });
    }
  }

  function update(dirty: Dirty): void {
    const allTurned = new Map<PlanNode, number[]>();
    evaluate([...kept.keys()], dirty.segments, (node, segment, bits) => {
      const turned: number[] = [];
      takeFound(node, segment, bits, turned);
      if (turned.length > 0) allTurned.set(node, turned);
    });
    for (const [node, own] of kept) {
      const { inputs, table } = node;
      const single = node.single!;
      const turned = allTurned.get(node) ?? [];
      // One that went may be back by now.
      for (const row of dirty.went.of(table.type))
        if (overlay.removed(table).has(row)) turn(memory, own, row, false, turned);
      if (single.kind !== "valued") decide(node, own, dirty.came.of(table.type), turned);
      if (single.kind === "hop" || single.kind === "hidden")
        decide(node, own, touchedBy(dirty, table, single), turned);
      for (const input of inputs) {
        const changed = allTurned.get(input);
        if (!changed) continue;
        if (single.kind === "hop") decideSources(node, own, single, input, changed, turned);
        else decide(node, own, changed, turned);
      }
      if (turned.length > 0) allTurned.set(node, turned);
    }
  }

  /** Rows whose bit may turn though no input does. */
  function touchedBy(dirty: Dirty, { type }: Table, single: Hop | Hidden): readonly number[] {
    const relinked = dirty.relinked(single.relation).of(type);
    if (single.kind === "hop") return relinked;
    const found = single.dependsOnRow() ? (dirty.segments.get(type)?.rows ?? []) : [];
    return [...relinked, ...dirty.reached(single.relation).of(type), ...found];
  }

  function make(node: PlanNode): void {
    if (kept.has(node)) return;
    for (const input of node.inputs) make(input);
    const bytes = bitSetBytes(roomFor(node.table));
    const address = memory.allocate(bytes);
    memory.u8.fill(0, address, address + bytes);
    const own = createKeptBits(node.table, address, answers);
    kept.set(node, own);
    addresses[node.id] = address;
    const { room, giveBack } = createRooms(memory);
    const inputs = node.inputs.map(({ id }) => addresses[id]!);
    runSteps(kernels, node.steps(address, inputs, room));
    giveBack();
    const { table } = node;
    const single = node.single!;
    for (const segment of overlay.segments(table)) {
      if (single.kind === "valued")
        evaluate([node], new Map([[table.type, segment]]), (_node, _segment, bits) =>
          takeFound(node, segment, bits, []),
        );
      else if (single.kind === "hidden") decide(node, own, segment.rows, []);
    }
    decide(node, own, overlay.relinkedRows(table), []);
  }

  function giveUpIdle(roots: readonly PlanNode[]): void {
    const visit = (node: PlanNode) => {
      const own = kept.get(node)!;
      if (own.usedIn === answers) return;
      own.usedIn = answers;
      for (const input of node.inputs) visit(input);
    };
    answers++;
    for (const root of roots) visit(root);
    for (const [node, { address, usedIn }] of kept) {
      if (answers - usedIn <= mostIdle) continue;
      memory.release(address, bitSetBytes(roomFor(node.table)));
      kept.delete(node);
    }
  }

  return {
    update,
    rows(roots) {
      const nodes = roots.filter((bits) => typeof bits === "object");
      for (const node of nodes) make(node);
      giveUpIdle(nodes);
      return roots.map((bits) =>
        typeof bits === "object" ? rowsOf(memory, kernels, overlay, kept.get(bits)!) : noRows,
      );
    },
  };
}
