import type {
  Backend,
  Evidence,
  Filter,
  Inventory,
  MissingEvidence,
  Model,
  RowRef,
  Rows,
} from "../types.ts";
import type { Slices } from "../slices.ts";
import { askedOfMissing, askedOfTrue } from "./asked.ts";
import { createExplainer } from "./explain.ts";
import { gatherFacts } from "./facts.ts";
import { createHiddenRows } from "./hidden-rows.ts";
import { createMissingLister, type ListMissing } from "./missing.ts";
import { type Asked, createTruths, type Selections } from "./truths.ts";

/** What is said of some rows, each, once what they lead to is gathered. */
type Tell<T> = (backend: Backend, rows: Rows, where: Filter) => Promise<(row: RowRef) => Slices<T>>;

/** Tells of rows what a filter found in them and what of them is not known, over any backend of a model. */
export interface Teller {
  readonly whyTrue: Tell<readonly Evidence[]>;
  readonly whyMissing: Tell<readonly MissingEvidence[]>;
  readonly listMissing: ListMissing;
}

/** Filters whose selections are kept: a report tells of many rows by each, some at a time, and of several rules in turn. */
const KEPT = 16;

/** `select` judges, for as long as it takes: others may want the same answer when who asked first is gone. */
export function createTeller(model: Model, select: Inventory["select"]): Teller {
  const hiddenRows = createHiddenRows(model);
  const explainer = createExplainer(model, hiddenRows);
  const kept = new Map<Filter, Selections>();

  function selectionsFor(where: Filter): Selections {
    const known = kept.get(where) ?? new Map();
    kept.delete(where);
    kept.set(where, known);
    if (kept.size > KEPT) kept.delete(kept.keys().next().value!);
    return known;
  }

  function tell<T>(
    askedOf: (where: Filter) => Asked,
    why: (...[facts, row, where]: Parameters<typeof explainer.whyTrue>) => Slices<T>,
  ): Tell<T> {
    return async (backend, rows, where) => {
      const truths = createTruths(select, selectionsFor(where));
      const facts = await gatherFacts(backend, rows, where, { truths, asked: askedOf(where) });
      return (row) => why(facts, row, where);
    };
  }

  return {
    whyTrue: tell(askedOfTrue, explainer.whyTrue),
    whyMissing: tell(askedOfMissing, explainer.whyMissing),
    listMissing: createMissingLister(hiddenRows),
  };
}
