import { Worker } from "node:worker_threads";
import type { Kernels, Step } from "./kernels.ts";
import { runSteps } from "./kernels.ts";
import type { Memory } from "./memory.ts";
import { control, takeTasks } from "./task-board.ts";
import { taskWords, writeTask } from "./task.ts";

/**
 * Threads that carry out steps over one shared memory, together with the one that asks.
 *
 * Tasks of one round must not depend on each other. The asking thread writes them into the memory, all threads take the
 * next one by counting up a number, and the round is over when nobody is at work any more. Threads that have not started
 * yet are not waited for: the first rounds of a cold process are done by whoever is there.
 */
export interface WorkerPool {
  /** Carries out tasks, each the steps of one node in their order. */
  run(tasks: readonly (readonly Step[])[]): void;
  /** How many other threads are ready. */
  ready(): number;
}

/** A pool has no end of life of its own: its threads end when nobody can ask them any more. */
const endWhenUnused = new FinalizationRegistry<readonly Worker[]>((workers) => {
  for (const worker of workers) void worker.terminate();
});

/** Threads beside this one; they do not keep the process alive. */
export function createWorkerPool(memory: Memory, kernels: Kernels, size: number): WorkerPool {
  const address = memory.allocate(64);
  memory.u8.fill(0, address, address + 64);
  const board = new Int32Array(memory.shared.buffer, address, 16);
  board[control.round] = 1;
  const file = new URL("./pool-worker.ts", import.meta.url);
  const workers = Array.from({ length: size }, () => {
    const worker = new Worker(file, { workerData: { memory: memory.shared, address } });
    worker.unref();
    return worker;
  });

  function run(tasks: readonly (readonly Step[])[]): void {
    if (tasks.length === 0) return;
    if (tasks.length === 1 || Atomics.load(board, control.ready) === 0) {
      for (const steps of tasks) runSteps(kernels, steps);
      return;
    }
    const bytes = (tasks.length + tasks.reduce((sum, steps) => sum + taskWords(steps), 0)) * 4;
    const program = memory.allocate(bytes);
    let at = program + tasks.length * 4;
    tasks.forEach((steps, i) => {
      memory.u32[(program >>> 2) + i] = at;
      at = writeTask(memory.u32, at, steps);
    });
    Atomics.store(board, control.program, program);
    Atomics.store(board, control.tasks, tasks.length);
    Atomics.store(board, control.next, 0);
    Atomics.add(board, control.round, 1);
    Atomics.notify(board, control.round);
    takeTasks(board, memory.u32, kernels);
    Atomics.add(board, control.round, 1);
    waitUntilIdle(board);
    memory.release(program, bytes);
  }

  const pool: WorkerPool = { run, ready: () => Atomics.load(board, control.ready) };
  endWhenUnused.register(pool, workers);
  return pool;
}

function waitUntilIdle(board: Int32Array): void {
  for (;;) {
    const atWork = Atomics.load(board, control.atWork);
    if (atWork === 0) return;
    Atomics.wait(board, control.atWork, atWork);
  }
}
