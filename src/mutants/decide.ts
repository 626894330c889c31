import { readsOf } from "../dialect/reads.ts";
import { allOf, type OptionalFilter } from "../dialect/nodes.ts";
import { bindVariable, usesVariable } from "../dialect/variables.ts";
import { invariant } from "../errors.ts";
import { judgeRows } from "../estate/judge-rows.ts";
import { madeUpConnector } from "../estate/made-up-ids.ts";
import type { RowStatus } from "../estate/row-status.ts";
import { distinguish } from "../solver/distinguish.ts";
import { renderGiven } from "../solver/render-given.ts";
import type { Model, Query } from "../types.ts";

/** What tells two filters over one type apart. */
export type Difference =
  | { readonly is: "same" }
  /** Why that was not decided, as a sentence. */
  | { readonly is: "notDecided"; readonly why: string }
  | {
      readonly is: "different";
      /** What each says of the row. */
      readonly statuses: readonly [ofOne: RowStatus, ofOther: RowStatus];
      /** The row's type. */
      readonly type: string;
      /** The row as it is pasted into a case file, with what the first says of it. */
      readonly row: string;
    };

/**
 * The smallest row of which two filters say something else, or that there is none; judged by the engine before it is shown. Variables stand
 * for the connector that the row is in.
 */
export async function tellApart(
  model: Model,
  one: Query,
  other: OptionalFilter,
): Promise<Difference> {
  const { type } = one;
  const [a, b] = [one.where, other].map((filter) => bound(model, filter));
  const found = distinguish(model, type, a, b);
  if (found.is === "cannot") return { is: "same" };
  if (found.is === "notDecided") return found;
  const { estate, row } = found;
  const [ofOne, ofOther] = await judgeRows(
    model,
    [a, b].map((where) => ({ estate, row, where })),
  );
  invariant(ofOne && ofOther && ofOne !== ofOther, "the engine agrees with what was found");
  const reads = readsOf(model, row.type, allOf([a, b]));
  const text = renderGiven(model, estate, row, reads, ofOne);
  return { is: "different", statuses: [ofOne, ofOther], type: row.type, row: text };
}

function bound(model: Model, filter: OptionalFilter): OptionalFilter {
  if (!filter || !usesVariable(filter)) return filter;
  return bindVariable(filter, madeUpConnector(model));
}
