import { bitSetBytes } from "../inventory/tables.ts";
import type { Slices } from "../slices.ts";
import type { WorkerPool } from "./kernels/worker-pool.ts";
import type { Kernels, Step } from "./kernels/kernels.ts";
import { runSteps } from "./kernels/kernels.ts";
import { costOf, pieces } from "./kernels/pieces.ts";
import type { Memory } from "./kernels/memory.ts";
import type { Bits, PlanNode, TakeZeroed } from "./plan/node.ts";

/** Roots that are worked out together where several threads share the work: more would keep more bit sets at a time. */
const batchRoots = 12;
/** Gives threads that share the work where they pay; `rows` is how many bits are to be worked out. */
export type FindPool = (rows: number) => WorkerPool | undefined;

/**
 * Works out `roots` and everything they stand on, each node once, and hands each root's bit set to `take` as soon as it
 * is there; constants come with no address. A bit set is given back after the last node that reads it, so that a suite of
 * any size needs memory for what is between two of its steps, not for all of it.
 *
 * With a pool the nodes of a batch of roots are done level by level: those of one level depend on earlier ones only.
 */
export function* executeSlices(
  memory: Memory,
  kernels: Kernels,
  roots: readonly Bits[],
  take: (root: number, address: number | undefined) => void,
  findPool?: FindPool,
): Slices<void> {
  const wanted = new Map<PlanNode, number[]>();
  roots.forEach((root, i) => {
    if (typeof root === "string") take(i, undefined);
    else if (wanted.has(root)) wanted.get(root)!.push(i);
    else wanted.set(root, [i]);
  });
  const order = inOrder([...wanted.keys()]);
  const pool = findPool?.(order.reduce((sum, { table }) => sum + table.rows, 0));
  const groups = pool
    ? levelsOf([...wanted.keys()], order)
    : order.map((node): readonly PlanNode[] => [node]);
  const readers = new Map<PlanNode, number>();
  for (const { inputs } of order) {
    for (const input of inputs) readers.set(input, (readers.get(input) ?? 0) + 1);
  }
  const addresses = new Map<PlanNode, number>();
  const giveBack = (node: PlanNode) => {
    memory.release(addresses.get(node)!, bitSetBytes(node.table.rows));
    addresses.delete(node);
  };
  const pace = createPace();
  try {
    for (const group of groups) {
      yield* runGroup(memory, kernels, group, addresses, pool, pace);
      for (const node of group) {
        for (const root of wanted.get(node) ?? []) {
          take(root, addresses.get(node)!);
          if (pace.isDue(node.table.rows)) yield;
        }
        for (const input of node.inputs) {
          const left = readers.get(input)! - 1;
          readers.set(input, left);
          if (left === 0) giveBack(input);
        }
        if (!readers.has(node)) giveBack(node);
      }
    }
  } finally {
    for (const node of [...addresses.keys()]) giveBack(node);
  }
}

/** Rows that kernels pass over in about a millisecond: after so many others may be served. */
const rowsAtOnce = 1_000_000;

/** Counts rows, so that a suite over few of them does not ask the time after each of its thousand nodes. */
interface Pace {
  isDue(rows: number): boolean;
}

function createPace(): Pace {
  let done = 0;
  return {
    isDue(rows) {
      done += rows;
      if (done < rowsAtOnce) return false;
      done = 0;
      return true;
    },
  };
}

/** Works out nodes that do not depend on each other. */
function* runGroup(
  memory: Memory,
  kernels: Kernels,
  group: readonly PlanNode[],
  addresses: Map<PlanNode, number>,
  pool: WorkerPool | undefined,
  pace: Pace,
): Slices<void> {
  const { takeZeroed, giveBack } = createZeroedScratch(memory);
  try {
    const tasks: (readonly Step[])[] = [];
    for (const node of group) {
      if (node.prepare) yield* node.prepare();
      const out = memory.allocate(bitSetBytes(node.table.rows));
      addresses.set(node, out);
      const inputs = node.inputs.map((input) => addresses.get(input)!);
      tasks.push(node.steps(out, inputs, takeZeroed));
      if (pace.isDue(node.table.rows >> 3)) yield;
    }
    if (pool) yield* runTogether(kernels, tasks, pool, pace);
    else for (const steps of tasks) yield* runPieces(kernels, steps, pace);
  } finally {
    giveBack();
  }
}

/** Carries out steps, the long ones in pieces. */
function* runPieces(kernels: Kernels, steps: readonly Step[], pace: Pace): Slices<void> {
  for (const step of steps)
    for (const piece of pieces(step, rowsAtOnce)) {
      runSteps(kernels, [piece]);
      if (pace.isDue(costOf(piece))) yield;
    }
}

/** Rows of the tasks that threads share at a time: some milliseconds for both. */
const rowsTogether = 8 * rowsAtOnce;

/** Shares tasks among threads, some at a time; one that would keep them long is done here, in pieces. */
function* runTogether(
  kernels: Kernels,
  tasks: readonly (readonly Step[])[],
  pool: WorkerPool,
  pace: Pace,
): Slices<void> {
  let shared: (readonly Step[])[] = [];
  let rows = 0;
  for (const steps of tasks) {
    const cost = steps.reduce((sum, step) => sum + costOf(step), 0);
    if (cost > rowsTogether) {
      yield* runPieces(kernels, steps, pace);
      continue;
    }
    if (rows + cost > rowsTogether) {
      pool.run(shared);
      yield;
      shared = [];
      rows = 0;
    }
    shared.push(steps);
    rows += cost;
  }
  pool.run(shared);
  yield;
}

/** Zeroed bytes for steps, given back together. */
function createZeroedScratch(memory: Memory): {
  readonly takeZeroed: TakeZeroed;
  giveBack(): void;
} {
  const taken: [address: number, bytes: number][] = [];
  return {
    takeZeroed(bytes) {
      const address = memory.allocate(bytes);
      memory.u8.fill(0, address, address + bytes);
      taken.push([address, bytes]);
      return address;
    },
    giveBack() {
      for (const [address, bytes] of taken) memory.release(address, bytes);
    },
  };
}

/** The nodes that `roots` stand on, inputs before those that read them, each root as early as can be. */
function inOrder(roots: readonly PlanNode[]): readonly PlanNode[] {
  const order = new Set<PlanNode>();
  const visit = (node: PlanNode) => {
    if (order.has(node)) return;
    for (const input of node.inputs) visit(input);
    order.add(node);
  };
  for (const root of roots) visit(root);
  return [...order];
}

/** The same nodes, batch by batch of roots, in groups that need only earlier groups. */
function levelsOf(
  roots: readonly PlanNode[],
  order: readonly PlanNode[],
): readonly (readonly PlanNode[])[] {
  const done = new Set<PlanNode>();
  const groups: PlanNode[][] = [];
  for (let from = 0; from < roots.length; from += batchRoots) {
    const needed = new Set(inOrder(roots.slice(from, from + batchRoots)));
    const levels = new Map<PlanNode, number>();
    const first = groups.length;
    for (const node of order) {
      if (!needed.has(node) || done.has(node)) continue;
      const level = Math.max(0, ...node.inputs.map((input) => (levels.get(input) ?? -1) + 1));
      levels.set(node, level);
      const group = groups[first + level] ?? [];
      groups[first + level] = group;
      group.push(node);
      done.add(node);
    }
  }
  return groups;
}
