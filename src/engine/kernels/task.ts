import type { Step } from "./kernels.ts";

/** Kernels by number, as tasks in a shared memory name them. */
const names: readonly Step[0][] = [
  "range",
  "lookup",
  "span",
  "and",
  "or",
  "andNot",
  "not",
  "copy",
  "scatter",
  "scatterMany",
  "scatterTwice",
  "scatterManyTwice",
  "descend",
  "ascend",
  "gather",
  "linked",
  "contains",
  "startsWith",
  "endsWith",
  "equals",
];

/** How many 32-bit words a task takes. */
export function taskWords(steps: readonly Step[]): number {
  return steps.reduce((sum, [, ...operands]) => sum + 2 + operands.length, 1);
}

/** Writes steps at an address: their number, and for each the kernel's number, how many operands, the operands. Returns the end. */
export function writeTask(u32: Uint32Array, address: number, steps: readonly Step[]): number {
  let at = address >>> 2;
  u32[at++] = steps.length;
  for (const [kernel, ...operands] of steps) {
    u32[at++] = names.indexOf(kernel);
    u32[at++] = operands.length;
    u32.set(operands, at);
    at += operands.length;
  }
  return at * 4;
}

/** The steps at an address. */
export function readTask(u32: Uint32Array, address: number): readonly Step[] {
  let at = address >>> 2;
  return Array.from({ length: u32[at++]! }, (): Step => {
    const kernel = names[u32[at]!]!;
    const operands = u32.subarray(at + 2, at + 2 + u32[at + 1]!);
    at += 2 + operands.length;
    return [kernel, ...operands];
  });
}
