import type { Tables } from "../inventory/tables.ts";
import type { Slices } from "../slices.ts";
import type { Filter, Model } from "../types.ts";
import { executeSlices, type FindPool } from "./execute.ts";
import type { Kernels } from "./kernels/kernels.ts";
import { type Bits, createNodes } from "./plan/node.ts";
import { createPlanner, type Planner } from "./plan/plan.ts";
import type { RowSet } from "./columns/row-set.ts";
import { allRows, copyRows, noRows } from "./columns/row-set.ts";
import type { Ask, Engine } from "./engine.ts";
import type { ColumnCache } from "./columns/column-cache.ts";
import { createStoredSources } from "./plan/stored.ts";

/** What was asked together, and the bits that answer it. */
interface Plan {
  readonly asks: readonly Ask[];
  readonly roots: readonly Bits[];
}

/**
 * Answers from a snapshot as it is stored: plans everything that is asked together, works it out, and forgets it.
 *
 * Only the plan stays, since on a small estate it costs more than the answer: it is kept with the first filter of its
 * suite for as long as somebody holds that one, and taken again where the very same filters are asked. They are frozen.
 */
export function createStoredAnswer(
  model: Model,
  tables: Tables,
  cache: ColumnCache,
  kernels: Kernels,
  findPool?: FindPool,
): Engine["answer"] {
  const planAll = rememberPlans(() => {
    const nodes = createNodes();
    return createPlanner(nodes, createStoredSources(model, tables, cache, nodes));
  });

  return function* (asks) {
    const roots = yield* planAll(asks);
    const sets: RowSet[] = roots.map((bits, i) =>
      bits === "all" ? allRows(asks[i]!.table.rows) : noRows,
    );
    const take = (root: number, address: number | undefined) => {
      if (address !== undefined)
        sets[root] = copyRows(cache.memory, kernels, asks[root]!.table.rows, address);
    };
    yield* executeSlices(cache.memory, kernels, roots, take, findPool);
    return sets;
  };
}

/**
 * Plans everything that is asked together; gives the same plan again for the very same filters. It stays with its first
 * filter for as long as somebody holds that one.
 */
function rememberPlans(
  createPlanner: () => Planner,
): (asks: readonly Ask[]) => Slices<readonly Bits[]> {
  const plans = new WeakMap<Filter, Plan>();
  return function* (asks) {
    const first = asks.find(({ where }) => where)?.where;
    const known = first && plans.get(first);
    if (known && isSame(known.asks, asks)) return known.roots;
    const planner = createPlanner();
    const roots: Bits[] = [];
    for (const ask of asks) {
      roots.push(planAsk(planner, ask));
      yield;
    }
    if (first) plans.set(first, { asks, roots });
    return roots;
  };
}

function isSame(some: readonly Ask[], others: readonly Ask[]): boolean {
  return (
    some.length === others.length &&
    some.every(({ table, where, which }, i) => {
      const other = others[i]!;
      return table === other.table && where === other.where && which === other.which;
    })
  );
}

/** The bits that answer a question. */
function planAsk(planner: Planner, { table, where, which }: Ask): Bits {
  return which === "matched" ? planner.truth(table, where, true) : planner.missing(table, where);
}
