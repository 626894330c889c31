import { typeNamed } from "../dialect/keys.ts";
import { allOf, anyOf, isNull } from "../dialect/nodes.ts";
import { truthsOfStatus } from "../solver/distinguish.ts";
import { search } from "../solver/search.ts";
import { canBeNull } from "../solver/values/possible.ts";
import type { Check, Model, Place } from "../types.ts";
import { leavesOf, withInPlace } from "./conditions.ts";
import { placesOf } from "./witness-check.ts";
import { askedRules } from "./witness-rule.ts";

/** A field of rows of a type that lets a row pass by being null. */
export interface NullThatPasses {
  readonly type: string;
  readonly field: string;
  readonly place: Place;
}

/**
 * The fields whose null lets a row pass that would fail if the condition on it came to true, or to false, in place of unknown: each once.
 * Where comparisons see a value in place of null, that decides.
 */
export function passesOnNull(model: Model, check: Check): readonly NullThatPasses[] {
  const found = new Map<string, NullThatPasses>();
  for (const asked of askedRules(model, check)) {
    const { where, rule } = asked;
    if (!where) continue;
    const places = placesOf(asked);
    for (const { leaf, type } of leavesOf(model, rule.query.type, where)) {
      const key = leaf.kind === "compare" ? `${type}.${leaf.field}` : undefined;
      if (leaf.kind !== "compare" || found.has(key!)) continue;
      const field = typeNamed(model, type).fields.get(leaf.field);
      if (!field || !canBeNull(field) || field.coalesce !== undefined) continue;
      const asTrue = anyOf([leaf, isNull(leaf.field, false)])!;
      const asFalse = allOf([leaf, isNull(leaf.field, true)])!;
      const isPassed = [asTrue, asFalse].some((counted) => {
        const goals = [
          { filter: where, truths: truthsOfStatus.PASS },
          { filter: withInPlace(where, leaf, counted), truths: truthsOfStatus.FAIL },
        ];
        return search(model, rule.query.type, goals).is === "found";
      });
      const place = places.get(leaf) ?? rule.place;
      if (isPassed) found.set(key!, { type, field: leaf.field, place });
    }
  }
  return [...found.values()];
}
