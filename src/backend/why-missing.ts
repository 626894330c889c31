import type { Slices } from "../slices.ts";
import type { Filter, MissingEvidence, Model, RowRef } from "../types.ts";
import type { Facts } from "./facts.ts";
import type { HiddenRows } from "./hidden-rows.ts";
import { nameRelated } from "./name-related.ts";
import { placesOf } from "./places-of.ts";

/** Says of a filter that cannot be told what it waits for, each thing once. */
export function createWhyMissing(
  model: Model,
  hiddenRows: HiddenRows,
): (facts: Facts, row: RowRef, filter: Filter) => Slices<readonly MissingEvidence[]> {
  function* missing(
    facts: Facts,
    row: RowRef,
    filter: Filter,
    path: string,
  ): Slices<readonly MissingEvidence[]> {
    if (!facts.is("missing", row, filter)) return [];
    switch (filter.kind) {
      case "not":
        return yield* missing(facts, row, filter.of, path);
      case "and":
      case "or": {
        const all: MissingEvidence[] = [];
        for (const part of filter.of)
          for (const one of yield* missing(facts, row, part, path)) all.push(one);
        return all;
      }
      case "type":
        return [];
      case "null":
      case "compare": {
        const field = model.types.get(row.type)?.fields.get(filter.field);
        const where = `${path}${filter.field}`;
        if (field?.derived)
          return hiddenRows
            .unreadBehind(facts, row, field.derived)
            .map((open) => ({ path: where, ...open }));
        const reason = field?.uncollected;
        return [{ path: where, ...(reason === undefined ? {} : { reason }) }];
      }
      case "quantify": {
        const { relation, where } = filter;
        const name = `${path}${relation}`;
        const all: MissingEvidence[] = [];
        const far = facts.targets(row, relation);
        const held = yield* placesOf(far, (one) => !where || facts.is("true", one, where));
        const types = hiddenRows.typesThatMatter(row.type, filter, held.length);
        for (const reason of hiddenRows.reasons(facts, row, relation, types))
          all.push({ path: name, ...reason });
        if (!where) return all;
        for (let i = 0; i < far.length; i++) {
          if (!facts.is("missing", far[i]!, where)) continue;
          const inner = `${path}${nameRelated(model, facts, row, relation, far, i)}.`;
          for (const one of yield* missing(facts, far[i]!, where, inner)) all.push(one);
          yield;
        }
        return all;
      }
    }
  }

  return function* (facts, row, filter) {
    const all = new Map<string, MissingEvidence>();
    const found = yield* missing(facts, row, filter, "");
    for (const [i, evidence] of found.entries()) {
      const { path, collection, id } = evidence;
      all.set(`${path}\0${collection?.type}\0${collection?.connector}\0${id}`, evidence);
      if (i % 512 === 0) yield;
    }
    return [...all.values()];
  };
}
