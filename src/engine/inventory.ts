import { createRequire } from "node:module";
import { availableParallelism } from "node:os";
import { extname } from "node:path";
import type { Tables } from "../inventory/tables.ts";
import type { Evidence, Filter, Inventory, MissingEvidence, Model, Rows } from "../types.ts";
import { createStoredAnswer } from "./answer.ts";
import { createCollectionBook, typesRead } from "./evidence/coverage.ts";
import type { Explainer } from "./evidence/explain.ts";
import type { FindCrew } from "./execute.ts";
import { createKernels } from "./kernels/simd.ts";
import type { Crew } from "./kernels/crew.ts";
import type * as Crews from "./kernels/crew.ts";
import type { Kernels } from "./kernels/kernels.ts";
import type { Memory } from "./kernels/memory.ts";
import { createMemory } from "./kernels/memory.ts";
import { readFields } from "./rows/read.ts";
import { countLinks, relateRows } from "./rows/related.ts";
import { createStoredRows } from "./rows/rows.ts";
import type { Engine } from "./select.ts";
import { selectRows } from "./select.ts";
import { createStore } from "./rows/store.ts";

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
  return createRequire(import.meta.url)(`./kernels/crew${extname(import.meta.url)}`);
}

/** The inventory that `engine` answers for. */
export function createInventoryOver(
  engine: Engine,
  book = createCollectionBook(engine),
): Inventory {
  const { model, tables, rows } = engine;
  let explainer: Explainer | undefined;

  /** Its code is read when somebody asks: where all checks pass nobody does. */
  async function loadExplainer(): Promise<Explainer> {
    if (explainer) return explainer;
    const { createExplainer } = await import("./evidence/explain.ts");
    const { createJudge } = await import("./evidence/judge.ts");
    const { accessMany } = await import("./rows/many-rows.ts");
    const told = { ...engine, rows: accessMany(engine) };
    explainer ??= createExplainer(model, told.rows, createJudge(told, book));
    return explainer;
  }

  async function explainEach<E>(
    { type, rows }: Rows,
    where: Filter | undefined,
    explain: (explainer: Explainer) => Explainer["whyTrue"] | Explainer["whyMissing"],
  ): Promise<readonly (readonly E[])[]> {
    const table = tables.tables.get(type)!;
    const tell = explain(explainer ?? (await loadExplainer())) as (
      cell: object,
      filter: Filter,
    ) => readonly E[];
    return Array.from(rows, (row) => (where ? tell({ table, row }, where) : []));
  }

  // Asked for again, even a module that is there takes its time.
  let writer: Promise<typeof import("./rows/write-json.ts")> | undefined;
  return {
    model,
    snapshot: tables.info,
    get collections() {
      return book.all();
    },
    select: async (queries) => selectRows(engine, queries),
    related: async (rows, relation, where) => relateRows(engine, rows, relation, where),
    countRelated: async (rows, relation) => countLinks(engine, rows, relation),
    read: async (rows, fields) => readFields(engine, rows, fields),
    writeJson: async function* (rows, members, separator) {
      writer ??= import("./rows/write-json.ts");
      const { writeRows } = await writer;
      yield* writeRows(engine, rows, members, separator);
    },
    find: async (type, ids) => ids.map((id) => rows.find(type, id)),
    explain: async (rows, where) => explainEach<Evidence>(rows, where, ({ whyTrue }) => whyTrue),
    explainMissing: async (rows, where) =>
      explainEach<MissingEvidence>(rows, where, ({ whyMissing }) => whyMissing),
    sources: async ({ type, rows: asked }, query) => {
      const table = tables.tables.get(type)!;
      const connectors = asked.map((row) => rows.connector({ table, row }));
      return book.sources(typesRead(model, query), connectors);
    },
    reads: (query, scope) => book.ofTypes(typesRead(model, query), scope),
    collectionsOf: (types, scope) => book.ofTypes(types, scope),
    coverage: () => book.coverage(),
  };
}
