import { asksForNone } from "../check/document/expectation.ts";
import { typeNamed } from "../dialect/keys.ts";
import { gatherReads, readsOfRule } from "../dialect/reads.ts";
import { renderFilter } from "../dialect/render.ts";
import { distinguish, truthsOfStatus } from "../solver/distinguish.ts";
import { search } from "../solver/search.ts";
import { canBeNull } from "../solver/values/possible.ts";
import type { RowStatus } from "../estate/row-status.ts";
import type { Filter, Model, Place } from "../types.ts";
import { type Part, partsOf, withInPlace } from "./conditions.ts";
import { type AskedRule, countsFor } from "./witness-rule.ts";

/** Something that a rule says in vain, proved by a search that has ended. */
export interface Remark {
  readonly code: "never-true" | "always-true" | "dead-arm" | "idle-arm";
  readonly message: string;
  readonly place: Place;
  /** It is a word about null, which changes nothing and tells readers that it was thought of. */
  readonly isAboutNull?: true;
}

/** All that a rule says in vain. `places` are those of its bound filter. */
export function remarksOn(
  model: Model,
  asked: AskedRule,
  places: ReadonlyMap<Filter, Place>,
): readonly Remark[] {
  const whole = remarksOnRule(model, asked);
  // Of a rule that says nothing at all no part says anything.
  return whole.length > 0 ? whole : remarksOnParts(model, asked, places);
}

function remarksOnRule(model: Model, asked: AskedRule): readonly Remark[] {
  const { name, place } = asked.rule;
  // It waits for what nothing reads yet, which is told elsewhere.
  if (readsUncollected(model, asked)) return [];
  if (neverComesTo(model, asked, "FAIL")) {
    const message = `"${name}" can never fail: whatever an estate holds, it comes to what is expected.`;
    return [{ code: "never-true", message, place }];
  }
  if (neverComesTo(model, asked, "PASS")) {
    const message = `"${name}" can never pass: whatever asset there is, it is at fault. Ask for what is not good.`;
    return [{ code: "always-true", message, place }];
  }
  return [];
}

function readsUncollected(model: Model, { rule }: AskedRule): boolean {
  return [...gatherReads(readsOfRule(model, rule))].some(([typeName, members]) => {
    const { fields, relations } = model.types.get(typeName)!;
    return [...members].some(
      (name) => (fields.get(name) ?? relations.get(name))?.uncollected !== undefined,
    );
  });
}

function neverComesTo(model: Model, { rule, where }: AskedRule, status: RowStatus): boolean {
  const { type } = rule.query;
  const isNever = (one: RowStatus) =>
    where
      ? search(model, type, [{ filter: where, truths: truthsOfStatus[one] }]).is === "cannot"
      : one !== "FAIL";
  if (asksForNone(rule.expectation)) return isNever(status);
  const counts = countsFor(rule, status);
  return !counts || (counts[0] > 0 && isNever("FAIL"));
}

function remarksOnParts(
  model: Model,
  { rule, where }: AskedRule,
  places: ReadonlyMap<Filter, Place>,
): readonly Remark[] {
  const { type } = rule.query;
  if (!where) return [];
  return partsOf(model, type, where).flatMap((part): readonly Remark[] => {
    if (distinguish(model, type, where, part.without).is !== "cannot") return [];
    const place = places.get(part.part) ?? rule.place;
    const text = renderFilter(part.part);
    if (isDead(model, type, where, part)) {
      const message = `\`${text}\` can never hold here, so that this alternative finds nothing. Remove it, or write what was meant.`;
      return [{ code: "dead-arm", message, place }];
    }
    const field = nullTested(part.part);
    const why = field === undefined ? "" : whyIdle(model, part, field);
    const message = `\`${text}\` changes nothing: without it the rule says the same of every asset.${why} Remove it, or write what was meant.`;
    const isSaid = field !== undefined && why === "";
    return [{ code: "idle-arm", message, place, ...(isSaid ? { isAboutNull: true } : {}) }];
  });
}

/** Whether an alternative finds no row at all where it stands. */
function isDead(model: Model, type: string, where: Filter, { part, join }: Part): boolean {
  if (join.kind !== "or") return false;
  const filter = withInPlace(where, join, part);
  return search(model, type, [{ filter, truths: truthsOfStatus.FAIL }]).is === "cannot";
}

function nullTested(part: Filter): string | undefined {
  const test = part.kind === "not" ? part.of : part;
  return test.kind === "null" ? test.field : undefined;
}

function whyIdle(model: Model, { type: typeName }: Part, name: string): string {
  const type = typeNamed(model, typeName);
  const field = type.fields.get(name);
  if (field?.coalesce !== undefined)
    return ` Comparisons see ${JSON.stringify(field.coalesce)} in place of null (@coalesce).`;
  return field && !canBeNull(field) ? ` "${name}" is never null.` : "";
}
