import { createOutcomes, type FindOutcomes } from "../dialect/outcomes.ts";
import type { AssetType, Filter } from "../types.ts";
import type { ModelFacts } from "./model-facts.ts";
import type { DomainOf } from "./state.ts";
import {
  andOrder,
  FALSE,
  MISSING,
  negated,
  orOrder,
  TRUE,
  type Truths,
  UNKNOWN,
} from "./truths.ts";

/** The truths that filters can come to for rows of a type, each part looked at by itself: no others are possible. */
export interface Reach {
  readonly outcomes: FindOutcomes;
  of(type: AssetType, filter: Filter | undefined): Truths;
}

type Quantify = Extract<Filter, { kind: "quantify" }>;

export function createReach(facts: ModelFacts, domainOf: DomainOf): Reach {
  const outcomes = createOutcomes(facts.model);
  const known = new WeakMap<Filter, Map<AssetType, Truths>>();

  function of(type: AssetType, filter: Filter | undefined): Truths {
    if (!filter) return TRUE;
    const byType = known.get(filter) ?? new Map<AssetType, Truths>();
    known.set(filter, byType);
    const found = byType.get(type) ?? find(type, filter);
    byType.set(type, found);
    return found;
  }

  function find(type: AssetType, filter: Filter): Truths {
    switch (filter.kind) {
      case "and":
      case "or": {
        const order = filter.kind === "and" ? andOrder : orOrder;
        return joined(
          order,
          filter.of.map((part) => of(type, part)),
        );
      }
      case "not":
        return negated(of(type, filter.of));
      case "type":
        return filter.names.includes(type.name) ? TRUE : FALSE;
      case "null":
      case "compare":
        return domainOf(type, filter.field)?.reachOf(filter) ?? UNKNOWN;
      case "quantify":
        return ofQuantifier(type, filter);
    }
  }

  function ofQuantifier(type: AssetType, { relation: name, where, quantifier }: Quantify): Truths {
    const relation = type.relations.get(name);
    if (!relation) return UNKNOWN;
    const far = facts.farTypes(type, relation);
    const behind = far.reduce((all, one) => all | of(one, where), 0);
    const mayHide = far.some(({ name: one }) => {
      const { canHold, canFail } = outcomes.behind(type.name, relation, one, where);
      return canHold || (canFail && quantifier === "ALL");
    });
    const open = mayHide || behind & MISSING ? MISSING : 0;
    const holds = behind & TRUE ? TRUE : 0;
    if (quantifier === "NONE" || quantifier === "SOME") {
      const canFail = !facts.always(type, relation) || behind & (FALSE | UNKNOWN);
      const some = holds | (canFail ? FALSE : 0) | open;
      return quantifier === "SOME" ? some : negated(some);
    }
    return holds | FALSE | open;
  }

  return { outcomes, of };
}

/** What conditions that are joined in this order can come to, each having some truths that it can. */
function joined(order: readonly Truths[], parts: readonly Truths[]): Truths {
  if (parts.length === 0) return order.at(-1)!;
  return order.reduce((all, truth, i) => {
    const after = order.slice(i).reduce((some, one) => some | one, 0);
    const isReached = parts.some((part) => part & truth) && parts.every((part) => part & after);
    return isReached ? all | truth : all;
  }, 0);
}
