import type { Comparison } from "../dialect/operators.ts";
import type { Slices } from "../slices.ts";
import type { Evidence, Filter, MissingEvidence, Model, RowRef } from "../types.ts";
import type { RowEvaluator, Truth } from "./evaluate-row.ts";
import type { Facts } from "./facts.ts";
import type { HiddenRows } from "./hidden-rows.ts";
import { isToMany, nameRelated } from "./name-related.ts";
import { rememberPhrases } from "./phrases.ts";
import { createWhyMissing } from "./why-missing.ts";

/** So many related rows are named one by one; of more only the number is told. */
const mostNamed = 3;

type Leaf = Extract<Filter, { kind: "null" | "compare" }>;
type Quantify = Extract<Filter, { kind: "quantify" }>;

/** Says in the author's terms why a filter came out as it did. */
export interface Explainer {
  /** The conditions that made `filter` true. */
  whyTrue(facts: Facts, row: RowRef, filter: Filter): Slices<readonly Evidence[]>;
  /** What keeps `filter` from being told: the data that is missing, each thing once. */
  whyMissing(facts: Facts, row: RowRef, filter: Filter): Slices<readonly MissingEvidence[]>;
}

export function createExplainer(
  model: Model,
  evaluator: RowEvaluator,
  hiddenRows: HiddenRows,
): Explainer {
  const { evaluate, evaluateAll } = evaluator;
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
        const truths: Truth[] = [];
        for (const part of filter.of) truths.push(yield* evaluate(facts, row, part));
        const wanted = truths.indexOf(holds ? "true" : "false");
        const chosen = wanted >= 0 ? wanted : truths.findIndex((truth) => truth !== "true");
        return chosen >= 0 ? yield* why(facts, row, filter.of[chosen]!, path, holds) : [];
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
    const truths = yield* evaluateAll(facts, far, where);
    const held = placesOf(truths, (truth) => truth === "true");
    yield;
    const failed = placesOf(truths, (truth) => truth !== "true");
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
      const wrong = truths.indexOf("false");
      if (wrong >= 0) return yield* tell([wrong], false);
    }
    const key = keyIn(where);
    const named = key ? yield* evaluateAll(facts, far, key) : [];
    if (key && failed.length === far.length && !named.includes("true")) {
      const condition = `none of ${far.length} has name ${phrase(key, true)}`;
      return [{ path: name, condition }];
    }
    if (failed.length <= mostNamed) return yield* tell(failed, false);
    // One of another name is no near miss, whatever else of it fits.
    const near = key ? failed.filter((place) => named[place] === "true") : failed;
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
    for (const part of where.of) {
      const truths = yield* evaluateAll(facts, some, part);
      for (let i = 0; i < met.length; i++) if (truths[i] === "true") met[i]!++;
    }
    yield;
    for (let i = 0; i < met.length; i++) if (met[i]! > most) [most, nearest] = [met[i]!, places[i]];
    return nearest;
  }

  function countOf(row: RowRef, relation: string, count: number): string {
    return isToMany(model, row, relation) ? `${count} related` : "is set";
  }

  return {
    whyTrue: (facts, row, filter) => why(facts, row, filter, "", true),
    whyMissing: createWhyMissing(model, evaluator, hiddenRows),
  };
}

/** What a filter says of the name by which related rows are known: those of other names are not what it speaks of. */
function keyIn(where: Filter): Comparison | undefined {
  for (const part of where.kind === "and" ? where.of : [where]) {
    if (part.kind !== "compare" || part.field !== "name") continue;
    if (part.operator === "EQ" || part.operator === "IN") return part;
  }
  return undefined;
}

/** The places of those that are so. */
function placesOf(truths: readonly Truth[], isSo: (truth: Truth) => boolean): readonly number[] {
  const places: number[] = [];
  for (let i = 0; i < truths.length; i++) if (isSo(truths[i]!)) places.push(i);
  return places;
}
