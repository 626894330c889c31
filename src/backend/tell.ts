import type { Backend, Evidence, Filter, MissingEvidence, Model, RowRef, Rows } from "../types.ts";
import type { Slices } from "../slices.ts";
import { createRowEvaluator } from "./evaluate-row.ts";
import { createExplainer } from "./explain.ts";
import { gatherFacts } from "./facts.ts";
import { createHiddenRows } from "./hidden-rows.ts";
import { createMissingLister, type ListMissing } from "./missing.ts";

/** What is said of some rows, each, once what they lead to is gathered. */
type Tell<T> = (backend: Backend, rows: Rows, where: Filter) => Promise<(row: RowRef) => Slices<T>>;

/** Tells of rows what a filter found in them and what of them is not known, over any backend of a model. */
export interface Teller {
  readonly whyTrue: Tell<readonly Evidence[]>;
  readonly whyMissing: Tell<readonly MissingEvidence[]>;
  readonly listMissing: ListMissing;
}

export function createTeller(model: Model): Teller {
  const hiddenRows = createHiddenRows(model);
  const evaluator = createRowEvaluator(model, hiddenRows);
  const { whyTrue, whyMissing } = createExplainer(model, evaluator, hiddenRows);
  return {
    async whyTrue(backend, rows, where) {
      const facts = await gatherFacts(backend, rows, where);
      return (row) => whyTrue(facts, row, where);
    },
    async whyMissing(backend, rows, where) {
      const facts = await gatherFacts(backend, rows, where);
      return (row) => whyMissing(facts, row, where);
    },
    listMissing: createMissingLister(hiddenRows),
  };
}
