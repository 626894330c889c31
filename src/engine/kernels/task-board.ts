import type { Kernels } from "./kernels.ts";
import { runSteps } from "./kernels.ts";
import { readTask } from "./task.ts";

/**
 * Words of the control block in the shared memory, 32-bit each. `round` is even while tasks may be taken and odd while not.
 *
 * INVARIANT: a thread counts itself as `atWork` before it looks at `round`, and the asking thread makes `round` odd before
 * it waits until nobody is at work. Whoever saw an even number is thus waited for, and nobody takes a task of a round
 * that is over.
 */
export const control = { round: 0, next: 1, tasks: 2, program: 3, atWork: 4, ready: 5 } as const;

/** Carries out tasks until there are none left; only while the round is even. */
export function takeTasks(board: Int32Array, u32: Uint32Array, kernels: Kernels): void {
  const tasks = Atomics.load(board, control.tasks);
  const program = Atomics.load(board, control.program) >>> 2;
  for (;;) {
    const task = Atomics.add(board, control.next, 1);
    if (task >= tasks) return;
    runSteps(kernels, readTask(u32, u32[program + task]!));
  }
}
