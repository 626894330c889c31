import { bitSetBytes } from "../inventory/tables.ts";
import type { Crew } from "./kernels/crew.ts";
import type { Kernels, Step } from "./kernels/kernels.ts";
import { runSteps } from "./kernels/kernels.ts";
import type { Memory } from "./kernels/memory.ts";
import type { Bits, PlanNode, Room } from "./plan/node.ts";

/** Roots that are worked out together where several threads share the work: more would keep more bit sets at a time. */
const batchRoots = 12;
/** Gives threads that share the work where they pay; `rows` is how many bits are to be worked out. */
export type FindCrew = (rows: number) => Crew | undefined;

/**
 * Works out `roots` and everything they stand on, each node once, and hands each root's bit set to `take` as soon as it
 * is there; constants come with no address. A bit set is given back after the last node that reads it, so that a suite of
 * any size needs memory for what is between two of its steps, not for all of it.
 *
 * With a crew the nodes of a batch of roots are done level by level: those of one level depend on earlier ones only.
 */
export function execute(
  memory: Memory,
  kernels: Kernels,
  roots: readonly Bits[],
  take: (root: number, address: number | undefined) => void,
  findCrew?: FindCrew,
): void {
  const wanted = new Map<PlanNode, number[]>();
  roots.forEach((root, i) => {
    if (typeof root === "string") take(i, undefined);
    else if (wanted.has(root)) wanted.get(root)!.push(i);
    else wanted.set(root, [i]);
  });
  const order = inOrder([...wanted.keys()]);
  const crew = findCrew?.(order.reduce((sum, { table }) => sum + table.rows, 0));
  const groups = crew
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
  for (const group of groups) {
    runGroup(memory, kernels, group, addresses, crew);
    for (const node of group) {
      for (const root of wanted.get(node) ?? []) take(root, addresses.get(node)!);
      for (const input of node.inputs) {
        const left = readers.get(input)! - 1;
        readers.set(input, left);
        if (left === 0) giveBack(input);
      }
      if (!readers.has(node)) giveBack(node);
    }
  }
}

/** Works out nodes that do not depend on each other. */
function runGroup(
  memory: Memory,
  kernels: Kernels,
  group: readonly PlanNode[],
  addresses: Map<PlanNode, number>,
  crew: Crew | undefined,
): void {
  const { room, giveBack } = createRooms(memory);
  const tasks = group.map((node): readonly Step[] => {
    const out = memory.allocate(bitSetBytes(node.table.rows));
    addresses.set(node, out);
    const inputs = node.inputs.map((input) => addresses.get(input)!);
    return node.steps(out, inputs, room);
  });
  if (crew) crew.run(tasks);
  else for (const steps of tasks) runSteps(kernels, steps);
  giveBack();
}

/** Zeroed bytes for steps, given back together. */
export function createRooms(memory: Memory): { readonly room: Room; giveBack(): void } {
  const rooms: [address: number, bytes: number][] = [];
  return {
    room(bytes) {
      const address = memory.allocate(bytes);
      memory.u8.fill(0, address, address + bytes);
      rooms.push([address, bytes]);
      return address;
    },
    giveBack() {
      for (const [address, bytes] of rooms) memory.release(address, bytes);
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
