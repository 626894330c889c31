import { operators } from "../dialect/operators.ts";
import type { Evidence, Filter, MissingEvidence, Model, RowRef } from "../types.ts";
import type { RowEvaluator } from "./evaluate-row.ts";
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
  whyTrue(facts: Facts, row: RowRef, filter: Filter): readonly Evidence[];
  /** What keeps `filter` from being told: the data that is missing, each thing once. */
  whyMissing(facts: Facts, row: RowRef, filter: Filter): readonly MissingEvidence[];
}

export function createExplainer(
  model: Model,
  evaluator: RowEvaluator,
  hiddenRows: HiddenRows,
): Explainer {
  const { evaluate } = evaluator;
  const phrase = rememberPhrases();
  const isToMany = ({ type }: RowRef, relation: string): boolean =>
    model.types.get(type)?.relations.get(relation)?.toMany ?? false;

  /** Why `filter` holds, or, where `holds` is false, what keeps it from holding (it is false or unknown). */
  function why(
    facts: Facts,
    row: RowRef,
    filter: Filter,
    path: string,
    holds: boolean,
  ): readonly Evidence[] {
    switch (filter.kind) {
      case "not":
        return why(facts, row, filter.of, path, !holds);
      case "and":
      case "or": {
        if ((filter.kind === "and") === holds)
          return filter.of.flatMap((part) => why(facts, row, part, path, holds));
        const wanted = holds ? "true" : "false";
        const part =
          filter.of.find((candidate) => evaluate(facts, row, candidate) === wanted) ??
          filter.of.find((candidate) => evaluate(facts, row, candidate) !== "true");
        return part ? why(facts, row, part, path, holds) : [];
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
        return whyQuantified(facts, row, filter, path, holds);
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

  function whyQuantified(
    facts: Facts,
    row: RowRef,
    filter: Quantify,
    path: string,
    holds: boolean,
  ): readonly Evidence[] {
    const { relation, quantifier, where } = filter;
    const name = `${path}${relation}`;
    const far = facts.targets(row, relation);
    if (far.length === 0) return [{ path: name, condition: "none" }];
    if (!where) return [{ path: name, condition: countOf(row, relation, far.length) }];
    const truths = far.map((other) => evaluate(facts, other, where));
    const positions = (test: (truth: string) => boolean) =>
      far.map((_, i) => i).filter((i) => test(truths[i]!));
    const held = positions((truth) => truth === "true");
    const failed = positions((truth) => truth !== "true");
    const tell = (which: readonly number[], positive: boolean) =>
      which.flatMap((i) =>
        why(facts, far[i]!, where, `${path}${nameOf(facts, row, relation, far, i)}.`, positive),
      );
    const tellFew = (which: readonly number[], positive: boolean, summary: string) =>
      which.length <= mostNamed ? tell(which, positive) : [{ path: name, condition: summary }];
    const positive = holds === (quantifier !== "NONE");
    if (positive && (quantifier === "SOME" || quantifier === "NONE"))
      return tell(held.slice(0, 1), true);
    if (quantifier === "SINGLE" && held.length > 0) {
      return positive
        ? tell(held, true)
        : [{ path: name, condition: `${held.length} match` }, ...tell(held.slice(0, 2), true)];
    }
    if (quantifier === "ALL") {
      if (positive) return tellFew(held, true, `all ${held.length} match`);
      const wrong = positions((truth) => truth === "false");
      if (wrong.length > 0) return tell(wrong.slice(0, 1), false);
    }
    if (failed.length <= mostNamed) return tell(failed, false);
    const nearest = nearestTo(
      facts,
      where,
      failed.map((i) => far[i]!),
    );
    const summary = { path: name, condition: `none of ${far.length} matches` };
    return nearest === undefined ? [summary] : [summary, ...tell([failed[nearest]!], false)];
  }

  /** Position of the row that meets most of a conjunction's parts, such as the right name with a wrong value. */
  function nearestTo(facts: Facts, where: Filter, rows: readonly RowRef[]): number | undefined {
    if (where.kind !== "and") return undefined;
    const met = rows.map(
      (row) => where.of.filter((part) => evaluate(facts, row, part) === "true").length,
    );
    const most = Math.max(...met);
    return most > 0 ? met.indexOf(most) : undefined;
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

  function missing(
    facts: Facts,
    row: RowRef,
    filter: Filter,
    path: string,
  ): readonly MissingEvidence[] {
    if (evaluate(facts, row, filter) !== "missing") return [];
    switch (filter.kind) {
      case "not":
        return missing(facts, row, filter.of, path);
      case "and":
      case "or":
        return filter.of.flatMap((part) => missing(facts, row, part, path));
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
        const hidden = evaluator
          .hidden(facts, row, filter)
          .map((reason) => ({ path: name, ...reason }));
        if (!where) return hidden;
        const far = facts.targets(row, relation);
        const inner = far.flatMap((other, i) =>
          missing(facts, other, where, `${path}${nameOf(facts, row, relation, far, i)}.`),
        );
        return [...hidden, ...inner];
      }
    }
  }

  return {
    whyTrue: (facts, row, filter) => why(facts, row, filter, "", true),
    whyMissing: (facts, row, filter) => {
      const all = missing(facts, row, filter, "");
      const key = ({ path, collection, id }: MissingEvidence) =>
        `${path}\0${collection?.type}\0${collection?.connector}\0${id}`;
      return [...new Map(all.map((evidence) => [key(evidence), evidence])).values()];
    },
  };
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
