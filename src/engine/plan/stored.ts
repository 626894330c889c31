import { createOutcomes } from "../../dialect/outcomes.ts";
import type { Table, Tables } from "../../inventory/tables.ts";
import type { Model } from "../../types.ts";
import { planHidden } from "./hidden.ts";
import { createHops } from "./hops.ts";
import type { Leaf } from "./leaves.ts";
import { planLeaf } from "./leaves.ts";
import type { Nodes } from "./node.ts";
import type { Sources } from "./plan.ts";
import type { ColumnCache } from "../columns/column-cache.ts";
import { planStored } from "./stored-bits.ts";

/** Bits out of a snapshot as it is stored. */
export function createStoredSources(
  model: Model,
  tables: Tables,
  cache: ColumnCache,
  nodes: Nodes,
): Sources {
  const tableOf = (type: string): Table => tables.tables.get(type)!;
  // Deciding a condition may mean to look at every distinct value: each is decided once.
  const leaves = new Map<string, Leaf>();
  return {
    model,
    tableOf,
    leaf(table, condition) {
      const key = `${table.type} ${JSON.stringify(condition)}`;
      const { fields } = model.types.get(table.type)!;
      const leaf = leaves.get(key) ?? planLeaf(cache, nodes, table, fields, condition);
      leaves.set(key, leaf);
      return leaf;
    },
    missing(table, field) {
      const bits = table.columns.get(field)?.missing;
      return bits ? planStored(cache, nodes, table, bits, field) : "none";
    },
    hidden: (table, relation, matters) =>
      planHidden(model, tables, cache, nodes, table, relation, matters),
    outcomes: createOutcomes(model),
    hops: createHops(cache, nodes, tableOf),
  };
}
