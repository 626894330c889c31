import type { Table } from "../inventory/tables.ts";
import { bitSetBytes } from "../inventory/tables.ts";
import type { Dirty } from "./apply-changes.ts";
import { firstAdded } from "./changed-rows.ts";
import type { Kernels } from "./kernels.ts";
import { runSteps } from "./kernels.ts";
import type { Memory } from "./memory.ts";
import type { Bits, PlanNode } from "./node.ts";
import type { Overlay } from "./overlay.ts";
import type { RowSet } from "./row-set.ts";
import { copyRows, turnRows } from "./row-set.ts";

/** A table's added rows stand behind its stored ones in each bit set; this many find room. */
export function roomFor(table: Table): number {
  return firstAdded(table) + 4096 + (table.rows >> 5);
}

/** Bit sets that are kept, and brought up to date row by row. */
export interface LiveBits {
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
  let answers = 0;

  function isSet(node: PlanNode, row: number): boolean {
    const { address } = kept.get(node)!;
    return ((memory.u8[address + (row >>> 3)]! >>> (row & 7)) & 1) === 1;
  }

  function turn(node: PlanNode, row: number): void {
    memory.u8[kept.get(node)!.address + (row >>> 3)]! ^= 1 << (row & 7);
  }

  /** Decides rows anew, and returns those whose bit turned. */
  function decide(node: PlanNode, rows: Iterable<number>): readonly number[] {
    const turned: number[] = [];
    const own = kept.get(node)!;
    for (const row of rows) {
      const is = overlay.isAlive({ table: node.table, row }) && node.single!.decide(row, isSet);
      if (is === isSet(node, row)) continue;
      turn(node, row);
      turned.push(row);
      if (row < node.table.rows && !own.turned.delete(row)) own.turned.add(row);
    }
    if (turned.length > 0) own.rows = undefined;
    return turned;
  }

  function make(node: PlanNode): void {
    if (kept.has(node)) return;
    for (const input of node.inputs) make(input);
    const bytes = bitSetBytes(roomFor(node.table));
    const address = memory.allocate(bytes);
    memory.u8.fill(0, address, address + bytes);
    kept.set(node, {
      address,
      usedIn: answers,
      stored: undefined,
      turned: new Set(),
      rows: undefined,
    });
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
    decide(node, overlay.touched(node.table));
  }

  function update({ names, rows }: Dirty): void {
    const turned = new Map<PlanNode, readonly number[]>();
    for (const node of [...kept.keys()].sort((a, b) => a.id - b.id)) {
      const { table, single } = node;
      const marked = names.get(table.type);
      const candidates = new Set<number>(rows.get(table.type) ?? []);
      // Rows that came or went change the list even where no bit turns.
      if (candidates.size > 0) kept.get(node)!.rows = undefined;
      for (const name of single!.reads)
        for (const row of marked?.get(name) ?? []) candidates.add(row);
      for (const input of node.inputs) {
        for (const row of turned.get(input) ?? []) {
          if (single!.relation === undefined) candidates.add(row);
          else
            for (const source of overlay.sources(table, single!.relation, {
              table: input.table,
              row,
            }))
              candidates.add(source.row);
        }
      }
      if (candidates.size > 0) turned.set(node, decide(node, candidates));
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
    own.rows ??= orderRows(
      overlay,
      node.table,
      (row) => isSet(node, row),
      () => takeStored(node, own),
    );
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
    update,
    rows(roots) {
      const nodes = roots.flatMap(({ bits }) => (typeof bits === "object" ? [bits] : []));
      for (const node of nodes) make(node);
      giveUpIdle(nodes);
      return roots.map(({ table, bits }) => {
        if (typeof bits === "object") return takeRows(bits);
        const isIn = bits === "all";
        return orderRows(
          overlay,
          table,
          () => isIn,
          () => allOrNone(table, isIn),
        );
      });
    },
  };
}

function allOrNone({ rows: count }: Table, isIn: boolean): RowSet {
  const length = isIn ? count : 0;
  return {
    count: length,
    rows: (offset = 0, limit = length) => {
      const from = Math.min(offset, length);
      return Uint32Array.from({ length: Math.min(limit, length - from) }, (_, i) => from + i);
    },
  };
}

/** Rows that are in, without those that went, those that came where their id belongs. */
function orderRows(
  overlay: Overlay,
  table: Table,
  isIn: (row: number) => boolean,
  stored: () => RowSet,
): RowSet {
  const came = Array.from({ length: overlay.added(table) }, (_, i) => firstAdded(table) + i).filter(
    (row) => isIn(row) && overlay.isAlive({ table, row }),
  );
  const base = stored();
  const went = [...overlay.removed(table)].filter((row) => row < table.rows && isIn(row));
  if (came.length === 0 && went.length === 0) return base;
  const gone = new Set(went);
  const added = came.sort((a, b) => overlay.compare(table, a, b));
  const count = base.count - gone.size + added.length;
  let rows: Uint32Array | undefined;
  return {
    count,
    rows(offset = 0, limit = count) {
      rows ??= merge(
        overlay,
        table,
        base.rows().filter((row) => !gone.has(row)),
        added,
      );
      return rows.slice(offset, offset + limit);
    },
  };
}

/** Two lists of rows in the order of ids, as one. */
function merge(
  overlay: Overlay,
  table: Table,
  stored: Uint32Array,
  added: readonly number[],
): Uint32Array {
  const merged = new Uint32Array(stored.length + added.length);
  let from = 0;
  let end = 0;
  for (const row of added) {
    let [low, high] = [from, stored.length];
    while (low < high) {
      const half = (low + high) >>> 1;
      if (overlay.compare(table, stored[half]!, row) < 0) low = half + 1;
      else high = half;
    }
    merged.set(stored.subarray(from, low), end);
    end += low - from;
    merged[end++] = row;
    from = low;
  }
  merged.set(stored.subarray(from), end);
  return merged;
}
