import { createStoredAnswer } from "../../../src/engine/answer.ts";
import { createInventoryOver } from "../../../src/backend/inventory.ts";
import { createColumnBackend } from "../../../src/engine/inventory.ts";
import type { Kernels } from "../../../src/engine/kernels/kernels.ts";
import type { Memory } from "../../../src/engine/kernels/memory.ts";
import { createMemory } from "../../../src/engine/kernels/memory.ts";
import { createKernels } from "../../../src/engine/kernels/simd.ts";
import { createStoredRows } from "../../../src/engine/columns/rows.ts";
import { createColumnCache } from "../../../src/engine/columns/column-cache.ts";
import type { Tables } from "../../../src/inventory/tables.ts";
import type { Inventory, Model } from "../../../src/types.ts";

/** The inventory over `tables` as the product opens it, but that no second thread helps, and with other kernels where they are given. */
export function createOnOneThread(
  model: Model,
  tables: Tables,
  kernelsOver: (memory: Memory) => Kernels = createKernels,
): Inventory {
  const memory = createMemory();
  const cache = createColumnCache(memory);
  const kernels = kernelsOver(memory);
  const rows = createStoredRows(tables, cache);
  const answer = createStoredAnswer(model, tables, cache, kernels);
  return createInventoryOver(createColumnBackend({ model, tables, cache, rows, kernels, answer }));
}
