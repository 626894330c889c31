import type { Slices } from "../slices.ts";
import type { Evidence, Filter, MissingEvidence, Model, RowRef } from "../types.ts";
import { keyIn } from "./asked.ts";
import type { Facts } from "./facts.ts";
import type { HiddenRows } from "./hidden-rows.ts";
import { isToMany, nameRelated } from "./name-related.ts";
import { rememberPhrases } from "./phrases.ts";
import { placesOf } from "./places-of.ts";
import { createWhyMissing } from "./why-missing.ts";

/** So many related rows are named one by one; of more only the number is told. */
const mostNamed = 3;

type Leaf = Extract<Filter, { kind: "null" | "compare" }>;
type Quantify = Extract<Filter, { kind: "quantify" }>;

/** Says in the author's terms why a filter came out as it did, by facts with the truths that `asked.ts` names. */
export interface Explainer {
  /** The conditions that made `filter` true. */
  whyTrue(facts: Facts, row: RowRef, filter: Filter): Slices<readonly Evidence[]>;
  /** What keeps `filter` from being told: the data that is missing, each thing once. */
  whyMissing(facts: Facts, row: RowRef, filter: Filter): Slices<readonly MissingEvidence[]>;
}

export function createExplainer(model: Model, hiddenRows: HiddenRows): Explainer {
  const phrase = rememberPhrases();
  /** Why `filter` holds, or, where `holds` is false, what keeps it from holding (it is false or unknown). */
  function* why(
    facts: Facts,
    row: RowRef,
    filter: Filter,
    path: string,
    holds: boolean,
  ): Slices<readonly Evidence[]> {
    switch (filter.kind) {
      case "not":
        return yield* why(facts, row, filter.of, path, !holds);
      case "and":
      case "or": {
        if ((filter.kind === "and") === holds) {
          const all: Evidence[] = [];
          for (const part of filter.of) all.push(...(yield* why(facts, row, part, path, holds)));
          return all;
        }
        const chosen =
          filter.of.find((part) => facts.is(holds ? "true" : "false", row, part)) ??
          filter.of.find((part) => !facts.is("true", row, part));
        return chosen ? yield* why(facts, row, chosen, path, holds) : [];
      }
      case "type":
        return [
          {
            path: `${path}typename`,
            condition: `${holds ? "in" : "not in"} ${JSON.stringify(filter.names)}`,
            found: row.type,
          },
        ];
      case "null":
      case "compare":
        return [whyLeaf(facts, row, filter, path, holds)];
      case "quantify":
        return yield* whyQuantified(facts, row, filter, path, holds);
    }
  }

  function whyLeaf(
    facts: Facts,
    row: RowRef,
    filter: Leaf,
    path: string,
    holds: boolean,
  ): Evidence {
    const found = facts.value(row, filter.field);
    const where = `${path}${filter.field}`;
    if (filter.kind === "null")
      return { path: where, condition: found === null ? "is null" : "is set", found };
    const coalesce = model.types.get(row.type)?.fields.get(filter.field)?.coalesce;
    if (found === null && coalesce === undefined)
      return { path: where, condition: "is null", found };
    const condition = phrase(filter, holds);
    if (found !== null) return { path: where, condition, found };
    const counted = `none, which counts as ${JSON.stringify(coalesce)}`;
    const saysAll = condition === `= ${JSON.stringify(coalesce)}`;
    return { path: where, condition: saysAll ? counted : `${counted}: ${condition}`, found };
  }

  function* whyQuantified(
    facts: Facts,
    row: RowRef,
    filter: Quantify,
    path: string,
    holds: boolean,
  ): Slices<readonly Evidence[]> {
    const { relation, quantifier, where } = filter;
    const name = `${path}${relation}`;
    const far = facts.targets(row, relation);
    if (far.length === 0) return [{ path: name, condition: "none" }];
    if (!where) return [{ path: name, condition: countOf(row, relation, far.length) }];
    const held = yield* placesOf(far, (one) => facts.is("true", one, where));
    const failed = yield* placesOf(far, (one) => !facts.is("true", one, where));
    function* tell(which: readonly number[], positive: boolean): Slices<readonly Evidence[]> {
      const all: Evidence[] = [];
      for (const i of which) {
        const inner = `${path}${nameRelated(model, facts, row, relation, far, i)}.`;
        all.push(...(yield* why(facts, far[i]!, where!, inner, positive)));
      }
      return all;
    }
    const positive = holds === (quantifier !== "NONE");
    if (positive && (quantifier === "SOME" || quantifier === "NONE"))
      return yield* tell(held.slice(0, 1), true);
    if (quantifier === "SINGLE" && held.length > 0) {
      return positive
        ? yield* tell(held, true)
        : [
            { path: name, condition: `${held.length} match` },
            ...(yield* tell(held.slice(0, 2), true)),
          ];
    }
    if (quantifier === "ALL") {
      if (positive && held.length <= mostNamed) return yield* tell(held, true);
      if (positive) return [{ path: name, condition: `all ${held.length} match` }];
      const [wrong] = yield* placesOf(far, (one) => facts.is("false", one, where));
      if (wrong !== undefined) return yield* tell([wrong], false);
    }
    const key = keyIn(where);
    const named = key ? yield* placesOf(far, (one) => facts.is("true", one, key)) : [];
    if (key && failed.length === far.length && named.length === 0) {
      const condition = `none of ${far.length} has name ${phrase(key, true)}`;
      return [{ path: name, condition }];
    }
    if (failed.length <= mostNamed) return yield* tell(failed, false);
    // One of another name is no near miss, whatever else of it fits.
    const own = new Set(named);
    const near = key ? failed.filter((place) => own.has(place)) : failed;
    const nearest = yield* nearestTo(facts, where, far, near);
    const summary = { path: name, condition: `none of ${far.length} matches` };
    return nearest === undefined ? [summary] : [summary, ...(yield* tell([nearest], false))];
  }

  /** The first of some rows that meets most of a conjunction's parts, such as the right name with a wrong value. */
  function* nearestTo(
    facts: Facts,
    where: Filter,
    rows: readonly RowRef[],
    places: readonly number[],
  ): Slices<number | undefined> {
    if (where.kind !== "and") return undefined;
    let [most, nearest]: [number, number?] = [0];
    const some = places.map((place) => rows[place]!);
    const met = new Uint16Array(some.length);
    for (const part of where.of)
      for (const i of yield* placesOf(some, (one) => facts.is("true", one, part))) met[i]!++;
    yield;
    for (let i = 0; i < met.length; i++) if (met[i]! > most) [most, nearest] = [met[i]!, places[i]];
    return nearest;
  }

  function countOf(row: RowRef, relation: string, count: number): string {
    return isToMany(model, row, relation) ? `${count} related` : "is set";
  }

  return {
    whyTrue: (facts, row, filter) => why(facts, row, filter, "", true),
    whyMissing: createWhyMissing(model, hiddenRows),
  };
}
