import { atOnce } from "../../src/slices.ts";
import { setTimeout } from "node:timers/promises";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createStoredAnswer } from "../../src/engine/answer.ts";
import { createWorkerPool } from "../../src/engine/kernels/worker-pool.ts";
import type { Step } from "../../src/engine/kernels/kernels.ts";
import { createSimdKernels } from "../../src/engine/kernels/simd.ts";
import { createMemory } from "../../src/engine/kernels/memory.ts";
import type { Ask } from "../../src/engine/engine.ts";
import { createColumnCache } from "../../src/engine/columns/column-cache.ts";
import type { Table } from "../../src/inventory/tables.ts";
import { tablesOf } from "./ask.ts";
import { estates, filters, toys } from "./random-estate.ts";

async function createReadyPool() {
  const memory = createMemory();
  const kernels = createSimdKernels(memory.shared)!;
  const pool = createWorkerPool(memory, kernels, 2);
  while (pool.ready() < 2) await setTimeout(5);
  return { memory, kernels, pool };
}

test("every task of every round is done once, however many threads take them", async () => {
  const { memory, kernels, pool } = await createReadyPool();
  for (let round = 0; round < 300; round++) {
    const rows = 64 + round;
    const outs = Array.from({ length: 1 + (round % 40) }, () => memory.allocate(128));
    pool.run(
      outs.map((out, i): readonly Step[] => [
        ["span", rows, i, rows, out],
        ["not", rows, out, out],
      ]),
    );
    expect(outs.map((out) => kernels.count(rows, out))).toEqual(outs.map((_, i) => i));
    for (const out of outs) memory.release(out, 128);
  }
});

test("a suite comes to the same with threads as without", async () => {
  const { memory, kernels, pool } = await createReadyPool();
  const suite = fc.array(
    fc
      .constantFrom(...toys.types.keys())
      .chain((type) => fc.tuple(fc.constant(type), filters(type))),
    { minLength: 1, maxLength: 60 },
  );
  fc.assert(
    fc.property(estates(false), suite, (estate, questions) => {
      const tables = tablesOf(estate);
      const cache = createColumnCache(memory);
      const asks = questions.flatMap(([type, where]): Ask[] => {
        const table: Table = tables.tables.get(type)!;
        return [
          { table, where, which: "matched" },
          { table, where, which: "undecided" },
        ];
      });
      const alone = atOnce(createStoredAnswer(toys, tables, cache, kernels)(asks));
      const answer = createStoredAnswer(toys, tables, cache, kernels, () => pool);
      const together = atOnce(answer(asks));
      expect(together.map((set) => set.rows())).toEqual(alone.map((set) => set.rows()));
    }),
    { numRuns: 100 },
  );
});
