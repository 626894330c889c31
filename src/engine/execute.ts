import { bitSetBytes } from "../inventory/tables.ts";
import type { Kernels } from "./kernels.ts";
import { runSteps } from "./kernels.ts";
import type { Memory } from "./memory.ts";
import type { Bits, PlanNode } from "./node.ts";

/**
 * Works out `roots` and everything they stand on, each node once, and hands each root's bit set to `take` as soon as it
 * is there; constants come with no address. A bit set is given back after the last node that reads it, so that a suite of any size needs
 * memory for what is between two of its steps, not for all of it.
 */
export function execute(
  memory: Memory,
  kernels: Kernels,
  roots: readonly Bits[],
  take: (root: number, address: number | undefined) => void,
): void {
  const wanted = new Map<PlanNode, number[]>();
  roots.forEach((root, i) => {
    if (typeof root === "string") take(i, undefined);
    else if (wanted.has(root)) wanted.get(root)!.push(i);
    else wanted.set(root, [i]);
  });
  const order = inOrder([...wanted.keys()]);
  const readers = new Map<PlanNode, number>();
  for (const { inputs } of order) {
    for (const input of inputs) readers.set(input, (readers.get(input) ?? 0) + 1);
  }
  const addresses = new Map<PlanNode, number>();
  const giveBack = (node: PlanNode) => {
    memory.release(addresses.get(node)!, bitSetBytes(node.table.rows));
    addresses.delete(node);
  };
  for (const node of order) {
    const out = memory.allocate(bitSetBytes(node.table.rows));
    addresses.set(node, out);
    runNode(memory, kernels, node, out, addresses);
    for (const root of wanted.get(node) ?? []) take(root, out);
    for (const input of node.inputs) {
      const left = readers.get(input)! - 1;
      readers.set(input, left);
      if (left === 0) giveBack(input);
    }
    if (!readers.has(node)) giveBack(node);
  }
}

function runNode(
  memory: Memory,
  kernels: Kernels,
  node: PlanNode,
  out: number,
  addresses: ReadonlyMap<PlanNode, number>,
): void {
  const rooms: [address: number, bytes: number][] = [];
  const room = (bytes: number) => {
    const address = memory.allocate(bytes);
    memory.u8.fill(0, address, address + bytes);
    rooms.push([address, bytes]);
    return address;
  };
  const inputs = node.inputs.map((input) => addresses.get(input)!);
  runSteps(kernels, node.steps(out, inputs, room));
  for (const [address, bytes] of rooms) memory.release(address, bytes);
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
