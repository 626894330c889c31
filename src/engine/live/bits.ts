import type { Table } from "../../inventory/tables.ts";
import { bitSetBytes } from "../../inventory/tables.ts";
import type { Marks } from "./changed-fields.ts";
import { combineBits, decideTurns, stays } from "./decisions.ts";
import type { Dirty } from "./apply-changes.ts";
import { firstAdded } from "./changed-table.ts";
import type { Kernels } from "../kernels/kernels.ts";
import { runSteps } from "../kernels/kernels.ts";
import type { Memory } from "../kernels/memory.ts";
import type { Bits, Decided, PlanNode } from "../plan/node.ts";
import type { Overlay } from "./overlay.ts";
import type { RowSet } from "../rows/row-set.ts";
import { addRows, everyRow } from "./rows.ts";
import { copyRows, noRows, turnRows } from "../rows/row-set.ts";

/** A table's added rows stand behind its stored ones in each bit set; this many find room. */
export function roomFor(table: Table): number {
  return firstAdded(table) + 4096 + (table.rows >> 5);
}

/** Bit sets that are kept, and brought up to date row by row. */
export interface LiveBits {
  /** The fields and relations of a type that some kept bit depends on, as of now. */
  reads(): (type: string) => ReadonlySet<string>;
  /** Takes in a round of changes: every kept bit that it turns is turned. */
  update(dirty: Dirty): void;
  /** The rows of each root, in the order of ids. What was not asked for in a while is given up. */
  rows(roots: readonly { readonly table: Table; readonly bits: Bits }[]): readonly RowSet[];
}

/** A node that so many answers did not need is given up. */
const mostIdle = 8;

interface Kept {
  readonly address: number;
  /** The number of the last answer that needed it. */
  usedIn: number;
  /** The stored rows as they were when somebody last asked, and which of them turned since. */
  stored: RowSet | undefined;
  readonly turned: Set<number>;
  /** Added rows that are in. */
  readonly came: Set<number>;
  /** All rows as they are now. */
  rows: RowSet | undefined;
}

/**
 * No bit sets so far.
 *
 * A change marks rows whose field or relation is another now. Nodes are visited after their inputs: of each, the marked
 * rows among what it reads, and the rows whose inputs turned, are decided anew; only bits that turn are passed on. A change that does not
 * change an answer thus ends where that shows, mostly at the first condition.
 */
