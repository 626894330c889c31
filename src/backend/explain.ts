import { operators } from "../dialect/operators.ts";
import type { Slices } from "../slices.ts";
import type { Evidence, Filter, MissingEvidence, Model, RowRef } from "../types.ts";
import type { RowEvaluator, Truth } from "./evaluate-row.ts";
import type { Facts } from "./facts.ts";
import type { HiddenRows } from "./hidden-rows.ts";

/** So many related rows are named one by one; of more only the number is told. */
const mostNamed = 3;

type Leaf = Extract<Filter, { kind: "null" | "compare" }>;
type Comparison = Extract<Filter, { kind: "compare" }>;
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
  const isToMany = ({ type }: RowRef, relation: string): boolean =>
    model.types.get(type)?.relations.get(relation)?.toMany ?? false;

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
        const inner = `${path}${nameOf(facts, row, relation, far, i)}.`;
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
    if (failed.length <= mostNamed) return yield* tell(failed, false);
    const nearest = yield* nearestTo(facts, where, far, failed);
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
    return isToMany(row, relation) ? `${count} related` : "is set";
  }

  /** A related row by its name, where it has one, else by its position from 0; the one of a to-one relation by nothing. */
  function nameOf(
    facts: Facts,
    row: RowRef,
    relation: string,
    far: readonly RowRef[],
    i: number,
  ): string {
    if (!isToMany(row, relation)) return relation;
    const name = facts.value(far[i]!, "name");
    return `${relation}[${typeof name === "string" && name !== "" ? name : i}]`;
  }

  function* missing(
    facts: Facts,
    row: RowRef,
    filter: Filter,
    path: string,
  ): Slices<readonly MissingEvidence[]> {
    if ((yield* evaluate(facts, row, filter)) !== "missing") return [];
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
        for (const reason of yield* evaluator.hidden(facts, row, filter))
          all.push({ path: name, ...reason });
        if (!where) return all;
        const far = facts.targets(row, relation);
        const truths = yield* evaluateAll(facts, far, where);
        for (let i = 0; i < far.length; i++) {
          if (truths[i] !== "missing") continue;
          const inner = `${path}${nameOf(facts, row, relation, far, i)}.`;
          for (const one of yield* missing(facts, far[i]!, where, inner)) all.push(one);
          yield;
        }
        return all;
      }
    }
  }

  return {
    whyTrue: (facts, row, filter) => why(facts, row, filter, "", true),
    *whyMissing(facts, row, filter) {
      const all = new Map<string, MissingEvidence>();
      const found = yield* missing(facts, row, filter, "");
      for (const [i, evidence] of found.entries()) {
        const { path, collection, id } = evidence;
        all.set(`${path}\0${collection?.type}\0${collection?.connector}\0${id}`, evidence);
        if (i % 512 === 0) yield;
      }
      return [...all.values()];
    },
  };
}

/** The places of those that are so. */
function placesOf(truths: readonly Truth[], isSo: (truth: Truth) => boolean): readonly number[] {
  const places: number[] = [];
  for (let i = 0; i < truths.length; i++) if (isSo(truths[i]!)) places.push(i);
  return places;
}

/** `renderComparison`, once for each comparison. */
function rememberPhrases(): typeof renderComparison {
  const known = new WeakMap<Comparison, Map<boolean, string>>();
  return (filter, holds) => {
    const phrases = known.get(filter) ?? new Map<boolean, string>();
    known.set(filter, phrases);
    const phrase = phrases.get(holds) ?? renderComparison(filter, holds);
    phrases.set(holds, phrase);
    return phrase;
  };
}

/** A comparison as a person reads it: `= ""`, `does not start with "a"`. */
function renderComparison({ operator, value, ignoreCase }: Comparison, holds: boolean): string {
  const { phrases } = operators[operator]!;
  const phrase = phrases[holds ? 0 : 1];
  return `${phrase} ${JSON.stringify(value)}${ignoreCase ? " (in any case)" : ""}`;
}
