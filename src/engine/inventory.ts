import { availableParallelism } from "node:os";
import { createInventoryOver } from "../backend/inventory.ts";
import type { Tables } from "../inventory/tables.ts";
import { loadLate } from "../late.ts";
import { giveWay, inSlices, type Slices } from "../slices.ts";
import type { Backend, Inventory, Model, Query, Rows } from "../types.ts";
import { createStoredAnswer } from "./answer.ts";
import { createCollectionBook } from "./evidence/coverage.ts";
import { listUnlearnt, mayMiss } from "./evidence/missing.ts";
import type { FindPool } from "./execute.ts";
import { createKernels } from "./kernels/simd.ts";
import type { WorkerPool } from "./kernels/worker-pool.ts";
import type * as Pools from "./kernels/worker-pool.ts";
import type { Kernels } from "./kernels/kernels.ts";
import type { Memory } from "./kernels/memory.ts";
import { createMemory } from "./kernels/memory.ts";
import { mapRows, readFields } from "./rows/read.ts";
import { countLinks, relateRows } from "./rows/related.ts";
import { createStoredRows } from "./columns/rows.ts";
import { createSortOnce } from "./rows/sort-once.ts";
import type { Engine } from "./engine.ts";
import { selectRows } from "./select.ts";
import { createColumnCache } from "./columns/column-cache.ts";

/** The inventory over `tables`, which were built for `model`: columns are brought into memory as they are asked for. */
export function createInventory(model: Model, tables: Tables): Inventory {
  return createInventoryOver(openTables(model, tables));
}

/** The same as a backend. */
export function openTables(model: Model, tables: Tables): Backend {
  const memory = createMemory();
  const cache = createColumnCache(memory);
  const rows = createStoredRows(tables, cache);
  const kernels = createKernels(memory);
  const answer = createStoredAnswer(
    model,
    tables,
    cache,
    kernels,
    createPoolOnDemand(memory, kernels),
  );
  return createColumnBackend({ model, tables, cache, rows, kernels, answer });
}

/** So many bits are some ten milliseconds of work, from where on a second thread pays. */
const worthThreads = 50_000_000;

/** One more thread where the machine has one, from the first large suite on. */
function createPoolOnDemand(memory: Memory, kernels: Kernels): FindPool {
  let pool: WorkerPool | undefined;
  return (rows) => {
    if (rows < worthThreads || availableParallelism() < 2) return undefined;
    pool ??= loadPools().createWorkerPool(memory, kernels, 1);
    return pool;
  };
}

/** A small suite does not wait for the code of threads that it has no use for. */
function loadPools(): typeof Pools {
  return loadLate(new URL("./kernels/worker-pool.ts", import.meta.url));
}

/** What `engine` answers, and the faster ways that it knows. */
export function createColumnBackend(engine: Engine): Backend {
  const { model, tables, rows, cache } = engine;
  const book = createCollectionBook(engine);
  const sortOnce = createSortOnce();

  function* findEach(type: string, ids: readonly string[]) {
    const found: (number | undefined)[] = [];
    for (const id of ids) {
      found.push(rows.find(type, id));
      if (found.length % 64 === 0) yield;
    }
    return found;
  }

  function* readSources({ type, rows: asked }: Rows, query: Query) {
    const table = tables.tables.get(type)!;
    const connectors = yield* mapRows(asked, (row) => rows.connector({ table, row }));
    return yield* book.sources(query, Uint32Array.from(connectors));
  }

  // Asked for again, even a module that is there takes its time.
  let writer: Promise<typeof import("./rows/write-json.ts")> | undefined;

  function create(signal: AbortSignal | undefined): Backend {
    const answer = <T>(work: Slices<T>): Promise<T> => inSlices(work, signal);
    return {
      until: create,
      close: () => tables.close?.(),
      model,
      snapshot: tables.info,
      collections: async (scope) => book.read(scope),
      select: (queries) =>
        answer(
          selectRows(engine, queries, (sorted, first, sort) =>
            sortOnce(sorted, first, sort, signal),
          ),
        ),
      related: (asked, relation, where) => answer(relateRows(engine, asked, relation, where)),
      read: (asked, fields) => answer(readFields(engine, asked, fields)),
      find: (type, ids) => answer(findEach(type, ids)),
      async connectorsOf({ type, rows: asked }) {
        const table = tables.tables.get(type)!;
        const nameOf = (row: number) =>
          cache.text(tables.connectors, rows.connector({ table, row }) - 1);
        return answer(mapRows(asked, nameOf));
      },
      unlearnt: (asked, name) => answer(listUnlearnt(engine, asked, name)),
      countRelated: (asked, relation) => answer(countLinks(engine, asked, relation)),
      writeJson: async function* (asked, members, separator) {
        writer ??= import("./rows/write-json.ts");
        const { writeRows } = await writer;
        for (const piece of writeRows(engine, asked, members, separator)) {
          if (piece) yield piece;
          await giveWay();
          signal?.throwIfAborted();
        }
      },
      mayMiss: async (type, name) => mayMiss(engine, type, name),
      async undecided(type, where) {
        const ask = { table: tables.tables.get(type)!, where, which: "undecided" } as const;
        const [set] = await answer(engine.answer([ask]));
        return { type, rows: set!.rows() };
      },
      sources: (asked, query) => answer(readSources(asked, query)),
      coverage: async () => book.coverage(),
      countIncomplete: async (types) => book.countIncomplete(types),
    };
  }
  return create(undefined);
}
