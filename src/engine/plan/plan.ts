import type { Table } from "../../inventory/tables.ts";
import type { FindOutcomes, Outcomes } from "../../dialect/outcomes.ts";
import type { Filter, Model, Relation } from "../../types.ts";
import type { Matters } from "./hidden.ts";
import type { Hops } from "./hops.ts";
import type { Condition, Leaf } from "./leaves.ts";
import type { Bits, Nodes } from "./node.ts";

/**
 * Turns filters into nodes.
 *
 * A filter has four values: true, false, unknown (null was compared) and missing (it was not collected). Rows are asked
 * for by what is *true*, and negation is pushed down to the leaves, so that the executor knows sets only: `truth` of a
 * filter and of its negation are planned apart, and an unknown is in neither. Missing is planned only where something
 * that is read is incomplete; else it is "none" and leaves no trace in the plan.
 */
export interface Planner {
  /** Rows of `table` for which `filter` is true, or with `positive` false those for which it is false. */
  truth(table: Table, filter: Filter | undefined, positive: boolean): Bits;
  /** Rows for which it depends on what was not collected. */
  missing(table: Table, filter: Filter | undefined): Bits;
}

/** Where bits come from: what a planner combines. */
export interface Sources {
  readonly model: Model;
  tableOf(type: string): Table;
  leaf(table: Table, condition: Condition): Leaf;
  /** Rows whose value of a field could not be learnt. */
  missing(table: Table, field: string): Bits;
  /** Rows whose relation may lead to more of the types that matter than is known. */
  hidden(table: Table, relation: Relation, matters: Matters): Bits;
  readonly outcomes: FindOutcomes;
  readonly hops: Hops;
}

type Quantify = Extract<Filter, { kind: "quantify" }>;

/** A planner that adds to `nodes`. */
export function createPlanner(nodes: Nodes, sources: Sources): Planner {
  const { model, tableOf, hops, outcomes } = sources;

  function truth(table: Table, filter: Filter | undefined, positive: boolean): Bits {
    if (!filter) return positive ? "all" : "none";
    switch (filter.kind) {
      case "and":
      case "or": {
        const parts = filter.of.map((part) => truth(table, part, positive));
        return (filter.kind === "and") === positive
          ? nodes.and(table, parts)
          : nodes.or(table, parts);
      }
      case "not":
        return truth(table, filter.of, !positive);
      case "type":
        return filter.names.includes(table.type) === positive ? "all" : "none";
      case "null":
      case "compare": {
        const leaf = sources.leaf(table, filter);
        return positive ? leaf.whenTrue : leaf.whenFalse;
      }
      case "quantify":
        return quantified(table, filter, positive);
    }
  }

  /** Two-valued but for missing: what is neither true nor missing is false. */
  function quantified(table: Table, filter: Quantify, positive: boolean): Bits {
    // A relation the table does not have (of another member of a union) is unknown, as its fields are.
    if (!table.relations.has(filter.relation)) return "none";
    const open = missingLinked(table, filter);
    if (filter.quantifier === "SOME" || filter.quantifier === "NONE") {
      const some = hopTruth(table, filter, true, "some");
      return (filter.quantifier === "SOME") === positive
        ? some
        : nodes.not(table, nodes.or(table, [some, open]));
    }
    const known = nodes.not(table, open);
    const held =
      filter.quantifier === "SINGLE"
        ? nodes.and(table, [hopTruth(table, filter, true, "single"), known])
        : nodes.and(table, [
            hopTruth(table, filter, true, "some"),
            nodes.not(table, hopTruth(table, filter, false, "some")),
            known,
          ]);
    return positive ? held : nodes.not(table, nodes.or(table, [held, open]));
  }

  function hopTruth(
    table: Table,
    { relation, where }: Quantify,
    positive: boolean,
    hop: "some" | "single" | "twice",
  ): Bits {
    const { links } = table.relations.get(relation)!;
    const bits = links.map(({ target }) => truth(tableOf(target), where, positive));
    return hops[hop](table, relation, bits);
  }

  function missing(table: Table, filter: Filter | undefined): Bits {
    if (!filter) return "none";
    switch (filter.kind) {
      case "not":
        return missing(table, filter.of);
      case "type":
        return "none";
      case "null":
      case "compare":
        return sources.missing(table, filter.field);
      case "and":
      case "or": {
        const open = nodes.or(
          table,
          filter.of.map((part) => missing(table, part)),
        );
        if (open === "none") return "none";
        // One side that is false settles AND, one that is true settles OR.
        const settling = filter.kind === "or";
        const settled = nodes.or(
          table,
          filter.of.map((part) => truth(table, part, settling)),
        );
        return nodes.and(table, [open, nodes.not(table, settled)]);
      }
      case "quantify":
        return missingLinked(table, filter);
    }
  }

  /**
   * Rows for which a quantifier depends on rows that may be hidden, or on what is missing in known ones. Only of such types can hidden
   * rows matter for which the condition can hold, or for ALL fail.
   */
  function missingLinked(table: Table, filter: Quantify): Bits {
    const { relation, where, quantifier } = filter;
    const declared = model.types.get(table.type)!.relations.get(relation);
    if (!declared) return "none";
    const { links } = table.relations.get(relation)!;
    const inner = links.map(({ target }) => missing(tableOf(target), where));
    const among = hops.some(table, relation, inner);
    const openTo = (can: keyof Outcomes) => {
      const matters: Matters = (far) => outcomes.behind(table.type, declared, far, where)[can];
      return nodes.or(table, [among, sources.hidden(table, declared, matters)]);
    };
    const mayHold = openTo("canHold");
    if (quantifier !== "ALL") {
      if (mayHold === "none") return "none";
      const settled = hopTruth(table, filter, true, quantifier === "SINGLE" ? "twice" : "some");
      return nodes.and(table, [mayHold, nodes.not(table, settled)]);
    }
    const mayFail = openTo("canFail");
    if (mayHold === "none" && mayFail === "none") return "none";
    const failed = hopTruth(table, filter, false, "some");
    const held = hopTruth(table, filter, true, "some");
    // Where one holds all depends on whether another fails; where none does so far, on whether one holds.
    const open =
      mayHold === mayFail
        ? mayHold
        : nodes.or(table, [
            nodes.and(table, [mayFail, held]),
            nodes.and(table, [mayHold, nodes.not(table, held)]),
          ]);
    return nodes.and(table, [open, nodes.not(table, failed)]);
  }

  return { truth, missing };
}
