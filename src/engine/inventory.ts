import { availableParallelism } from "node:os";
import type { Tables } from "../inventory/tables.ts";
import { loadLate } from "../late.ts";
import { giveWay, inSlices, type Slices } from "../slices.ts";
import type { Inventory, Model, Query, Rows } from "../types.ts";
import { createStoredAnswer } from "./answer.ts";
import { createCollectionBook } from "./evidence/coverage.ts";
import type { Explainer } from "./evidence/explain.ts";
import type { Judge } from "./evidence/judge.ts";
import { listMissing, mayMiss } from "./evidence/missing.ts";
import type { FindCrew } from "./execute.ts";
import { createKernels } from "./kernels/simd.ts";
import type { Crew } from "./kernels/crew.ts";
import type * as Crews from "./kernels/crew.ts";
import type { Kernels } from "./kernels/kernels.ts";
import type { Memory } from "./kernels/memory.ts";
import { createMemory } from "./kernels/memory.ts";
import type { ManyRows } from "./rows/many-rows.ts";
import type { FindMissing } from "./rows/write-json.ts";
import { mapRows, readFields } from "./rows/read.ts";
import { countLinks, relateRows } from "./rows/related.ts";
import { type Cell, createStoredRows } from "./columns/rows.ts";
import { createSortOnce } from "./rows/sort-once.ts";
import type { Engine } from "./engine.ts";
import { selectRows } from "./select.ts";
import { createStore } from "./columns/store.ts";

/** The inventory over `tables`, which were built for `model`: columns are brought into memory as they are asked for. */
export function createInventory(model: Model, tables: Tables): Inventory {
  const memory = createMemory();
  const store = createStore(memory);
  const rows = createStoredRows(tables, store);
  const kernels = createKernels(memory);
  const answer = createStoredAnswer(
    model,
    tables,
    store,
    kernels,
    createCrewOnDemand(memory, kernels),
  );
  return createInventoryOver({ model, tables, store, rows, kernels, answer });
}

/** So many bits are some ten milliseconds of work, from where on a second thread pays. */
const worthThreads = 50_000_000;

/** One more thread where the machine has one, from the first large suite on. */
function createCrewOnDemand(memory: Memory, kernels: Kernels): FindCrew {
  let crew: Crew | undefined;
  return (rows) => {
    if (rows < worthThreads || availableParallelism() < 2) return undefined;
    crew ??= loadCrews().createCrew(memory, kernels, 1);
    return crew;
  };
}

/** A small suite does not wait for the code of threads that it has no use for. */
function loadCrews(): typeof Crews {
  return loadLate(new URL("./kernels/crew.ts", import.meta.url));
}

/** The inventory that `engine` answers for. */
export function createInventoryOver(engine: Engine): Inventory {
  const { model, tables, rows } = engine;
  const book = createCollectionBook(engine);
  const sortOnce = createSortOnce();
  let told: { readonly rows: ManyRows; readonly judge: Judge } | undefined;
  let explainer: Explainer | undefined;

  /** The code of this and the next is read when somebody asks: where all checks pass nobody does. */
  async function loadJudge(): Promise<NonNullable<typeof told>> {
    if (told) return told;
    const { createJudge } = await import("./evidence/judge.ts");
    const { accessMany } = await import("./rows/many-rows.ts");
    const many = accessMany(engine);
    told ??= { rows: many, judge: createJudge({ ...engine, rows: many }, book) };
    return told;
  }

  async function loadExplainer() {
    const { rows: many, judge } = await loadJudge();
    const { createExplainer } = await import("./evidence/explain.ts");
    explainer ??= createExplainer(model, many, judge);
    return { rows: many, explainer };
  }

  /** What `tell` says of each row. */
  function* tellEach<T>(
    { type, rows: asked }: Rows,
    many: ManyRows,
    tell: (cell: Cell) => T,
  ): Slices<readonly T[]> {
    const table = tables.tables.get(type)!;
    const all: T[] = [];
    for (const row of asked) {
      all.push(tell({ table, row }));
      yield* many.bring();
      yield;
    }
    return all;
  }

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

  function create(signal: AbortSignal | undefined): Inventory {
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
      countRelated: (asked, relation) => answer(countLinks(engine, asked, relation)),
      read: (asked, fields) => answer(readFields(engine, asked, fields)),
      writeJson: async function* (asked, members, separator) {
        writer ??= import("./rows/write-json.ts");
        const { writeRows } = await writer;
        const isWhole = members.every((one) => !("missing" in one && one.missing.length > 0));
        const judge = isWhole ? undefined : (await loadJudge()).judge;
        const findMissing: FindMissing | undefined =
          judge && ((some, name) => listMissing(engine, judge, some, name));
        for (const piece of writeRows(engine, asked, members, separator, findMissing)) {
          if (piece) yield piece;
          await giveWay();
          signal?.throwIfAborted();
        }
      },
      mayMiss: async (type, name) => mayMiss(engine, type, name),
      async missing(asked, name) {
        if (!mayMiss(engine, asked.type, name)) return new Uint32Array(0);
        const { rows: many, judge } = await loadJudge();
        return answer(listMissing({ ...engine, rows: many }, judge, asked, name));
      },
      async undecided(type, where) {
        const ask = { table: tables.tables.get(type)!, where, which: "undecided" } as const;
        const [set] = await answer(engine.answer([ask]));
        return { type, rows: set!.rows() };
      },
      async connectorsOf({ type, rows: asked }) {
        const table = tables.tables.get(type)!;
        const { store } = engine;
        return answer(
          mapRows(asked, (row) =>
            store.text(tables.connectors, rows.connector({ table, row }) - 1),
          ),
        );
      },
      find: (type, ids) => answer(findEach(type, ids)),
      async explain(asked, where) {
        const { rows: many, explainer } = await loadExplainer();
        return answer(
          tellEach(asked, many, (cell) => (where ? explainer.whyTrue(cell, where) : [])),
        );
      },
      async explainMissing(asked, where) {
        const { rows: many, explainer } = await loadExplainer();
        return answer(
          tellEach(asked, many, (cell) => (where ? explainer.whyMissing(cell, where) : [])),
        );
      },
      sources: (asked, query) => answer(readSources(asked, query)),
      coverage: async () => book.coverage(),
      countIncomplete: async (types) => book.countIncomplete(types),
    };
  }
  return create(undefined);
}
