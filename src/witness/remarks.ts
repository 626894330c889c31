import { distinguish, truthsOfStatus } from "../solver/distinguish.ts";
import { search } from "../solver/search.ts";
import { renderFilter } from "../dialect/render.ts";
import type { Filter, Model, Place } from "../types.ts";
import { partsOf, withInPlace } from "./conditions.ts";
import type { AskedRule, Witness } from "./witness-rule.ts";

/** Something that a rule says in vain, proved by a search that has ended. */
export interface Remark {
  readonly code: "never-true" | "always-true" | "dead-arm" | "idle-arm";
  readonly message: string;
  readonly place: Place | undefined;
}

/** What is to be said of a rule as a whole. */
export function remarksOnRule(
  { rule }: AskedRule,
  { fail, pass }: { readonly fail: Witness; readonly pass: Witness },
): readonly Remark[] {
  const { place } = rule;
  const remarks: Remark[] = [];
  if (fail.is === "cannot") {
    const message = `"${rule.name}" can never fail: whatever an estate holds, it comes to what is expected.`;
    remarks.push({ code: "never-true", message, place });
  }
  if (pass.is === "cannot") {
    const message = `"${rule.name}" can never pass: whatever an estate holds, it comes to something else than what is expected.`;
    remarks.push({ code: "always-true", message, place });
  }
  return remarks;
}

/** What is to be said of parts of a filter: those without which it says the same of every row. */
export function remarksOnParts(
  model: Model,
  { rule }: AskedRule,
  where: Filter,
  places: ReadonlyMap<Filter, Place>,
): readonly Remark[] {
  const { type } = rule.query;
  return partsOf(where).flatMap(({ part, join, without }): readonly Remark[] => {
    if (distinguish(model, type, where, without).is !== "cannot") return [];
    const place = places.get(part);
    const text = renderFilter(part);
    const alone = join.kind === "or" ? withInPlace(where, join, part) : undefined;
    const canHold =
      !alone ||
      search(model, type, [{ filter: alone, truths: truthsOfStatus.FAIL }]).is !== "cannot";
    if (!canHold) {
      const message = `\`${text}\` can never hold here, so this alternative finds nothing. Remove it, or say what is meant.`;
      return [{ code: "dead-arm", message, place }];
    }
    const message = `\`${text}\` changes nothing: without it the rule says the same of every asset. Remove it, or say what is meant.`;
    return [{ code: "idle-arm", message, place }];
  });
}
