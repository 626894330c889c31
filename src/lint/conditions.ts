import { typeNamed } from "../dialect/keys.ts";
import { conditionsIn } from "../dialect/nodes.ts";
import type { Comparison } from "../dialect/operators.ts";
import type { Field, Filter, Model, Place, Relation, Rule } from "../types.ts";

/** A condition on a field or relation of some rows, and where it is written. */
export interface Placed {
  /** The type of the rows; within a condition on the type itself the one that it names. */
  readonly type: string;
  readonly filter: Filter;
  readonly place: Place;
}

/** A comparison with the field that it is about. */
export interface PlacedComparison extends Placed {
  readonly filter: Comparison;
  readonly field: Field;
}

/** Every condition of a rule's filter and of the way to its offenders, those inside others too. */
export function conditionsOf(model: Model, rule: Rule): readonly Placed[] {
  const { query, offendersPath = [], places } = rule;
  const found: Placed[] = [];
  const visit = (type: string, filter: Filter | undefined): void => {
    if (!filter) return;
    found.push({ type, filter, place: places.get(filter) ?? rule.place });
    const inner =
      filter.kind === "quantify"
        ? relationOf(model, type, filter.relation)?.target
        : (onlyType(filter) ?? type);
    if (inner !== undefined) for (const part of conditionsIn(filter)) visit(inner, part);
  };
  visit(query.type, query.where);
  let at: string | undefined = query.type;
  for (const { relation, where } of offendersPath) {
    at = at === undefined ? undefined : relationOf(model, at, relation)?.target;
    if (at !== undefined) visit(at, where);
  }
  return found;
}

/** The comparisons among them. */
export function comparisonsOf(model: Model, rule: Rule): readonly PlacedComparison[] {
  return conditionsOf(model, rule).flatMap((placed) => {
    const { filter, type } = placed;
    if (filter.kind !== "compare") return [];
    const field = typeNamed(model, type).fields.get(filter.field);
    return field ? [{ ...placed, filter, field }] : [];
  });
}

function relationOf(model: Model, type: string, name: string): Relation | undefined {
  return typeNamed(model, type).relations.get(name);
}

function onlyType(filter: Filter): string | undefined {
  if (filter.kind !== "and") return undefined;
  const names = filter.of.flatMap((part) => (part.kind === "type" ? part.names : []));
  return names.length === 1 ? names[0] : undefined;
}
