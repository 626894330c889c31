/** A thread of a pool: see `worker-pool.ts`. */
import { workerData } from "node:worker_threads";
import { createSimdKernels } from "./simd.ts";
import { control, takeTasks } from "./task-board.ts";

const { memory, address } = workerData as { memory: WebAssembly.Memory; address: number };
const board = new Int32Array(memory.buffer, address, 16);
const kernels = createSimdKernels(memory);
const isOpen = (round: number) => round % 2 === 0;

if (kernels) {
  Atomics.add(board, control.ready, 1);
  for (;;) {
    Atomics.add(board, control.atWork, 1);
    const round = Atomics.load(board, control.round);
    // The memory may have grown since the last round.
    if (isOpen(round)) takeTasks(board, new Uint32Array(memory.buffer), kernels);
    Atomics.sub(board, control.atWork, 1);
    Atomics.notify(board, control.atWork);
    Atomics.wait(board, control.round, round);
  }
}