export function createLiveBits(memory: Memory, kernels: Kernels, overlay: Overlay): LiveBits {
  const kept = new Map<PlanNode, Kept>();
  /** Of each kept node by its number: looked up for every input of every row. */
  const addresses: number[] = [];
  let answers = 0;

  function isSet({ id }: PlanNode, row: number): boolean {
    return ((memory.u8[addresses[id]! + (row >>> 3)]! >>> (row & 7)) & 1) === 1;
  }

  /** Decides rows anew, some of them twice, and adds those whose bit turned to `turned`. */
  function decide(node: PlanNode, own: Kept, rows: readonly number[], turned: number[]): void {
    const single = node.single!;
    const removed = overlay.removed(node.table);
    if (single.kind === "combined") {
      const inputs = node.inputs.map(({ id }) => addresses[id]!);
      const isIn = combineBits(memory.u8, inputs, single);
      for (const row of rows) set(node, own, row, isIn(row) && !removed.has(row), turned);
    } else
      for (const row of rows)
        set(node, own, row, !removed.has(row) && single.decide(row, isSet), turned);
  }

  /** The same from values. Most answer as the one before did, and then the bit need not be looked at. */
  function decideValues(
    node: PlanNode,
    own: Kept,
    holds: NonNullable<Decided["decideValue"]>,
    { rows, turnOf, turns }: Marks,
    turned: number[],
  ): void {
    const answers = decideTurns(turns, holds);
    const removed = overlay.removed(node.table);
    for (let i = 0; i < rows.length; i++) {
      const answer = answers[turnOf[i]!]!;
      if (answer === stays) continue;
      const row = rows[i]!;
      set(node, own, row, answer === 1 && !removed.has(row), turned);
    }
  }

  function set({ table }: PlanNode, own: Kept, row: number, is: boolean, turned: number[]): void {
    const { u8 } = memory;
    const place = own.address + (row >>> 3);
    if (((u8[place]! >>> (row & 7)) & 1) === (is ? 1 : 0)) return;
    u8[place]! ^= 1 << (row & 7);
    turned.push(row);
    if (row >= table.rows) toggle(own.came, row);
    else if (own.stored) toggle(own.turned, row);
    own.rows = undefined;
  }

  function make(node: PlanNode): void {
    if (kept.has(node)) return;
    for (const input of node.inputs) make(input);
    const bytes = bitSetBytes(roomFor(node.table));
    const address = memory.allocate(bytes);
    memory.u8.fill(0, address, address + bytes);
    const own: Kept = {
      address,
      usedIn: answers,
      stored: undefined,
      turned: new Set(),
      came: new Set(),
      rows: undefined,
    };
    kept.set(node, own);
    addresses[node.id] = address;
    const rooms: (readonly [number, number])[] = [];
    const room = (size: number) => {
      const place = memory.allocate(size);
      memory.u8.fill(0, place, place + size);
      rooms.push([place, size]);
      return place;
    };
    const inputs = node.inputs.map((input) => kept.get(input)!.address);
    runSteps(kernels, node.steps(address, inputs, room));
    for (const [place, size] of rooms) memory.release(place, size);
    decide(node, own, overlay.touchedRows(node.table), []);
  }

  function reads(): (type: string) => ReadonlySet<string> {
    const names = new Map<string, Set<string>>();
    for (const { table, single } of kept.keys()) {
      const own = names.get(table.type) ?? new Set<string>();
      names.set(table.type, own);
      if (single!.kind === "decided") for (const name of single!.reads) own.add(name);
    }
    const none: ReadonlySet<string> = new Set();
    return (type) => names.get(type) ?? none;
  }

  function update({ names, rows }: Dirty): void {
    const allTurned = new Map<PlanNode, readonly number[]>();
    for (const [node, own] of [...kept].sort(([a], [b]) => a.id - b.id)) {
      const { table, single, inputs } = node;
      const turned: number[] = [];
      const cameOrWent = rows.get(table.type);
      if (cameOrWent) decide(node, own, cameOrWent, turned);
      for (const name of single!.kind === "decided" ? single!.reads : []) {
        const marked = names.get(table.type)?.get(name);
        if (!marked) continue;
        const { decideValue } = single as Decided;
        if (decideValue) decideValues(node, own, decideValue, marked, turned);
        else decide(node, own, marked.rows, turned);
      }
      for (const input of inputs) {
        const changed = allTurned.get(input);
        if (!changed) continue;
        if (single!.kind === "decided" && single!.relation !== undefined)
          decideSources(node, own, single!, input, changed, turned);
        else decide(node, own, changed, turned);
      }
      if (turned.length > 0) allTurned.set(node, turned);
    }
  }

  /** Decides the rows of a node that lead to these ones of an input. */
  function decideSources(
    node: PlanNode,
    own: Kept,
    single: Decided,
    input: PlanNode,
    rows: readonly number[],
    turned: number[],
  ): void {
    const removed = overlay.removed(node.table);
    const follow = overlay.followBack(node.table, single.relation!, input.table);
    for (const row of rows) {
      const isIn = isSet(input, row);
      follow(row, (_table, source) => {
        // One related row more takes nobody out, and one less brings nobody in.
        if (single.isSome && isSet(node, source) === isIn) return;
        const is =
          !removed.has(source) && ((single.isSome && isIn) || single.decide(source, isSet));
        set(node, own, source, is, turned);
      });
    }
  }

  /** The stored rows that are in: of few, the last list with what turned is sooner made than a new one from the bits. */
  function takeStored({ table }: PlanNode, own: Kept): RowSet {
    const { numbers } = own.stored ?? {};
    if (!own.stored || own.turned.size > 0) {
      own.stored = numbers
        ? turnRows(numbers, own.turned)
        : copyRows(memory, kernels, table.rows, own.address);
      own.turned.clear();
    }
    return own.stored;
  }

  function takeRows(node: PlanNode): RowSet {
    const own = kept.get(node)!;
    own.rows ??= addRows(overlay, node.table, takeStored(node, own), own.came);
    return own.rows;
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
    reads,
    update,
    rows(roots) {
      const nodes = roots.flatMap(({ bits }) => (typeof bits === "object" ? [bits] : []));
      for (const node of nodes) make(node);
      giveUpIdle(nodes);
      return roots.map(({ table, bits }) => {
        if (typeof bits === "object") return takeRows(bits);
        return bits === "all" ? everyRow(overlay, table) : noRows;
      });
    },
  };
}

function toggle(rows: Set<number>, row: number): void {
  if (!rows.delete(row)) rows.add(row);
}
