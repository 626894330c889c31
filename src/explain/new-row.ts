import { membersOf } from "../model/concrete.ts";
import type { FieldValue, Filter, Model } from "../types.ts";
import type { Atom } from "../solver/atoms.ts";
import type { NewRow, Wish } from "./edits.ts";
import { behindNot, type Goal, isPositive, meets, needsAll, toBeTrue } from "./goals.ts";
import { valuesFor } from "./values.ts";

/** What is decided of a row so far. */
interface Draft {
  readonly fields: Readonly<Record<string, FieldValue>>;
  readonly related: NewRow["related"];
}

/** Rows that could stand behind a relation to `target` and for which `where` would be true, with little said of them; one of a type. */
export function rowsToAdd(
  model: Model,
  target: string,
  where: Filter | undefined,
): readonly NewRow[] {
  return membersOf(model, target).flatMap((type) => {
    const draft = where ? fulfil(model, type, where, toBeTrue, empty) : empty;
    return draft ? [{ type, ...draft }] : [];
  });
}

const empty: Draft = { fields: {}, related: [] };

function fulfil(
  model: Model,
  type: string,
  filter: Filter,
  goal: Goal,
  draft: Draft,
): Draft | undefined {
  switch (filter.kind) {
    case "and":
    case "or":
      return fulfilGroup(model, type, filter, goal, draft);
    case "not":
      return fulfil(model, type, filter.of, behindNot(goal), draft);
    case "type":
      return meets(filter.names.includes(type) ? "true" : "false", goal) ? draft : undefined;
    case "null":
    case "compare":
      return fulfilAtom(model, type, filter, [{ atom: filter, goal }], draft);
    case "quantify": {
      const { relation, quantifier, where } = filter;
      const declared = model.types.get(type)!.relations.get(relation);
      if (!declared) return undefined;
      // Of what leads nowhere only NONE is true.
      if (isPositive(goal) === (quantifier === "NONE")) return draft;
      if (quantifier === "NONE" || declared.derived || declared.uncollected !== undefined)
        return undefined;
      const [made] = rowsToAdd(model, declared.target, where);
      return made && { ...draft, related: [...draft.related, { relation, made }] };
    }
  }
}

function fulfilGroup(
  model: Model,
  type: string,
  filter: Extract<Filter, { kind: "and" | "or" }>,
  goal: Goal,
  draft: Draft,
): Draft | undefined {
  if (!needsAll(goal, filter.kind === "or")) {
    for (const part of filter.of) {
      const found = fulfil(model, type, part, goal, draft);
      if (found) return found;
    }
    return undefined;
  }
  let found: Draft | undefined = draft;
  const byField = Map.groupBy(filter.of, (part) => atomIn(part)?.field);
  for (const [field, parts] of byField) {
    if (field === undefined)
      for (const part of parts) found = found && fulfil(model, type, part, goal, found);
    else {
      const wishes = parts.map((part) => ({
        atom: atomIn(part)!,
        goal: part.kind === "not" ? behindNot(goal) : goal,
      }));
      found = found && fulfilAtom(model, type, wishes[0]!.atom, wishes, found);
    }
  }
  return found;
}

function fulfilAtom(
  model: Model,
  type: string,
  { field: name }: Atom,
  wishes: readonly Wish[],
  draft: Draft,
): Draft | undefined {
  const field = model.types.get(type)!.fields.get(name);
  if (!field) return wishes.every(({ goal }) => meets("unknown", goal)) ? draft : undefined;
  const decided = draft.fields[name];
  const values = valuesFor(model, type, field, wishes, { found: null, seen: [] });
  // Little is said: null where that will do.
  const value = values.includes(null) ? null : values[0];
  if (value === undefined || (decided !== undefined && decided !== value)) return undefined;
  return value === null ? draft : { ...draft, fields: { ...draft.fields, [name]: value } };
}

/** A condition on one field, also behind a NOT. */
export function atomIn(filter: Filter): Atom | undefined {
  if (filter.kind === "null" || filter.kind === "compare") return filter;
  const of = filter.kind === "not" ? filter.of : undefined;
  return of && (of.kind === "null" || of.kind === "compare") ? of : undefined;
}
