import { conjunctsOf } from "../../dialect/clash.ts";
import { allOf } from "../../dialect/nodes.ts";
import { usesVariable } from "../../dialect/variables.ts";
import type { Filter } from "../../types.ts";

/** Without what depends on the connector that a check is asked for: it goes through all of them. */
export function unbound(filter: Filter | undefined): Filter | undefined {
  return allOf(splitConnectors(conjunctsOf(filter)).filter((one) => !usesVariable(one)));
}

/** An asset has one connector, so that each condition on it can be told by itself. */
function splitConnectors(conjuncts: readonly Filter[]): readonly Filter[] {
  return conjuncts.flatMap((filter) => {
    if (filter.kind !== "quantify" || filter.quantifier !== "SOME") return [filter];
    if (filter.relation !== "connector" || filter.where === undefined) return [filter];
    return conjunctsOf(filter.where).map((where) => ({ ...filter, where }));
  });
}
