import type { Tables } from "../inventory/tables.ts";
import type { Model } from "../types.ts";
import { execute, type FindCrew } from "./execute.ts";
import type { Kernels } from "./kernels.ts";
import { type Bits, createNodes } from "./node.ts";
import { createPlanner, type Planner } from "./plan.ts";
import type { RowSet } from "./row-set.ts";
import { allRows, copyRows, noRows } from "./row-set.ts";
import type { Ask, Engine } from "./select.ts";
import type { Store } from "./store.ts";
import { createStoredSources } from "./stored.ts";

/** Answers from a snapshot as it is stored: plans everything that is asked together, works it out, and forgets it. */
export function createStoredAnswer(
  model: Model,
  tables: Tables,
  store: Store,
  kernels: Kernels,
  findCrew?: FindCrew,
): Engine["answer"] {
  return (asks) => {
    const nodes = createNodes();
    const planner = createPlanner(nodes, createStoredSources(model, tables, store, nodes));
    const roots = asks.map((ask) => planAsk(planner, ask));
    const sets: RowSet[] = roots.map((bits, i) =>
      bits === "all" ? allRows(asks[i]!.table.rows) : noRows,
    );
    const take = (root: number, address: number | undefined) => {
      if (address !== undefined)
        sets[root] = copyRows(store.memory, kernels, asks[root]!.table.rows, address);
    };
    execute(store.memory, kernels, roots, take, findCrew);
    return sets;
  };
}

/** The bits that answer a question. */
export function planAsk(planner: Planner, { table, where, which }: Ask): Bits {
  return which === "matched" ? planner.truth(table, where, true) : planner.missing(table, where);
}
