import { conjunctsOf } from "../../dialect/clash.ts";
import { createOutcomes } from "../../dialect/outcomes.ts";
import { renderFilter } from "../../dialect/render.ts";
import { shorten, type Mistake } from "../../errors.ts";
import { membersOf } from "../../model/concrete.ts";
import { constantsOf } from "../../model/constants.ts";
import type { Filter, Model, Place } from "../../types.ts";

/**
 * A filter that holds for no asset of its type because the schema alone says so, as by `type: "storageAccount"` where all are
 * `Microsoft.Storage/storageAccounts`. Nothing is said of one that no asset lets hold today.
 */
export function findNeverHolding(
  model: Model,
  typeName: string,
  where: Filter,
  place: Place,
): readonly Mistake[] {
  const outcomes = createOutcomes(model);
  const members = membersOf(model, typeName);
  const canHold = (filter: Filter) => members.some((type) => outcomes.of(type, filter).canHold);
  if (canHold(where)) return [];
  const culprit = conjunctsOf(where).find((one) => !canHold(one)) ?? where;
  const message = `"${shorten(renderFilter(culprit))}" is true of no ${typeName}, whatever there is, so that nothing is ever found.${alwaysIs(model, members, culprit)}`;
  return [{ code: "never-true", message, place }];
}

/** What the field of a comparison always is; nothing is said of other conditions. */
function alwaysIs(model: Model, members: readonly string[], filter: Filter): string {
  if (filter.kind !== "compare") return "";
  const values = members.flatMap((name) => {
    const type = model.types.get(name)!;
    const field = type.fields.get(filter.field);
    return (field && constantsOf(model, type, field)) ?? [];
  });
  const [first, ...others] = [...new Set(values)];
  if (first === undefined) return "";
  const shown =
    others.length > 3
      ? `"${first}" or its like`
      : [first, ...others].map((one) => `"${one}"`).join(" or ");
  return ` "${filter.field}" is always ${shown}.`;
}
